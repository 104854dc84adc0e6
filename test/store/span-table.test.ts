import { describe, expect, it, test } from 'vitest';
import type { SpanStore } from '../../src/store/span-store.ts';
import type { AddedSpans } from '../../src/store/span-table.ts';
import { cpuMs } from '../cpu-ms.ts';
import { bytes, fixed64Field, lenField, type Part } from '../otlp/wire-builder.ts';
import {
  addDecoded,
  addPacked,
  idOf,
  newStore,
  packed,
  packRequest,
  type SpanToPack,
  service,
} from './packed-requests.ts';

type Add = (store: SpanStore, spans: readonly SpanToPack[], resource?: Part) => AddedSpans;

const WAYS: readonly [string, Add, Add][] = [
  ['packed, then packed', addPacked, addPacked],
  ['packed, then decoded', addPacked, addDecoded],
  ['decoded, then packed', addDecoded, addPacked],
  ['decoded, then decoded', addDecoded, addDecoded],
];

const TRACE_1 = idOf(1, 16).toString('hex');

/** The names of the spans of a trace, in the order of arrival. */
function namesOf(store: SpanStore, traceId: string): string[] {
  return (store.record(traceId)?.rows() ?? []).map(row => store.table.span(row).name);
}

describe.each(WAYS)('a span that comes twice, %s', (_way, first, second) => {
  it('is a duplicate when ids and content are the same', () => {
    const { store } = newStore();
    const span = { id: 1, name: 'one', startMs: 5, parent: 7, links: [2] };
    expect(first(store, [span], service('a'))).toStrictEqual({ from: 0, to: 1, duplicates: 0 });
    expect(second(store, [span, { id: 2, name: 'new' }], service('a'))).toStrictEqual({
      from: 1,
      to: 2,
      duplicates: 1,
    });
    expect(namesOf(store, TRACE_1)).toStrictEqual(['one', 'new']);
    expect(store.size).toBe(2);
  });

  it('is a duplicate when the bytes of its resource come in another order', () => {
    const { store } = newStore();
    const other = lenField(1, lenField(1, 'host.id'), lenField(2, lenField(1, 'h')));
    first(store, [{ id: 1 }], Buffer.concat([service('a'), other]));
    expect(second(store, [{ id: 1 }], Buffer.concat([other, service('a')]))).toMatchObject({ to: 1, duplicates: 1 });
  });

  it('is a duplicate within one request', () => {
    const { store } = newStore();
    expect(first(store, [{ id: 1 }, { id: 1 }, { id: 2 }, { id: 1 }])).toStrictEqual({ from: 0, to: 2, duplicates: 2 });
  });

  it.each<[string, SpanToPack, Part]>([
    ['name', { id: 1, name: 'two' }, service('a')],
    ['resource', { id: 1, name: 'one' }, service('b')],
    ['parent', { id: 1, name: 'one', parent: 3 }, service('a')],
    ['times', { id: 1, name: 'one', endMs: 1 }, service('a')],
    ['attributes', { id: 1, name: 'one', more: lenField(9, lenField(1, 'k')) }, service('a')],
  ])('is kept when its %s differs, and its trace has a problem', (_field, span, resource) => {
    const { store, snapshots } = newStore();
    first(store, [{ id: 1, name: 'one' }], service('a'));
    expect(second(store, [span], resource)).toStrictEqual({ from: 1, to: 2, duplicates: 0 });
    expect(second(store, [span], resource)).toStrictEqual({ from: 2, to: 2, duplicates: 1 });
    expect(first(store, [{ id: 1, name: 'one' }], service('a'))).toMatchObject({ duplicates: 1 });
    const { problems, spans } = snapshots.of(TRACE_1);
    expect(problems.map(({ field, rule }) => `${field} ${rule}`)).toStrictEqual(['spanId is unique in its trace']);
    expect(spans).toHaveLength(2);
    expect(store.record(TRACE_1)?.mayHaveTreeProblems()).toBe(true);
  });

  it('is another span when its trace is another', () => {
    const { store, snapshots } = newStore();
    first(store, [{ id: 1 }]);
    expect(second(store, [{ id: 1, trace: 2 }])).toMatchObject({ duplicates: 0 });
    expect(snapshots.of(TRACE_1).problems).toStrictEqual([]);
  });
});

