import type { SpanData } from '../../src/model/span-data.ts';

/** Spans of one or several traces, to be made wrong. */
export type Telemetry = readonly SpanData[];
type Mutate = (spans: Telemetry) => Telemetry;

const OTHER_TRACE = 'dddddddddddddddddddddddddddddddd';

/** Changes the spans of this name. */
function change(name: string, fields: (span: SpanData) => Partial<SpanData>): Mutate {
  return spans => {
    if (!spans.some(span => span.name === name)) throw new Error(`no span "${name}" to mutate`);
    return spans.map(span => (span.name === name ? { ...span, ...fields(span) } : span));
  };
}

function drop(name: string): Mutate {
  return spans => spans.filter(span => span.name !== name);
}

function idOf(spans: Telemetry, name: string): string {
  const span = spans.find(one => one.name === name);
  if (span === undefined) throw new Error(`no span "${name}"`);
  return span.spanId;
}

function without(attributes: SpanData['attributes'], key: string): SpanData['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([own]) => own !== key));
}

function renameService(from: string, to: string): Mutate {
  return spans =>
    spans.map(span =>
      span.resource.attributes['service.name'] === from
        ? { ...span, resource: { ...span.resource, attributes: { ...span.resource.attributes, 'service.name': to } } }
        : span,
    );
}

/** A span and all that is below it begin a trace of their own, as where a context is lost. */
function moveToOtherTrace(name: string): Mutate {
  return spans => {
    const moved = new Set([idOf(spans, name)]);
    for (let before = 0; before < moved.size; ) {
      before = moved.size;
      for (const { spanId, parentSpanId } of spans) if (moved.has(parentSpanId ?? '')) moved.add(spanId);
    }
    return spans.map(span => {
      if (!moved.has(span.spanId)) return span;
      return {
        ...span,
        traceId: OTHER_TRACE,
        parentSpanId: span.name === name ? undefined : span.parentSpanId,
      };
    });
  };
}

function repeat(name: string, times: number): Mutate {
  return spans => {
    const [first] = spans.filter(span => span.name === name);
    if (first === undefined) throw new Error(`no span "${name}" to repeat`);
    const copies = Array.from({ length: times }, (_, index) => ({
      ...first,
      spanId: (index + 1).toString(16).padStart(16, 'e'),
    }));
    return [...spans, ...copies];
  };
}

const MS = 1_000_000n;

/** What goes wrong in instrumentations and services, each once. */
export const MUTATIONS = {
  'drops a parent': drop('POST /charge'),
  'drops a leaf': drop('audit'),
  'drops the root': drop('POST /checkout'),
  'fails a span': change('validate', () => ({ status: { code: 'ERROR', message: 'no such item' } })),
  'clears a status': change('POST /checkout', () => ({ status: { code: 'UNSET', message: '' } })),
  'renames a service': renameService('payments', 'billing'),
  'renames a span': change('charge card', () => ({ name: 'charge cart' })),
  'changes a kind': change('send receipts', () => ({ kind: 'CLIENT' })),
  'strips an attribute': change('charge card', span => ({ attributes: without(span.attributes, 'app.order.id') })),
  'changes an attribute': change('charge card', span => ({ attributes: { ...span.attributes, 'app.amount': 1 } })),
  'strips a resource attribute': change('POST /charge', span => ({
    resource: { ...span.resource, attributes: without(span.resource.attributes, 'deployment.environment') },
  })),
  'strips an event': change('charge card', span => ({ events: span.events.filter(({ name }) => name !== 'retry') })),
  'strips an exception': change('charge card', span => ({
    events: span.events.filter(({ name }) => name !== 'exception'),
  })),
  'records an exception': change('audit', span => ({
    events: [{ name: 'exception', timeUnixNano: span.startTimeUnixNano, attributes: {}, droppedAttributesCount: 0 }],
  })),
  'strips a link': change('process receipts', () => ({ links: [] })),
  'moves a span under another parent': spans =>
    change('charge card', () => ({ parentSpanId: idOf(spans, 'POST /orders/42') }))(spans),
  'moves spans to another trace': moveToOtherTrace('POST /charge'),
  'does work twice': repeat('render mail', 1),
  'repeats a query': repeat('SELECT shop.items', 10),
  'takes longer': change('POST /charge', span => ({ endTimeUnixNano: span.endTimeUnixNano + 2_000n * MS })),
  'runs later': change('validate', span => ({
    startTimeUnixNano: span.startTimeUnixNano + 200n * MS,
    endTimeUnixNano: span.endTimeUnixNano + 200n * MS,
  })),
  'drops attributes by a limit': change('charge card', () => ({ droppedAttributesCount: 3 })),
} satisfies Record<string, Mutate>;

export type MutationName = keyof typeof MUTATIONS;
