import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byStartTime, type Criteria, type Span } from '../../src/model/trace.ts';
import { compileCriteria } from '../../src/query/compile-criteria.ts';
import { nearMisses } from '../../src/query/near-misses.ts';
import { select } from '../../src/query/select.ts';
import { firstMatch, matchingSpans } from '../../src/store/matching.ts';
import { nearMissesHeld } from '../../src/store/nearest-rows.ts';
import type { Snapshots } from '../../src/store/snapshot.ts';
import type { SpanStore } from '../../src/store/span-store.ts';
import { bytes, doubleField, fixed32Field, lenField, type Part, varintField } from '../otlp/wire-builder.ts';
import { runs } from '../runs.ts';
import { addDecoded, addPacked, idOf, newStore, type SpanToPack, service } from './packed-requests.ts';

const NOW_MS = Date.now();
const NAMES = ['', 'a', 'A', 'charge card', 'charge cart', 'GET /orders/:id', 'GET /orders/42', 'ä'];
const SERVICES = ['orders', 'payments', 'ordres'];
const KEYS = ['k', 'kk', 'http.method', 'http.request.method', 'http.status_code', 'constructor', 'ä'];
const VALUES: readonly (readonly [part: Part, value: unknown])[] = [
  [lenField(1, ''), ''],
  [lenField(1, 'GET'), 'GET'],
  [lenField(1, 'get'), 'get'],
  [lenField(1, 'ä\ufeff'), 'ä\ufeff'],
  [varintField(2, 1), true],
  [varintField(2, 0), false],
  [varintField(3, 200), 200],
  [varintField(3, -1), -1],
  [varintField(3, 2n ** 60n), 2n ** 60n],
  [doubleField(4, 0.5), 0.5],
  [lenField(5, lenField(1, lenField(1, 'GET'))), ['GET']],
  [lenField(6, lenField(1, lenField(1, 'in'), lenField(2, varintField(3, 1)))), { in: 1 }],
  [lenField(7, [1, 2]), new Uint8Array([1, 2])],
  [[], null],
];

function pick<Value>(...values: readonly Value[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...values);
}

const attributes = fc.uniqueArray(fc.tuple(pick(...KEYS), pick(...VALUES), fc.boolean()), {
  maxLength: 4,
  selector: ([key]) => key,
});

/** Parts of a span in an order of their own, as any sender may choose it. */
const more: fc.Arbitrary<Part> = fc
  .record({
    attributes,
    kind: fc.nat(5),
    status: fc.nat(2),
    message: pick('', 'no'),
    flags: fc.nat(2),
    events: fc.nat(1),
  })
  .map(({ attributes: held, kind, status, message, flags, events }) =>
    bytes(
      ...held.map(([key, [value], valueFirst]) => {
        const parts = [lenField(1, key), lenField(2, value)];
        return lenField(9, ...(valueFirst ? parts.reverse() : parts));
      }),
      varintField(6, kind),
      status === 0 ? [] : lenField(15, varintField(3, status)),
      message === '' ? [] : lenField(15, lenField(2, message)),
      fixed32Field(16, flags),
      events === 0 ? [] : lenField(11, lenField(2, 'event')),
    ),
  );

const span: fc.Arbitrary<SpanToPack> = fc
  .record({
    trace: fc.integer({ min: 1, max: 4 }),
    id: fc.integer({ min: 1, max: 6 }),
    parent: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    name: pick(...NAMES),
    // Of the same millisecond, of others, and of years ago, which the columns do not reach.
    startMs: pick(NOW_MS, NOW_MS, NOW_MS + 1, NOW_MS + 5, NOW_MS - 9, 1_000, 1_001, 0),
    more,
  })
  .map(({ parent, ...fields }) => (parent === undefined ? fields : { ...fields, parent }));

type Step =
  | { readonly kind: 'packed' | 'decoded'; readonly spans: readonly SpanToPack[]; readonly of: string }
  | { readonly kind: 'ask'; readonly criteria: Criteria }
  | { readonly kind: 'clear' };

const text = (...values: readonly string[]) =>
  fc.oneof(pick(...values), pick(/a/, /^GET/i, /nothing/), pick(expect.stringContaining('ord'), expect.anything()));
const id = (length: number) =>
  fc.oneof(
    fc.integer({ min: 1, max: 7 }).map(number => idOf(number, length).toString('hex')),
    pick('ffff', idOf(10, length).toString('hex').toUpperCase()),
    pick(/1$/, expect.stringMatching(/2$/)),
  );
