import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Cell, cellsOf, FAULTS, TRANSPORTS } from './cells.ts';
import { isRight, matrixText } from './matrix-text.ts';
import { openQueue, type Queue } from './queue.ts';
import { type CellResult, runCell } from './run-cell.ts';

// Every cell is a pair of processes with the official instrumentations. Each is run twice: with nothing but the spans to
// judge by, and with probes (for the queue: recorded messages) between the two.

const results: CellResult[] = [];
let queue: Queue;
beforeAll(async () => {
  queue = await openQueue();
});
afterAll(async () => {
  await queue?.stop();
  process.stdout.write(`\n${matrixText(inOrder(results))}\n`);
});

const titled = cellsOf(TRANSPORTS).map(cell => [`${cell.transport}, ${cell.format}: ${cell.fault}`, cell] as const);

describe.concurrent('the doctor', () => {
  test.for(titled)('%s', async ([_title, cell], { expect }) => {
    const result = await runCell(cell, cell.transport === 'queue' ? queue : undefined);
    results.push(result);
    const { alone, probed } = result;
    const isIntact = cell.fault === 'intact';
    expect.soft(alone.outcome === 'pass', alone.text).toBe(isIntact);
    expect.soft(probed.outcome === 'pass', probed.text).toBe(isIntact);
    expect.soft([FAULTS[cell.fault], 'cannot-tell'], alone.text).toContain(alone.diagnosis);
    expect.soft(probed.diagnosis, probed.text).toBe(FAULTS[cell.fault]);
    expect(isRight(result)).toBe(true);
  });
});

function inOrder(found: readonly CellResult[]): readonly CellResult[] {
  const place = ({ transport, format, fault }: Cell): string => `${transport} ${format} ${fault}`;
  const order = cellsOf(TRANSPORTS).map(place);
  return [...found].sort((a, b) => order.indexOf(place(a.cell)) - order.indexOf(place(b.cell)));
}
