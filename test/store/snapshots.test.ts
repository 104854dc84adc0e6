import { describe, expect, it } from 'vitest';
import type { Snapshot, Snapshots } from '../../src/store/snapshot.ts';
import type { SpanStore } from '../../src/store/span-store.ts';
import { addDecoded, addPacked, idOf, newStore, service } from './packed-requests.ts';

const TRACE_1 = idOf(1, 16).toString('hex');
const TRACE_2 = idOf(2, 16).toString('hex');

/** The trace as it stands, of which nothing is decoded yet. */
function snapshotOf(store: SpanStore, snapshots: Snapshots, traceId: string): Snapshot {
  const row = store.table.traceRow(traceId);
  if (row === undefined) throw new Error('the trace is not there');
  return snapshots.ofRow(row);
}

describe('a snapshot', () => {
  it('holds what was there when it was taken, though it is looked at after more arrived', () => {
    const { store, snapshots } = newStore();
    addPacked(store, [{ id: 1, name: 'one' }]);
    const before = snapshotOf(store, snapshots, TRACE_1);
    addPacked(store, [{ id: 2, name: 'two', parent: 1 }]);
    addDecoded(store, [{ id: 3, name: 'three' }]);
    expect(before.trace.spans.map(({ name }) => name)).toStrictEqual(['one']);
    expect(before.trace.spans[0]?.children).toStrictEqual([]);
    expect(snapshots.of(TRACE_1).spans.map(({ name }) => name)).toStrictEqual(['one', 'two', 'three']);
  });

  it('keeps problems, contexts that were sent and links as they were', () => {
    const { store, snapshots } = newStore();
    addDecoded(store, [{ id: 1, parent: 9, more: [80, 1] }]);
    const before = snapshotOf(store, snapshots, TRACE_1);
    store.remember({ traceId: TRACE_1, spanId: idOf(9, 8).toString('hex') } as never);
    addDecoded(store, [{ id: 2, more: [80, 2] }]);
    addPacked(store, [{ trace: 2, id: 1, links: [1] }]);
    expect(before.trace.problems).toHaveLength(1);
    expect(before.trace.orphans).toHaveLength(1);
    expect(before.trace.linked).toStrictEqual([]);
    const after = snapshots.of(TRACE_1);
    expect(after.problems).toHaveLength(2);
    expect(after.orphans).toStrictEqual([]);
    expect(after.linked.map(({ traceId }) => traceId)).toStrictEqual([TRACE_2]);
  });

  it('can be looked at after the store was cleared and filled anew', () => {
    const { store, snapshots } = newStore();
    addPacked(
      store,
      [
        { id: 1, name: 'old', links: [2] },
        { trace: 2, id: 1, name: 'old too' },
      ],
      service('a'),
    );
    const before = snapshotOf(store, snapshots, TRACE_1);
    const linkedTo = snapshotOf(store, snapshots, TRACE_2);
    store.clear();
    snapshots.clear();
    addPacked(
      store,
      [
        { id: 1, name: 'new' },
        { trace: 2, id: 1, name: 'new too' },
      ],
      service('b'),
    );
    expect(before.trace.spans.map(({ name, service }) => `${name} ${service}`)).toStrictEqual(['old a']);
    expect(linkedTo.trace.linked.flatMap(({ spans }) => spans.map(({ name }) => name))).toStrictEqual(['old']);
    expect(snapshots.of(TRACE_1).spans.map(({ name }) => name)).toStrictEqual(['new']);
    expect(snapshots.of(TRACE_2).linked).toStrictEqual([]);
    expect(store.size).toBe(2);
  });

  it('is the same while nothing of its trace arrives, and another once something does', () => {
    const { store, snapshots } = newStore();
    addPacked(store, [{ id: 1 }]);
    const first = snapshots.of(TRACE_1);
    addPacked(store, [{ trace: 2, id: 1 }]);
    expect(snapshots.of(TRACE_1)).toBe(first);
    addPacked(store, [{ id: 1 }]);
    expect(snapshots.of(TRACE_1)).toBe(first);
    addPacked(store, [{ trace: 2, id: 2, links: [1] }]);
    expect(snapshots.of(TRACE_1)).not.toBe(first);
  });

  it('gives the same object for the same span, whether by row or by trace', () => {
    const { store, snapshots } = newStore();
    addPacked(store, [{ id: 1 }, { id: 2, parent: 1 }]);
    const snapshot = snapshotOf(store, snapshots, TRACE_1);
    const span = snapshot.span(1);
    expect(span.trace.spans).toContain(span);
    expect(span.parent).toBe(snapshot.span(0));
  });
});

describe('links across traces', () => {
  it('are found from the trace that they lead to, by way of others', () => {
    const { store, snapshots } = newStore();
    addPacked(store, [{ trace: 1, id: 1 }]);
    addPacked(store, [{ trace: 2, id: 1, links: [1, 2] }]);
    addDecoded(store, [{ trace: 3, id: 1, links: [2, 1] }]);
    const { linked } = snapshots.of(TRACE_1);
    expect(linked.map(({ traceId }) => Number.parseInt(traceId, 16))).toStrictEqual([2, 3]);
    expect(linked[0]?.linked.map(({ traceId }) => Number.parseInt(traceId, 16))).toStrictEqual([3]);
    expect(store.record(TRACE_2)?.linksTo).toStrictEqual([TRACE_1]);
  });

  it('may lead in circles', () => {
    const { store, snapshots } = newStore();
    addPacked(store, [
      { trace: 1, id: 1, links: [2] },
      { trace: 2, id: 1, links: [1] },
    ]);
    const trace = snapshots.of(TRACE_1);
    expect(trace.linked[0]?.linked[0]).toBe(trace);
  });
});
