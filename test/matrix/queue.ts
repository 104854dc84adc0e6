import type { Cell } from './cells.ts';
import type { Way } from './run-cell.ts';

/** A broker that cells open topics of. */
export interface Queue {
  open(cell: Cell): Promise<Way>;
  stop(): Promise<void>;
}

export async function openQueue(): Promise<Queue> {
  throw new Error('no broker yet');
}
