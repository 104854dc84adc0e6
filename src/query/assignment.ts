/**
 * Gives every row a column of its own, among those that are open to it.
 *
 * @param open the columns that each row may have; of an iterable that looks for them, no more are asked for than needed
 * @returns the column of each row; undefined when they cannot all have one
 */
export function assignAll(open: readonly Iterable<number>[]): number[] | undefined {
  const rowOf = new Map<number, number>();
  for (let row = 0; row < open.length; row++) if (!augment(row, open, rowOf, new Set())) return undefined;
  const columns = new Array<number>(open.length).fill(-1);
  for (const [column, row] of rowOf) columns[row] = column;
  return columns;
}

/** Kuhn's algorithm: finds a column for a row, moving rows that have one to others that are open to them. */
function augment(
  row: number,
  open: readonly Iterable<number>[],
  rowOf: Map<number, number>,
  tried: Set<number>,
): boolean {
  const columns = open[row] ?? [];
  // What is free is taken first: rows that are all alike would else push each other on, one by one.
  for (const column of columns) {
    if (rowOf.has(column)) continue;
    rowOf.set(column, row);
    return true;
  }
  for (const column of columns) {
    if (tried.has(column)) continue;
    tried.add(column);
    const holder = rowOf.get(column);
    if (holder !== undefined && augment(holder, open, rowOf, tried)) {
      rowOf.set(column, row);
      return true;
    }
  }
  return false;
}

/**
 * Gives every row a column of its own so that the sum of their costs is the least.
 *
 * @param costs by row and column; no more rows than columns
 * @returns the column of each row
 */
export function assignCheapest(costs: readonly (readonly number[])[]): number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  // The Hungarian method with potentials (Kuhn 1955, in the O(rows² · columns) form); index 0 stands for "none".
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Int32Array(columns + 1);
    const done = new Uint8Array(columns + 1);
    let at = 0;
    rowOf[0] = row;
    do {
      done[at] = 1;
      at = relax({ row: rowOf[at] ?? 0, from: at, costs, rowPotential, columnPotential, least, cameFrom, done, rowOf });
    } while (rowOf[at] !== 0);
    for (; at !== 0; at = cameFrom[at] ?? 0) rowOf[at] = rowOf[cameFrom[at] ?? 0] ?? 0;
  }
  const assigned = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column] ?? 0;
    if (row > 0) assigned[row - 1] = column - 1;
  }
  return assigned;
}

interface Step {
  readonly row: number;
  readonly from: number;
  readonly costs: readonly (readonly number[])[];
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  readonly least: Float64Array;
  readonly cameFrom: Int32Array;
  readonly done: Uint8Array;
  readonly rowOf: Int32Array;
}

/** One step along the cheapest path: the column that is reached next. */
function relax(step: Step): number {
  const { row, from, costs, rowPotential, columnPotential, least, cameFrom, done, rowOf } = step;
  let delta = Number.POSITIVE_INFINITY;
  let next = 0;
  for (let column = 1; column < least.length; column++) {
    if (done[column] === 1) continue;
    const cost = (costs[row - 1]?.[column - 1] ?? 0) - (rowPotential[row] ?? 0) - (columnPotential[column] ?? 0);
    if (cost < (least[column] ?? 0)) {
      least[column] = cost;
      cameFrom[column] = from;
    }
    if ((least[column] ?? 0) < delta) {
      delta = least[column] ?? 0;
      next = column;
    }
  }
  for (let column = 0; column < least.length; column++) {
    if (done[column] === 1) {
      const owner = rowOf[column] ?? 0;
      rowPotential[owner] = (rowPotential[owner] ?? 0) + delta;
      columnPotential[column] = (columnPotential[column] ?? 0) - delta;
    } else {
      least[column] = (least[column] ?? 0) - delta;
    }
  }
  return next;
}
