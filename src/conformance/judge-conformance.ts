import { CASES } from './cases.ts';
import type { ConformanceFormat } from './conformance-case.ts';
import { runCases } from './run-cases.ts';
import type { ConformanceResult, ConformanceVerdict } from './verdict.ts';

/** What is asked of a service. */
export interface ConformanceProfile {
  readonly formats: readonly ConformanceFormat[];
  readonly level: 1 | 2;
  readonly strict: boolean;
  /** Cases that are known to fail, and why. */
  readonly known: ReadonlyMap<string, string>;
  readonly timeoutMs: number;
}

/**
 * Drives a service with the cases of the formats that are asked for. Those of a higher level or strictness are run too,
 * and reported without counting.
 */
export async function judgeConformance(url: URL, profile: ConformanceProfile): Promise<ConformanceVerdict> {
  const { formats, level, strict, known, timeoutMs } = profile;
  const cases = CASES.filter(({ format }) => formats.includes(format));
  const run = await runCases(url, cases, timeoutMs);
  const facts = { url: url.href, timeoutMs };
  if ('unusable' in run) return { ...facts, outcome: 'fail', unusable: run.unusable, results: [] };
  const results = run.runs.map((one): ConformanceResult => {
    const counts = one.case.level <= level && (strict || !one.case.strict);
    return { ...one, counts, known: known.get(one.case.id) };
  });
  return { ...facts, outcome: results.every(isAsWanted) ? 'pass' : 'fail', unusable: undefined, results };
}

/** It passes, or fails as is known; what is known to fail and passes is to be taken off the list. */
function isAsWanted({ outcome, counts, known }: ConformanceResult): boolean {
  if (known !== undefined) return outcome === 'fail';
  return !counts || outcome === 'pass';
}
