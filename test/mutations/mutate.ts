import type { SpanData } from '../../src/model/span-data.ts';

/** Spans of one or several traces, to be made wrong. */
export type Telemetry = readonly SpanData[];
type Mutate = (spans: Telemetry) => Telemetry;

const OTHER_TRACE = 'dddddddddddddddddddddddddddddddd';
/** Stands for the trace that was captured with `sampled: false`: nothing of it is sent. */
export const UNSAMPLED_TRACE = 'cccccccccccccccccccccccccccccccc';

/** Changes the spans of this name. */
function change(name: string, fields: (span: SpanData) => Partial<SpanData>): Mutate {
  return spans => {
    spanOf(spans, name);
    return spans.map(span => (span.name === name ? { ...span, ...fields(span) } : span));
  };
}

function drop(name: string): Mutate {
  return spans => {
    spanOf(spans, name);
    return spans.filter(span => span.name !== name);
  };
}

function spanOf(spans: Telemetry, name: string): SpanData {
  const span = spans.find(one => one.name === name);
  if (span === undefined) throw new Error(`no span "${name}" to mutate`);
  return span;
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
    const moved = new Set([spanOf(spans, name).spanId]);
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
    const first = spanOf(spans, name);
    const copies = Array.from({ length: times }, (_, index) => ({
      ...first,
      spanId: (index + 1).toString(16).padStart(16, 'e'),
    }));
    return [...spans, ...copies];
  };
}

/** Each takes the times of the other, and so its place among its siblings. */
function swap(one: string, other: string): Mutate {
  const times = (spans: Telemetry, name: string) => {
    const { startTimeUnixNano, endTimeUnixNano } = spanOf(spans, name);
    return () => ({ startTimeUnixNano, endTimeUnixNano });
  };
  return spans => change(one, times(spans, other))(change(other, times(spans, one))(spans));
}

/** A span more, which is otherwise like this one. */
function add(like: string, fields: (spans: Telemetry) => Partial<SpanData>): Mutate {
  return spans => [...spans, { ...spanOf(spans, like), spanId: 'eeeeeeeeeeeeeeee', ...fields(spans) }];
}

const MS = 1_000_000n;
/** Looks like nothing: only who sent it knows. */
export const CUSTOMER_NOTE = 'please ring twice, the dog is shy';
const LINK = { traceState: '', attributes: {}, droppedAttributesCount: 0, flags: 0 };

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
  'adds an attribute': change('charge card', span => ({ attributes: { ...span.attributes, 'card.number': '4111' } })),
  'strips a resource attribute': change('POST /charge', span => ({
    resource: { ...span.resource, attributes: without(span.resource.attributes, 'deployment.environment') },
  })),
  'forgets its version': change('POST /charge', span => ({
    resource: { ...span.resource, attributes: without(span.resource.attributes, 'service.version') },
  })),
  'changes a resource attribute': change('POST /charge', span => ({
    resource: { ...span.resource, attributes: { ...span.resource.attributes, 'deployment.environment': 'production' } },
  })),
  'strips an event': change('charge card', span => ({ events: span.events.filter(({ name }) => name !== 'retry') })),
  'changes an event': change('charge card', span => ({
    events: span.events.map(event => (event.name === 'retry' ? { ...event, attributes: { attempt: 2 } } : event)),
  })),
  'strips an exception': change('charge card', span => ({
    events: span.events.filter(({ name }) => name !== 'exception'),
  })),
  'records an exception': change('audit', span => ({
    events: [{ name: 'exception', timeUnixNano: span.startTimeUnixNano, attributes: {}, droppedAttributesCount: 0 }],
  })),
  'strips a link': change('process receipts', () => ({ links: [] })),
  'adds a link': spans =>
    change('audit', span => ({
      links: [{ ...LINK, traceId: span.traceId, spanId: spanOf(spans, 'validate').spanId }],
    }))(spans),
  'moves a span under another parent': spans =>
    change('charge card', () => ({ parentSpanId: spanOf(spans, 'POST /orders/42').spanId }))(spans),
  'continues another span': spans =>
    change('POST /orders/42', () => ({ parentSpanId: spanOf(spans, 'POST /checkout').spanId }))(spans),
  'moves spans to another trace': moveToOtherTrace('POST /charge'),
  'joins a heartbeat to the request': spans => {
    const { traceId, spanId } = spanOf(spans, 'middleware - session');
    return change('heartbeat', () => ({ traceId, parentSpanId: spanId }))(spans);
  },
  'does what it should not': add('charge card', () => ({ name: 'refund', attributes: {}, events: [] })),
  'samples what it should not': add('POST /charge', () => ({ traceId: UNSAMPLED_TRACE, parentSpanId: undefined })),
  'clears the sampled flags': spans => spans.map(span => ({ ...span, flags: 0x100 })),
  'calls back': add('POST /orders/42', spans => ({
    parentSpanId: spanOf(spans, 'charge card').spanId,
    name: 'callback',
  })),
  'does work twice': repeat('render mail', 1),
  'repeats a query': repeat('SELECT shop.items', 10),
  'takes longer': change('POST /charge', span => ({ endTimeUnixNano: span.endTimeUnixNano + 2_000n * MS })),
  'takes no time': change('POST /charge', span => ({ endTimeUnixNano: span.startTimeUnixNano })),
  'runs later': change('validate', span => ({
    startTimeUnixNano: span.startTimeUnixNano + 200n * MS,
    endTimeUnixNano: span.endTimeUnixNano + 200n * MS,
  })),
  'swaps two siblings': swap('validate', 'send receipts'),
  'tells an address': change('audit', () => ({
    attributes: { 'app.statement': "UPDATE customers SET paid = 1 WHERE email = 'ada@example.com'" },
  })),
  'tells an address in base64': change('audit', () => ({
    attributes: { 'app.body': Buffer.from(JSON.stringify({ to: 'ada@example.com' })).toString('base64') },
  })),
  'tells a note of the customer in base64': change('audit', () => ({
    attributes: { 'app.body': Buffer.from(JSON.stringify({ note: CUSTOMER_NOTE })).toString('base64') },
  })),
  'lists an indexed attribute': change('audit', () => ({ attributes: { 'app.order.id': ['ord-17'] } })),
  'drops attributes by a limit': change('charge card', () => ({ droppedAttributesCount: 3 })),
  'drops events by a limit': change('charge card', () => ({ droppedEventsCount: 2 })),
  'drops links by a limit': change('audit', () => ({ droppedLinksCount: 1 })),
} satisfies Record<string, Mutate>;

export type MutationName = keyof typeof MUTATIONS;