const value = fc.oneof(
  pick(...VALUES).map(([, expected]) => expected),
  pick<unknown>(/^g/i, 'POST', '200', 201, expect.anything(), expect.any(Number)),
);
/** Attributes most often: of these there is most to get wrong. */
const FIELDS = [
  'attributes',
  'attributes',
  'attributes',
  'name',
  'service',
  'kind',
  'status',
  'resource',
  'scope',
  'traceId',
  'spanId',
  'parentSpanId',
  'traceState',
  'flags',
  'events',
  'operation',
] as const;
const criteria: fc.Arbitrary<Criteria> = fc.oneof(
  pick<Criteria>(
    'charge card',
    'chrage card',
    /charge/,
    'GET /orders/:id',
    select('span[name="a"]'),
    select('span[k] span'),
  ),
  pick<Criteria>(({ name, attributes: held }) => name === 'a' && Object.hasOwn(held, 'k')),
  fc
    .tuple(
      fc.record({
        name: text(...NAMES, 'none'),
        service: text(...SERVICES, 'none'),
        kind: pick<unknown>('SERVER', 'CLIENT', 'UNSPECIFIED', /R$/),
        status: pick<unknown>('OK', 'ERROR', 'UNSET', { message: 'no' }, { code: 'UNSET', message: '' }),
        attributes: fc.dictionary(pick(...KEYS, 'none'), value, { minKeys: 1, maxKeys: 2 }),
        resource: fc.dictionary(pick('service.name', 'none'), value, { minKeys: 1 }),
        scope: pick('', 'x'),
        traceId: id(16),
        spanId: id(8),
        parentSpanId: id(8),
        traceState: pick('', 'x=1'),
        flags: fc.nat(2),
        events: fc.constant([{ name: 'event' }]),
        operation: pick('http', 'database'),
      }),
      fc.shuffledSubarray([...FIELDS], { minLength: 1, maxLength: 3 }),
    )
    .map(([fields, keys]) => Object.fromEntries(keys.map(key => [key, fields[key]])) as Criteria),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: pick('packed' as const, 'decoded' as const),
      spans: fc.array(span, { minLength: 1, maxLength: 12 }),
      of: pick(...SERVICES),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('ask' as const), criteria }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
);

/** All spans, decoded: as `receiver.spans`. */
function allSpans(store: SpanStore, snapshots: Snapshots): Span[] {
  return Array.from(store.records()).flatMap(({ traceId }) => [...snapshots.of(traceId).spans]);
}

function checkAnswers(store: SpanStore, snapshots: Snapshots, asked: Criteria): void {
  const compiled = compileCriteria(asked, 'find()');
  // First by the indexes: what is asked for second finds spans that are decoded.
  const found = matchingSpans(store, snapshots, compiled);
  const first = firstMatch(store, snapshots, compiled);
  const spans = allSpans(store, snapshots);
  const expected = spans.filter(compiled.matches);
  expect(new Set(found)).toEqual(new Set(expected));
  expect(found).toHaveLength(expected.length);
  for (const one of found) expect(expected.includes(one)).toBe(true);
  expect(first === undefined ? undefined : byStartTime(first, [...expected].sort(byStartTime)[0] as Span)).toBe(
    expected.length === 0 ? undefined : 0,
  );
  if (expected.length > 0) return;
  expect(nearMissesHeld(store, snapshots, compiled)).toEqual(nearMisses(compiled, spans));
}

test('queries by index and by packed bytes answer as a filter over decoded spans does', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 24 }), steps => {
      const { store, snapshots } = newStore();
      for (const one of steps) {
        if (one.kind === 'packed') addPacked(store, one.spans, service(one.of));
        else if (one.kind === 'decoded') addDecoded(store, one.spans, service(one.of));
        else if (one.kind === 'ask') checkAnswers(store, snapshots, one.criteria);
        else {
          store.clear();
          snapshots.clear();
        }
      }
    }),
    { numRuns: runs(400) },
  );
});

test('the first match is found among many rows, which began in any order', () => {
  const { store, snapshots } = newStore();
  const beganMs = (index: number) => NOW_MS + ((Math.imul(index, index + 40_503) >>> 2) % 10_007);
  const earliest = () => firstMatch(store, snapshots, compileCriteria('a', 'find()'));
  for (let from = 0; from < 5_000; from += 1_000) {
    const spans = Array.from({ length: 1_000 }, (_, index) => ({
      trace: from + index + 1,
      id: 1,
      name: index % 2 === 0 ? 'a' : 'b',
      startMs: beganMs(from + index),
    }));
    addPacked(store, spans, service('orders'));
    const numbers = Array.from({ length: (from + 1_000) / 2 }, (_, index) => 2 * index);
    const expected = numbers.reduce((best, index) => (beganMs(index) < beganMs(best) ? index : best));
    expect(earliest()?.traceId).toBe(idOf(expected + 1, 16).toString('hex'));
  }
});

test('a span id that comes in every trace is found in each', () => {
  const { store, snapshots } = newStore();
  const spans = Array.from({ length: 30_000 }, (_, index) => ({ trace: index + 1, id: (index % 2) + 1 }));
  const count = () =>
    matchingSpans(store, snapshots, compileCriteria({ spanId: '0000000000000001' }, 'filter()')).length;
  addPacked(store, spans.slice(0, 10_001));
  expect(count()).toBe(5_001);
  addPacked(store, spans.slice(10_001));
  expect(count()).toBe(15_000);
  store.clear();
  expect(count()).toBe(0);
});
