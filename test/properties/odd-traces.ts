import fc from 'fast-check';
import type { LogRecord } from '../../src/model/log-record.ts';
import { type SpanData, serviceOf } from '../../src/model/span-data.ts';
import { Trace } from '../../src/model/trace.ts';
import { buildLogRecord } from '../build-log-record.ts';
import { buildTrace, TRACE_ID, verbs } from '../build-trace.ts';

const [TEMPLATE] = buildTrace([{ attributes: { k: 1 } }]).spans;
if (TEMPLATE === undefined) throw new Error('no span');
/** A span as an SDK leaves it. */
export const BASE: SpanData = { ...TEMPLATE };

/** Somebody's, in some spans. */
export const NOTED_ADDRESS = 'grete.hermann@uni-bremen.example';

const EXCEPTION = {
  name: 'exception',
  timeUnixNano: 1n,
  attributes: { 'exception.type': 'TypeError', 'exception.message': 'no' },
  droppedAttributesCount: 0,
};

/** In 2023. A whole millisecond: spans can lie later by a part of one. */
const MOMENT = 1_700_000_000_000_000_000n;

/** Few ids and few times, so that spans share them: duplicates, cycles, orphans and ties come by themselves. */
const anyId = fc.constantFrom('1', '2', '3', '4', '5', '6').map(digit => digit.repeat(16));
export const anySpan: fc.Arbitrary<SpanData> = fc
  .record({
    spanId: anyId,
    parentSpanId: fc.option(fc.oneof(anyId, fc.constant('f'.repeat(16))), { nil: undefined }),
    name: fc.constantFrom('', 'a', 'b', 'POST /x', 'two\nlines'),
    kind: fc.constantFrom('INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'UNSPECIFIED'),
    startTimeUnixNano: fc.constantFrom(0n, MOMENT, MOMENT + 1n, MOMENT + 1_000n, MOMENT + 2_000n, 2n),
    endTimeUnixNano: fc.constantFrom(0n, MOMENT + 1n, MOMENT + 1_000n, MOMENT + 3_000n, MOMENT + 900_000n),
    droppedAttributesCount: fc.constantFrom(0, 0, 0, 2),
    status: fc.constantFrom({ code: 'UNSET', message: '' }, { code: 'ERROR', message: 'no' }),
    attributes: fc.constantFrom({}, { k: 1 }, { note: NOTED_ADDRESS }, { k: 2, l: 1, 'http.request.method': 'GET' }),
    events: fc.constantFrom([], [], [EXCEPTION]),
    service: fc.constantFrom('one', 'two'),
    link: fc.option(anyId, { nil: undefined }),
  })
  .map(({ service, link, ...fields }) => ({
    ...BASE,
    ...(fields as Partial<SpanData>),
    resource: { ...BASE.resource, attributes: { 'service.name': service } },
    links:
      link === undefined
        ? []
        : [{ traceId: TRACE_ID, spanId: link, traceState: '', attributes: {}, droppedAttributesCount: 0, flags: 0 }],
  }));

/** At most eleven spans, some of them twice: what is sent again after a lost answer. */
export const anySpans = fc
  .tuple(fc.array(anySpan, { minLength: 1, maxLength: 9 }), fc.array(fc.nat({ max: 8 }), { maxLength: 2 }))
  .map(([spans, again]) => [...spans, ...again.flatMap(index => spans[index] ?? [])]);
/** Spans, and the same in another order. */
export const shuffledSpans = anySpans.chain(spans =>
  fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
);
/** The id of the span that a capture sent, which may be among those that arrived. */
export const anySent = fc.option(anyId, { nil: undefined });

/** A trace, which a capture gave when it sent a context: then some of its spans are strays too. */
export function traceOf(spans: readonly SpanData[], sent?: string): Trace {
  // In an order of their own, whatever that of the spans.
  const keyed = spans.map(
    span =>
      [
        `${span.name} ${span.spanId} ${span.startTimeUnixNano} ${serviceOf(span.resource)} ${span.status.code}`,
        span,
      ] as const,
  );
  const records = keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, span]) => recordOf(span));
  const logs = records.filter(({ traceId }) => traceId !== undefined);
  const logged = { logs, recordsOf: (service: string) => records.filter(record => record.service === service) };
  if (sent === undefined) return new Trace({ traceId: TRACE_ID, spans, verbs, ...logged });
  const captured = {
    result: undefined,
    context: undefined,
    allowOrphans: false,
    unsettled: false,
    strays: () => straysOf(spans),
    straysShared: sent === '1'.repeat(16),
  };
  return new Trace({ traceId: TRACE_ID, spans, verbs, sentSpanIds: new Set([sent]), captured, ...logged });
}

/** A log record that was written in a span; those in a span "b" have no ids. */
function recordOf({ traceId, spanId, name, startTimeUnixNano, resource, status }: SpanData): LogRecord {
  const ids = name === 'b' ? {} : { traceId, spanId };
  const severityNumber = status.code === 'ERROR' ? 17 : 9;
  return buildLogRecord({ ...ids, body: name, timeUnixNano: startTimeUnixNano + 1n, severityNumber, resource });
}

/** For each service that has some, its spans of two kinds once more, in a trace of their own. */
function straysOf(spans: readonly SpanData[]): Trace[] {
  return ['one', 'two'].flatMap((service, index) => {
    const traceId = String(index + 1).repeat(32);
    const lost = spans.filter(
      ({ kind, resource }) =>
        (kind === 'SERVER' || kind === 'PRODUCER') && resource.attributes['service.name'] === service,
    );
    if (lost.length === 0) return [];
    return [new Trace({ traceId, spans: lost.map(span => ({ ...span, traceId, links: [] })), verbs })];
  });
}

/** Many of them, of nearly as many ids: trees, chains, twins and cycles in one trace. */
export function manyOddSpans(count: number): SpanData[] {
  const ids = fc.sample(fc.tuple(fc.nat({ max: count }), fc.nat({ max: count })), { numRuns: count, seed: 1 });
  return fc.sample(anySpan, { numRuns: count, seed: 1 }).map((span, index) => {
    const [id, parent] = ids[index] ?? [0, 0];
    const parentSpanId = span.parentSpanId === undefined ? undefined : spanId(parent);
    return { ...span, spanId: spanId(id), parentSpanId, name: span.name === '' ? '' : `${span.name} ${index % 90}` };
  });
}

export function spanId(index: number): string {
  return (index + 1).toString(16).padStart(16, '0');
}
