import { execFileSync } from 'node:child_process';
import { findPii } from '../../../../src/pii/find-pii.ts';
import { TEN_EXPRESSIONS } from './ten-expressions.ts';
import { generateUniquePairs, KEYS, PAIRS, type UniquePair } from './unique-pairs.ts';

export interface SpeedScore {
  readonly pairs: number;
  readonly keys: number;
  /** Values a second, the median of the rounds. */
  readonly valuesPerSecond: number;
  readonly tenExpressionsPerSecond: number;
  /** How many times as long as the ten expressions the guard takes. */
  readonly ratio: number;
  /** What the first 1,000 values of a process take, in milliseconds. */
  readonly firstValuesMs: number;
}

const ROUNDS = 5;

/** Measures the guard and the ten expressions in turn. Each round has pairs of its own, so that no cache knows them. */
export function measureSpeed({ seed }: { readonly seed: number }): SpeedScore {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const pairs = generateUniquePairs({ seed: seed * 1_000 + round });
    return { guard: perSecond(pairs, findPii), ten: perSecond(pairs, runTenExpressions) };
  });
  const valuesPerSecond = Math.round(median(rounds.map(({ guard }) => guard)));
  const tenExpressionsPerSecond = Math.round(median(rounds.map(({ ten }) => ten)));
  return {
    pairs: PAIRS,
    keys: KEYS,
    valuesPerSecond,
    tenExpressionsPerSecond,
    ratio: median(rounds.map(({ guard, ten }) => ten / guard)),
    firstValuesMs: median(Array.from({ length: ROUNDS }, firstValues)),
  };
}

function perSecond(pairs: readonly UniquePair[], scan: (pair: UniquePair) => unknown): number {
  const started = performance.now();
  for (const pair of pairs) scan(pair);
  return pairs.length / ((performance.now() - started) / 1_000);
}

function runTenExpressions({ value }: UniquePair): number {
  let hits = 0;
  for (const expression of TEN_EXPRESSIONS) if (expression.test(value)) hits += 1;
  return hits;
}

const FIRST_VALUES = `const { runnerImport } = await import('vite');
await runnerImport('./eval/pii/outside/speed/first-values.ts');`;

function firstValues(): number {
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', FIRST_VALUES], { encoding: 'utf8' }));
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
