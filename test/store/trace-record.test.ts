import { describe, expect, it, test } from 'vitest';
import { addDecoded, addPacked, idOf, newStore, type SpanToPack } from './packed-requests.ts';

const TRACE_1 = idOf(1, 16).toString('hex');
const hex = (number: number): string => idOf(number, 8).toString('hex');

describe.each([
  ['packed', addPacked],
  ['decoded', addDecoded],
])('of %s spans', (_way, add) => {
  it('knows every parent once all of them are there', () => {
    const { store } = newStore();
    add(store, [{ id: 3, parent: 2 }]);
    const record = store.record(TRACE_1);
    expect(record?.knowsEveryParent(new Set())).toBe(false);
    add(store, [{ id: 2, parent: 1 }]);
    expect(record?.knowsEveryParent(new Set())).toBe(false);
    expect(record?.knowsEveryParent(new Set([hex(9)]))).toBe(false);
    expect(record?.knowsEveryParent(new Set([hex(1)]))).toBe(true);
    add(store, [{ id: 4, parent: 5 }]);
    expect(record?.knowsEveryParent(new Set([hex(1)]))).toBe(false);
    add(store, [{ id: 5 }]);
    expect(record?.knowsEveryParent(new Set([hex(1)]))).toBe(true);
  });

  it('does not take a span of another trace for a parent', () => {
    const { store } = newStore();
    add(store, [
      { id: 2, parent: 1 },
      { trace: 2, id: 1 },
    ]);
    expect(store.record(TRACE_1)?.knowsEveryParent(new Set())).toBe(false);
  });

  const chain = (length: number, top?: number): SpanToPack[] =>
    Array.from({ length }, (_, index) => {
      const parent = index === 0 ? top : index;
      return { id: index + 1, ...(parent === undefined ? {} : { parent }) };
    });

  test.each<[string, readonly SpanToPack[], boolean]>([
    ['a root', [{ id: 1 }], false],
    ['an orphan', [{ id: 1, parent: 2 }], false],
    ['siblings', [{ id: 1 }, { id: 2, parent: 1 }, { id: 3, parent: 1 }], false],
    ['a long chain', chain(5_000), false],
    ['a long chain that came from its end', chain(5_000).reverse(), false],
    ['a span that is its own parent', [{ id: 1, parent: 1 }], true],
    [
      'two that are parents of each other',
      [
        { id: 1, parent: 2 },
        { id: 2, parent: 1 },
      ],
      true,
    ],
    ['a long circle', chain(5_000, 5_000), true],
    ['a circle beside a tree', [{ id: 9 }, { id: 8, parent: 9 }, { id: 1, parent: 2 }, { id: 2, parent: 1 }], true],
    [
      'a tail that leads into a circle',
      [
        { id: 5, parent: 1 },
        { id: 1, parent: 2 },
        { id: 2, parent: 1 },
      ],
      true,
    ],
    [
      'a long tail that leads into a small circle',
      [...chain(3_000, 4_000).reverse(), { id: 4_000, parent: 4_000 }],
      true,
    ],
    [
      'two spans of one id',
      [
        { id: 1, name: 'a' },
        { id: 1, name: 'b' },
      ],
      true,
    ],
    [
      'a span that came twice',
      [
        { id: 1, name: 'a' },
        { id: 1, name: 'a' },
      ],
      false,
    ],
  ])('tells whether its tree has problems: %s', (_what, spans, expected) => {
    const { store, snapshots } = newStore();
    add(store, spans);
    expect(store.record(TRACE_1)?.mayHaveTreeProblems()).toBe(expected);
    expect(snapshots.of(TRACE_1).treeProblems.length > 0).toBe(expected);
  });
});

describe('arrivals', () => {
  it('are known of each trace, and from when on traces got spans', () => {
    const { store } = newStore();
    addPacked(store, [{ trace: 1, id: 1 }]);
    const first = store.lastArrivalMs;
    let now = performance.now();
    while (performance.now() - now < 1);
    addPacked(store, [{ trace: 2, id: 1 }]);
    now = store.lastArrivalMs;
    addPacked(store, [{ trace: 1, id: 1 }]);
    expect(now).toBeGreaterThan(first);
    expect(store.lastArrivalMs).toBe(now);
    expect(store.record(TRACE_1)).toMatchObject({ firstArrivalMs: first, lastArrivalMs: first, size: 1 });
    expect(store.recordsSince(first)).toHaveLength(2);
    expect(store.recordsSince(now).map(({ traceId }) => Number.parseInt(traceId, 16))).toStrictEqual([2]);
    expect(store.recordsSince(now + 1)).toStrictEqual([]);
  });
});
