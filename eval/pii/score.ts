import { findPii } from '../../src/pii/find-pii.ts';
import type { Row } from './row.ts';

/** What of one type was found. */
export interface TypeScore {
  readonly type: string;
  readonly rows: number;
  readonly found: number;
  /** Where rows were put into texts, those in which some were missed, or flagged: `url 3 of 200`. */
  readonly wrong: readonly string[];
  /** The same by where the values come from: `NL BSN 3 of 20`. */
  readonly wrongSources: readonly string[];
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

/** Of the types of our own corpora: the kinds of findings that count. Of another type any finding does. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  email: ['email'],
  iban: ['iban'],
  card: ['card'],
  'phone-e164': ['phone'],
  'phone-national': ['phone'],
  ssn: ['national-id'],
  secret: ['secret', 'credential', 'private-key'],
  'signed-url': ['credential'],
  // Of the outside corpus.
  phone: ['phone'],
  'card-code': ['card', 'secret', 'credential'],
  'national-id': ['national-id'],
  name: ['name'],
  'birth-date': ['birth-date'],
  address: ['location', 'address'],
  'vendor-token': ['secret', 'credential', 'private-key'],
  password: ['credential', 'secret'],
  credential: ['credential', 'secret'],
  'private-key': ['private-key'],
  'gen-ai-content': ['gen-ai-content'],
};
/** Scanned so often for the rate, of which the best counts: the first times are the compiler's. */
const ROUNDS = 3;

interface Count {
  readonly label: Row['label'];
  readonly type: string;
  rows: number;
  found: number;
  readonly templates: Tally;
  readonly sources: Tally;
}

type Tally = Map<string, { rows: number; found: number }>;

/** Scans every row, and counts. */
export function score(name: string, rows: readonly Row[]): Score {
  const counts = new Map<string, Count>();
  const flaggedBy: Record<string, number> = {};
  for (const row of rows) {
    const findings = findPii(row);
    count(
      counts,
      row,
      isRight(
        row,
        findings.map(({ kind }) => kind),
      ),
    );
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

/** Whether one of the kinds is what the row holds; of a negative, whether there is any. */
export function isRight({ label, type }: Row, found: readonly string[]): boolean {
  const kinds = label === 'pos' ? KINDS[type] : undefined;
  return found.some(kind => kinds === undefined || kinds.includes(kind));
}

function rateOf(rows: readonly Row[]): number {
  const rates = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    for (const row of rows) findPii(row);
    return rows.length / ((performance.now() - started) / 1_000);
  });
  return Math.round(Math.max(...rates));
}

function count(counts: Map<string, Count>, { label, type, template = '', source = '' }: Row, isFound: boolean): void {
  const id = `${label} ${type}`;
  const entry = counts.get(id) ?? { label, type, rows: 0, found: 0, templates: new Map(), sources: new Map() };
  counts.set(id, entry);
  for (const each of [entry, entryOf(entry.templates, template), entryOf(entry.sources, source)]) {
    each.rows += 1;
    if (isFound) each.found += 1;
  }
}

function entryOf(tally: Tally, name: string): { rows: number; found: number } {
  const entry = tally.get(name) ?? { rows: 0, found: 0 };
  tally.set(name, entry);
  return entry;
}

function typeScore({ type, rows, found, templates, sources }: Count, label: Row['label']): TypeScore {
  return { type, rows, found, wrong: wrongIn(templates, label), wrongSources: wrongIn(sources, label) };
}

function wrongIn(tally: Tally, label: Row['label']): string[] {
  return [...tally]
    .map(([name, one]) => ({ name, rows: one.rows, bad: label === 'pos' ? one.rows - one.found : one.found }))
    .filter(({ name, bad }) => name !== '' && bad > 0)
    .map(({ name, rows, bad }) => `${name} ${bad} of ${rows}`);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