describe('the table holds every span, and finds it by its ids', () => {
  // Two words an id: what differs in one of them only may fall into one slot.
  const high = (number: number): bigint => BigInt(number) << 32n;
  // Ids of equal hashes, for a hash that adds up multiples of its words.
  const adversarial = (number: number): Buffer => {
    const id = Buffer.alloc(8);
    id.writeUInt32BE(number);
    id.writeInt32BE(Math.imul(number, 0xc2b2ae35) ^ 77, 4);
    return id;
  };
  const both = (number: number): bigint => high(number) | BigInt(number);
  const SPAN_IDS: readonly [string, (number: number) => bigint | number | Buffer][] = [
    ['that count up', number => number],
    ['with equal lower words', number => high(number) | 1n],
    ['with equal words in both halves', both],
    ['that end in zeroes', number => BigInt(number) << 40n],
    ['that are made to collide', adversarial],
  ];

  test.each(SPAN_IDS)('10,000 of one trace, by ids %s', (_what, id) => {
    const { store } = newStore();
    const numbers = Array.from({ length: 10_000 }, (_, index) => index + 1);
    for (let from = 0; from < numbers.length; from += 777) {
      addPacked(
        store,
        numbers.slice(from, from + 777).map(number => ({ id: id(number), name: `${number}`, startMs: number })),
      );
    }
    const trace = store.table.traceRow(TRACE_1) ?? -1;
    const found = numbers.map(number => {
      const given = id(number);
      const row = store.table.spanRow(trace, (Buffer.isBuffer(given) ? given : idOf(given, 8)).toString('hex')) ?? -1;
      return `${store.table.names[store.table.rows.page(row).nameOf[row % 4_096] ?? -1]} ${store.table.span(row).name}`;
    });
    expect(found).toStrictEqual(numbers.map(number => `${number} ${number}`));
    expect(namesOf(store, TRACE_1)).toStrictEqual(numbers.map(String));
    expect(store.table.spanRow(trace, 'ffffffffffffffff')).toBeUndefined();
    expect(
      addPacked(
        store,
        numbers.map(number => ({ id: id(number), name: `${number}`, startMs: number })),
      ),
    ).toStrictEqual({
      from: 10_000,
      to: 10_000,
      duplicates: 10_000,
    });
  });

  const TRACE_IDS: readonly [string, (number: number) => bigint | Buffer][] = [
    ['that count up', number => BigInt(number)],
    ['with equal lower words', number => (BigInt(number) << 96n) | 1n],
    ['of the same word four times', number => (both(number) << 64n) | both(number)],
    [
      'that are made to collide',
      number => {
        const id = Buffer.alloc(16);
        id.writeUInt32BE(number, 8);
        id.writeInt32BE(Math.imul(number, 0x27d4eb2f) ^ 77, 12);
        return id;
      },
    ],
  ];

  test.each(TRACE_IDS)('of 10,000 traces, by ids %s', (_what, trace) => {
    const { store } = newStore();
    const numbers = Array.from({ length: 10_000 }, (_, index) => index + 1);
    const hexOf = (number: number): string => {
      const given = trace(number);
      return (Buffer.isBuffer(given) ? given : idOf(given, 16)).toString('hex');
    };
    // Every trace twice, so that their spans do not stand side by side.
    addPacked(
      store,
      numbers.map(number => ({ trace: trace(number), id: 1, name: `${number} a` })),
    );
    addPacked(
      store,
      numbers.map(number => ({ trace: trace(number), id: 2, name: `${number} b` })),
    );
    expect(numbers.map(number => namesOf(store, hexOf(number)).join())).toStrictEqual(
      numbers.map(number => `${number} a,${number} b`),
    );
    expect(Array.from(store.records(), record => record.traceId)).toStrictEqual(numbers.map(hexOf));
    expect(store.record('f'.repeat(32))).toBeUndefined();
  });
});

