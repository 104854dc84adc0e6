import { FAULTS, type Fault, FORMATS, TRANSPORTS, type Transport } from './cells.ts';
import type { CellResult } from './run-cell.ts';

/** Whether a cell is right: the verdict both times; the diagnosis, or "cannot tell" without the record of the wire. */
export function isRight({ cell, alone, probed }: CellResult): boolean {
  const wanted = FAULTS[cell.fault];
  const passes = (outcome: string): boolean => (outcome === 'pass') === (wanted === undefined);
  const mayBe = [wanted, ...(wanted === undefined ? [] : ['cannot-tell'])];
  return (
    passes(alone.outcome) && passes(probed.outcome) && mayBe.includes(alone.diagnosis) && probed.diagnosis === wanted
  );
}

/** The matrix as a table: what each cell was found to be, from the spans alone and with the record of what crossed. */
export function matrixText(results: readonly CellResult[]): string {
  const columns = TRANSPORTS.flatMap(transport =>
    Object.keys(FORMATS).map(format => ({ transport, format, title: `${transport} ${format}` })),
  ).filter(({ transport, format }) =>
    results.some(({ cell }) => cell.transport === transport && cell.format === format),
  );
  const rows = (Object.keys(FAULTS) as Fault[]).flatMap(fault => {
    const cells = columns.map(({ transport, format }) => find(results, transport, format, fault));
    return [
      [fault, ...cells.map(cell => (cell === undefined ? '' : `${mark(cell)} ${word(cell.alone)}`))],
      ['  with the record', ...cells.map(cell => (cell === undefined ? '' : `  ${word(cell.probed)}`))],
    ];
  });
  const all = [['', ...columns.map(({ title }) => title)], ...rows];
  const widths = all[0]?.map((_cell, column) => Math.max(...all.map(row => row[column]?.length ?? 0))) ?? [];
  const right = results.filter(isRight).length;
  const lines = all.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', `${right} of ${results.length} cells right`].join('\n');
}

function find(
  results: readonly CellResult[],
  transport: Transport,
  format: string,
  fault: Fault,
): CellResult | undefined {
  return results.find(({ cell }) => cell.transport === transport && cell.format === format && cell.fault === fault);
}

function mark(result: CellResult): string {
  return isRight(result) ? '+' : '-';
}

function word({ outcome, diagnosis }: CellResult['alone']): string {
  return outcome === 'pass' ? 'pass' : (diagnosis ?? outcome);
}
