import { findPii } from '../../src/pii/find-pii.ts';
import type { Row } from './row.ts';

/** What of one type was found. */
export interface TypeScore {
  readonly type: string;
  readonly rows: number;
  readonly found: number;
  /** Where rows were put into texts, those in which some were missed, or flagged: `url 3 of 200`. */
  readonly wrong: readonly string[];
}

export interface Score {
  readonly name: string;
  readonly positives: readonly TypeScore[];
  readonly negatives: readonly TypeScore[];
  /** Of all that was flagged, the share that had to be. */
  readonly precision: number;
  readonly recall: number;
  readonly falsePositiveRate: number;
  /** Values a second on one core. */
  readonly valuesPerSecond: number;
  /** Negatives that were flagged, by detector; no value of a corpus is printed. */
  readonly flaggedBy: Readonly<Record<string, number>>;
}

/** Of the types of our own corpus: the kinds of findings that count. Of another type any finding does. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  email: ['email'],
  iban: ['iban'],
  card: ['card'],
  'phone-e164': ['phone'],
  'phone-national': ['phone'],
  ssn: ['national-id'],
  secret: ['secret', 'credential', 'private-key'],
  'signed-url': ['credential'],
};
/** Scanned so often for the rate, of which the best counts: the first times are the compiler's. */
const ROUNDS = 3;

interface Count {
  readonly label: Row['label'];
  readonly type: string;
  rows: number;
  found: number;
  readonly templates: Map<string, { rows: number; found: number }>;
}

/** Scans every row, and counts. */
export function score(name: string, rows: readonly Row[]): Score {
  const counts = new Map<string, Count>();
  const flaggedBy: Record<string, number> = {};
  for (const row of rows) {
    const findings = findPii(row);
    const kinds = row.label === 'pos' ? KINDS[row.type] : undefined;
    const isFound = findings.some(({ kind }) => kinds === undefined || kinds.includes(kind));
    count(counts, row, isFound);
    if (row.label === 'neg') for (const { detector } of findings) flaggedBy[detector] = (flaggedBy[detector] ?? 0) + 1;
  }
  const of = (label: Row['label']): TypeScore[] =>
    [...counts.values()].filter(one => one.label === label).map(one => typeScore(one, label));
  const [positives, negatives] = [of('pos'), of('neg')];
  const sum = (scores: readonly TypeScore[], field: 'rows' | 'found'): number =>
    scores.reduce((all, one) => all + one[field], 0);
  const right = sum(positives, 'found');
  const wrong = sum(negatives, 'found');
  return {
    name,
    positives,
    negatives,
    precision: ratio(right, right + wrong),
    recall: ratio(right, sum(positives, 'rows')),
    falsePositiveRate: ratio(wrong, sum(negatives, 'rows')),
    valuesPerSecond: rateOf(rows),
    flaggedBy,
  };
}

function rateOf(rows: readonly Row[]): number {
  const rates = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    for (const row of rows) findPii(row);
    return rows.length / ((performance.now() - started) / 1_000);
  });
  return Math.round(Math.max(...rates));
}

function count(counts: Map<string, Count>, { label, type, template = '' }: Row, isFound: boolean): void {
  const id = `${label} ${type}`;
  const entry = counts.get(id) ?? { label, type, rows: 0, found: 0, templates: new Map() };
  counts.set(id, entry);
  const one = entry.templates.get(template) ?? { rows: 0, found: 0 };
  entry.templates.set(template, one);
  for (const each of [entry, one]) {
    each.rows += 1;
    if (isFound) each.found += 1;
  }
}

function typeScore({ type, rows, found, templates }: Count, label: Row['label']): TypeScore {
  const wrong = [...templates]
    .map(([template, one]) => ({ template, rows: one.rows, bad: label === 'pos' ? one.rows - one.found : one.found }))
    .filter(({ template, bad }) => template !== '' && bad > 0)
    .map(({ template, rows: all, bad }) => `${template} ${bad} of ${all}`);
  return { type, rows, found, wrong };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
