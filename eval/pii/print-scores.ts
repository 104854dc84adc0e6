import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CanaryScore, scoreCanaries } from './canary-score.ts';
import { generateCorpus } from './generate-corpus.ts';
import { type LongValueScore, scoreLongValues } from './long-values.ts';
import { speedText } from './outside/print-outside.ts';
import { scoreOutside } from './outside/score-outside.ts';
import { measureSpeed } from './outside/speed/measure-speed.ts';
import { parseRow, type Row } from './row.ts';
import { type Score, score, type TypeScore } from './score.ts';
import { generateSecrets } from './secret-samples.ts';

/** Of the templates in which some were missed, so many are named. */
const MAX_WRONG = 8;

// npm run eval:pii -- [--corpus FILE.jsonl ...] [--seed N] [--count N]
//   [--half open|held ...] [--peer NAME ... [--peers-from FOLDER]] [--write FILE.jsonl]: the outside data only
//   [--speed]: the speed only
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    corpus: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    half: { type: 'string', multiple: true },
    peer: { type: 'string', multiple: true },
    'peers-from': { type: 'string', default: '.' },
    write: { type: 'string' },
    speed: { type: 'boolean', default: false },
  },
});
const seed = numberOf('seed', values.seed);
const count = numberOf('count', values.count);

const outsideOnly = values.half !== undefined || values.peer !== undefined || values.write !== undefined;
const everything = values.corpus === undefined && !outsideOnly && !values.speed;

const scores = corporaOf().map(([name, rows]) => score(name, rows));
for (const one of scores) print(one);
const canaries = everything ? scoreCanaries({ seed }) : undefined;
if (canaries !== undefined) printCanaries(canaries);
const longValues = everything ? scoreLongValues() : undefined;
if (longValues !== undefined) printLongValues(longValues);
const outside =
  everything || outsideOnly
    ? scoreOutside({
        seed,
        halves: values.half,
        peers: values.peer,
        peersFrom: values['peers-from'],
        write: values.write,
      })
    : undefined;
const speed = everything || values.speed ? measureSpeed({ seed }) : undefined;
if (speed !== undefined) process.stdout.write(speedText(speed));
process.stdout.write(`${JSON.stringify({ corpora: scores, canaries, longValues, outside, speed })}\n`);

function corporaOf(): (readonly [name: string, rows: readonly Row[]])[] {
  if (values.corpus !== undefined) return values.corpus.map(file => [file, readCorpus(file)] as const);
  if (!everything) return [];
  return [
    ['persons: generated', generateCorpus({ seed, count })],
    ['secrets: generated for each form of a vendor, and redacted', generateSecrets({ seed })],
  ];
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${name} is "${text}"; it takes a number from 1 on`);
  return number;
}

function readCorpus(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line, index) => [line, `${file}, line ${index + 1}`] as const)
    .filter(([line]) => line.trim() !== '')
    .map(([line, where]) => parseRow(line, where));
}

function print({ name, positives, negatives, flaggedBy, ...figures }: Score): void {
  const { precision, recall, falsePositiveRate, valuesPerSecond } = figures;
  const lines = [
    '',
    name,
    positives.length === 0
      ? `  false positives ${percent(falsePositiveRate)}, ${valuesPerSecond.toLocaleString('en-US')} values/s`
      : `  recall ${percent(recall)}, precision ${percent(precision)}, false positives ${percent(falsePositiveRate)}, ${valuesPerSecond.toLocaleString('en-US')} values/s`,
    ...table('found, of what holds personal data or a secret', positives),
    ...table('flagged, of what holds none', negatives),
  ];
  const by = Object.entries(flaggedBy).sort(([, a], [, b]) => b - a);
  if (by.length > 0) lines.push(`  flagged by: ${by.map(([detector, number]) => `${detector} ${number}`).join(', ')}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function table(title: string, types: readonly TypeScore[]): string[] {
  if (types.length === 0) return [];
  const width = Math.max(...types.map(({ type }) => type.length));
  return [
    `  ${title}:`,
    ...types.map(({ type, rows, found, wrong }) => {
      const where =
        wrong.length === 0
          ? ''
          : `   ${wrong.slice(0, MAX_WRONG).join(', ')}${wrong.length > MAX_WRONG ? ', ...' : ''}`;
      return `    ${type.padEnd(width)}  ${String(found).padStart(6)} of ${String(rows).padStart(6)}  ${percent(found / rows)}${where}`;
    }),
  ];
}

function printCanaries({
  byForm,
  forms,
  places,
  total,
  found,
  missed,
  checks,
  falseHits,
  textsPerSecond,
}: CanaryScore): void {
  const lines = [
    '',
    `canaries: 9 values in ${forms} forms in ${places} places`,
    `  found ${found.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}  ${percent(found / total)}, ${falseHits} hits in ${checks.toLocaleString('en-US')} texts of others, ${textsPerSecond.toLocaleString('en-US')} texts/s`,
    ...formColumns(byForm),
    ...missed.map(one => `    not found: ${one}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** As many to a line as there is room for: there are hundreds. */
function formColumns(byForm: CanaryScore['byForm']): string[] {
  const cells = byForm.map(({ form, total, found }) => `${form} ${found}/${total}`.padEnd(46));
  const rows = Math.ceil(cells.length / 3);
  return Array.from({ length: rows }, (_, row) => {
    return `    ${[cells[row], cells[row + rows], cells[row + 2 * rows]].join('  ').trimEnd()}`;
  });
}

function printLongValues({ values: number, slowestMs, slowest, perDoubling }: LongValueScore): void {
  process.stdout.write(
    `\nlong values: ${number} of 64 KiB\n  the slowest ${slowestMs.toFixed(1)} ms (${slowest}), at most ${perDoubling.toFixed(2)} x per doubling\n`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