/** Ids that a sender has chosen to collide must cost no more than others: a linear probe of all would take minutes. */
test('ids that are made to collide take no longer than ids that count up', () => {
  const colliding = (number: number): Buffer => {
    const id = Buffer.alloc(8);
    id.writeUInt32BE(number);
    id.writeInt32BE(Math.imul(number, 0xc2b2ae35) ^ 77, 4);
    return id;
  };
  const msOf = (id: (number: number) => Buffer | number): number => {
    const body = packRequest(Array.from({ length: 30_000 }, (_, index) => ({ id: id(index + 1) })));
    const runs = [1, 2, 3].map(() => {
      const { store } = newStore();
      const spans = packed(body);
      const began = cpuMs();
      store.addPacked(spans);
      return cpuMs() - began;
    });
    return Math.min(...runs);
  };
  const plain = msOf(number => number);
  expect(msOf(colliding)).toBeLessThan(4 * plain + 2_000);
});

describe('what spans are held in', () => {
  it('gives back spans of small and large bodies, and of decoded ones between them', () => {
    const { store } = newStore();
    const names: string[] = [];
    for (let number = 1; number <= 400; number++) {
      // From some bytes to more than a slab, past the size from which a body is held on its own.
      const size = [1, 900, 31_000, 33_000, 300_000][number % 5] ?? 1;
      const name = `${number} ${'x'.repeat(size)}`;
      const add = number % 7 === 0 ? addDecoded : addPacked;
      add(
        store,
        [
          { id: number, name },
          { id: 1_000 + number, name: `${number}` },
        ],
        service(`s${number % 3}`),
      );
      names.push(name, `${number}`);
    }
    expect(namesOf(store, TRACE_1)).toStrictEqual(names);
    const services = store
      .record(TRACE_1)
      ?.rows()
      .map(row => store.table.originOf(row).service);
    expect(services).toStrictEqual(names.map((_, index) => `s${(Math.floor(index / 2) + 1) % 3}`));
  });

  it('is not changed by what its sender does to the body of a small request afterwards', () => {
    const { store } = newStore();
    addPacked(store, [{ id: 1, name: 'one' }]);
    addPacked(store, [{ id: 2, name: 'two' }]);
    expect(namesOf(store, TRACE_1)).toStrictEqual(['one', 'two']);
  });

  it('counts the bytes of requests that brought a span, not those of resends', () => {
    const { store } = newStore();
    addPacked(store, [{ id: 1 }]);
    const held = store.heldBytes;
    expect(held).toBeGreaterThan(0);
    addPacked(store, [{ id: 1 }]);
    addDecoded(store, [{ id: 1 }]);
    expect(store.heldBytes).toBe(held);
  });
});

describe('when a span began', () => {
  const now = Date.now();
  test.each([0, 1, -1, 1_000, -86_400_000, 24 * 86_400_000])('is exact %d ms from now', offset => {
    for (const add of [addPacked, addDecoded]) {
      const { store } = newStore();
      add(store, [{ id: 1, startMs: now + offset }]);
      expect(store.table.startMs(0)).toBe(now + offset);
    }
  });

  test.each([
    [0, Number.NEGATIVE_INFINITY],
    [Date.UTC(2010), Number.NEGATIVE_INFINITY],
    [Date.UTC(1969 + 200), Number.POSITIVE_INFINITY],
    [Date.UTC(2100), Number.POSITIVE_INFINITY],
    [18_446_744_073_709, Number.POSITIVE_INFINITY],
  ])('is long ago or far away at %d', (startMs, where) => {
    const startTimeUnixNano = BigInt(startMs) * 1_000_000n;
    // What cannot be right is only held decoded.
    const isPossible = startMs > 0 && startMs < 9_000_000_000_000;
    for (const add of isPossible ? [addPacked, addDecoded] : [addDecoded]) {
      const { store } = newStore();
      add(store, [{ id: 1, more: bytes(fixed64Field(7, startTimeUnixNano), fixed64Field(8, startTimeUnixNano)) }]);
      expect(store.table.span(0).startTimeUnixNano).toBe(startTimeUnixNano);
      const days = (store.table.startMs(0) - now) / 86_400_000;
      expect(where < 0 ? -days : days).toBeGreaterThan(24);
    }
  });
});
