const COLUMNS = [
  { title: 'figure', cell: row => row.figure },
  { title: 'measured', cell: row => row.measured },
  { title: 'goal', cell: row => row.goal },
  { title: 'peer', cell: row => row.peer ?? '' },
  { title: 'ratio', cell: row => row.ratio?.toFixed(2) ?? '' },
  { title: 'reached', cell: row => ({ true: 'yes', false: 'NO' })[row.reached] ?? '' },
];

/** The rows as a Markdown table whose columns line up. */
export function formatTable(rows) {
  const lines = [COLUMNS.map(({ title }) => title), ...rows.map(row => COLUMNS.map(({ cell }) => cell(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map(line => line[column].length)));
  const [head, ...body] = lines.map(
    line => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
  );
  return [head, `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n');
}

/** Milliseconds with the digits that count. */
export function formatMs(ms) {
  return `${ms < 10 ? ms.toFixed(ms < 1 ? 3 : 1) : ms.toFixed(0)} ms`;
}
