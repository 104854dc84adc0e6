import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generateCorpus } from './generate-corpus.ts';
import { parseRow, type Row } from './row.ts';
import { type Score, score, type TypeScore } from './score.ts';

// npm run eval:pii -- [--corpus FILE.jsonl ...] [--seed N] [--count N]
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    corpus: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
  },
});
const corpora: (readonly [name: string, rows: readonly Row[]])[] =
  values.corpus === undefined
    ? [['generated', generateCorpus({ seed: Number(values.seed), count: Number(values.count) })]]
    : values.corpus.map(file => [file, readCorpus(file)] as const);

// Once to warm up, so that the rate is that of a suite under way.
for (const [name, rows] of corpora) score(name, rows.slice(0, 2_000));
const scores = corpora.map(([name, rows]) => score(name, rows));
for (const one of scores) print(one);
process.stdout.write(`${JSON.stringify({ corpora: scores })}\n`);

function readCorpus(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line, index) => [line, `${file}, line ${index + 1}`] as const)
    .filter(([line]) => line.trim() !== '')
    .map(([line, where]) => parseRow(line, where));
}

function print({
  name,
  positives,
  negatives,
  precision,
  recall,
  falsePositiveRate,
  valuesPerSecond,
  flaggedBy,
}: Score): void {
  const lines = [
    '',
    name,
    `  recall ${percent(recall)}, precision ${percent(precision)}, false positives ${percent(falsePositiveRate)}, ${valuesPerSecond.toLocaleString('en-US')} values/s`,
    ...table('found, of what holds personal data or a secret', positives),
    ...table('flagged, of what holds none', negatives),
  ];
  const by = Object.entries(flaggedBy).sort(([, a], [, b]) => b - a);
  if (by.length > 0) lines.push(`  flagged by: ${by.map(([detector, count]) => `${detector} ${count}`).join(', ')}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function table(title: string, scores: readonly TypeScore[]): string[] {
  if (scores.length === 0) return [];
  const width = Math.max(...scores.map(({ type }) => type.length));
  return [
    `  ${title}:`,
    ...scores.map(
      ({ type, rows, found }) =>
        `    ${type.padEnd(width)}  ${String(found).padStart(6)} of ${String(rows).padStart(6)}  ${percent(found / rows)}`,
    ),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
