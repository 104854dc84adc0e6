import { findPii } from '../../src/pii/find-pii.ts';
import type { Row } from './row.ts';

/** What of one type was found. */
export interface TypeScore {
  readonly type: string;
  readonly rows: number;
  readonly found: number;
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

/** Scans every row, and counts. */
export function score(name: string, rows: readonly Row[]): Score {
  const found = new Map<string, { rows: number; found: number; label: Row['label'] }>();
  const flaggedBy: Record<string, number> = {};
  const started = performance.now();
  for (const row of rows) {
    const findings = findPii({ ...(row.key === undefined ? {} : { key: row.key }), value: row.value });
    const id = `${row.label} ${row.type}`;
    const entry = found.get(id) ?? { rows: 0, found: 0, label: row.label };
    entry.rows += 1;
    if (findings.length > 0) entry.found += 1;
    found.set(id, entry);
    if (row.label === 'neg') for (const { detector } of findings) flaggedBy[detector] = (flaggedBy[detector] ?? 0) + 1;
  }
  const seconds = (performance.now() - started) / 1_000;
  const of = (label: Row['label']): TypeScore[] =>
    [...found]
      .filter(([, entry]) => entry.label === label)
      .map(([id, entry]) => ({ type: id.slice(4), rows: entry.rows, found: entry.found }));
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
    valuesPerSecond: Math.round(rows.length / seconds),
    flaggedBy,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
