import { expect, test } from 'vitest';
import type { SpanData } from '../../src/model/span-data.ts';
import { byStartTime, type Span } from '../../src/model/trace.ts';
import { PackedSpanDecoder } from '../../src/otlp/packed/packed-span.ts';
import { compileCriteria } from '../../src/query/compile-criteria.ts';
import { traceVerbs } from '../../src/receiver/trace-verbs.ts';
import { LogStore } from '../../src/store/log-store.ts';
import { firstMatch, matchingSpans } from '../../src/store/matching.ts';
import { inStartOrder } from '../../src/store/row-order.ts';
import { Snapshots } from '../../src/store/snapshot.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import { addDecoded, addPacked, idOf, type SpanToPack } from './packed-requests.ts';

/** Counts the spans that are decoded. */
class CountingDecoder extends PackedSpanDecoder {
  decoded = 0;

  override decode(...given: Parameters<PackedSpanDecoder['decode']>): SpanData {
    this.decoded++;
    return super.decode(...given);
  }
}

function holding(requests: readonly (readonly SpanToPack[])[], add = addPacked) {
  const decoder = new CountingDecoder();
  const store = new SpanStore(decoder);
  for (const spans of requests) add(store, spans);
  decoder.decoded = 0;
  return { store, snapshots: new Snapshots(store, new LogStore(), traceVerbs, () => undefined), decoder };
}

const traceIdOf = (trace: number | bigint) => idOf(trace, 16).toString('hex');
const CRITERIA = compileCriteria('a', 'find()');
/** They differ in each word of the id, in the last bit and in the first. */
const TRACES = [7n, 1n << 127n, (1n << 127n) | 5n, 1n << 64n, 3n << 96n, 1n << 32n, 2n, 0xffffffffn, 1n << 31n];
const ASCENDING = [...TRACES].sort((a, b) => (a < b ? -1 : 1)).map(traceIdOf);

test.each([
  ['packed', addPacked],
  ['decoded', addDecoded],
])('spans that share all but the trace id are ordered by it, whenever they arrived: %s', (_, add) => {
  for (const traces of [TRACES, [...TRACES].reverse()]) {
    const { store, snapshots } = holding(
      traces.map(trace => [{ trace, id: 1, name: 'a', startMs: 5 }]),
      add,
    );
    const found = inStartOrder(matchingSpans(store, snapshots, CRITERIA));
    expect(found.map(({ traceId }) => traceId)).toEqual(ASCENDING);
    expect(firstMatch(store, snapshots, CRITERIA)).toBe(found[0]);
    expect([...found].reverse().sort(byStartTime)).toEqual(found);
  }
});

test('of spans that share all but the trace id, none has its content compared', () => {
  const spanOf = (traceId: string) => ({
    ...{ traceId, spanId: '1', name: 'a', startTimeUnixNano: 5n, endTimeUnixNano: 6n },
    get attributes(): never {
      throw new Error('its content was compared');
    },
  });
  const spans = ASCENDING.map(spanOf) as unknown as readonly Span[];
  expect(() => spans.map(({ attributes }) => attributes)).toThrow('its content was compared');
  expect([...spans].reverse().sort(byStartTime)).toEqual(spans);
});

test('a time decides down to the nanosecond, before the trace id does', () => {
  const began = 1_700_000_000_000_000_000n;
  // As numbers, most of these are the same.
  const starts = [began + 3n, began, began + 1n, began + 1_000n, began + 999n, began + 2n];
  const spans = starts.map((startTimeUnixNano, index) => ({ traceId: String(9 - index), startTimeUnixNano }));
  const sorted = inStartOrder(spans as never).map(({ startTimeUnixNano }) => startTimeUnixNano - began);
  expect(sorted).toEqual([0n, 1n, 2n, 3n, 999n, 1_000n]);
});

test('find() decodes no span that comes after its best match', () => {
  const traces = Array.from({ length: 1_000 }, (_, index) => index + 1);
  const requestOf = (trace: number) => [{ trace, id: 1, name: 'a', startMs: 5 }];
  const best = traceIdOf(1);
  const { store, snapshots, decoder } = holding(traces.map(requestOf));
  expect(firstMatch(store, snapshots, CRITERIA)?.traceId).toBe(best);
  expect(decoder.decoded).toBe(1);
  const descending = holding(traces.map(requestOf).reverse());
  expect(firstMatch(descending.store, descending.snapshots, CRITERIA)?.traceId).toBe(best);
});

test('of spans of one trace that began together, find() gives the first of the trace', () => {
  const together = [3, 1, 2].map(id => ({ id, name: 'a', startMs: 5, endMs: 9 }));
  const { store, snapshots } = holding([[{ id: 9, name: 'a', startMs: 6 }], together]);
  const [first] = snapshots.of(traceIdOf(1)).filter('a');
  expect(firstMatch(store, snapshots, CRITERIA)).toBe(first);
  // It was exported first, and SDKs that cut starts to the millisecond export in the order of ends.
  expect(first?.spanId).toBe(idOf(3, 8).toString('hex'));
});
