import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignAll, assignCheapest } from '../../src/query/assignment.ts';
import { runs } from '../runs.ts';

/** Every way to give each row a column of its own. */
function assignments(rows: number, columns: number): number[][] {
  if (rows === 0) return [[]];
  return assignments(rows - 1, columns).flatMap(before =>
    Array.from({ length: columns }, (_, column) => column)
      .filter(column => !before.includes(column))
      .map(column => [...before, column]),
  );
}

const matrix = <T>(cell: fc.Arbitrary<T>) =>
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 })).chain(([rows, more]) =>
    fc.array(fc.array(cell, { minLength: rows + more, maxLength: rows + more }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

test('gives every row a column of its own whenever that is possible', () => {
  fc.assert(
    fc.property(matrix(fc.boolean()), allowed => {
      const open = allowed.map(row => row.flatMap((isOpen, column) => (isOpen ? [column] : [])));
      const possible = assignments(open.length, allowed[0]?.length ?? 0).some(columns =>
        columns.every((column, row) => open[row]?.includes(column)),
      );
      const found = assignAll(open);
      expect(found !== undefined).toBe(possible);
      if (found === undefined) return;
      expect(new Set(found).size).toBe(open.length);
      expect(found.every((column, row) => open[row]?.includes(column))).toBe(true);
    }),
    { numRuns: runs(500) },
  );
});

test('moves a row that came first where taking what is free would fail', () => {
  expect(assignAll([[0, 1], [0]])).toEqual([1, 0]);
});

test('gives very many rows that are all alike a column each', () => {
  const all = Array.from({ length: 1_000 }, (_, column) => column);
  expect(new Set(assignAll(all.map(() => all))).size).toBe(1_000);
  expect(assignAll([...all, 1_000].map(() => all))).toBeUndefined();
});

test('finds the assignment that costs least', () => {
  const sum = (costs: readonly (readonly number[])[], columns: readonly number[]) =>
    columns.reduce((total, column, row) => total + (costs[row]?.[column] ?? Number.NaN), 0);
  fc.assert(
    fc.property(matrix(fc.integer({ min: 0, max: 9 })), costs => {
      const best = Math.min(...assignments(costs.length, costs[0]?.length ?? 0).map(columns => sum(costs, columns)));
      const found = assignCheapest(costs);
      expect(new Set(found).size).toBe(costs.length);
      expect(sum(costs, found)).toBe(best);
    }),
    { numRuns: runs(500) },
  );
});
