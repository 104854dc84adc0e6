import type { Finding } from './findings.ts';

/** Of one request; beyond, each span, record and trace keeps one problem only, and the number of the others. */
const MAX_PROBLEMS = 10_000;

/** Bounds the problems of one request, so that a hostile body cannot fill the memory. */
export class ProblemBudget {
  #room = MAX_PROBLEMS;

  /** The findings of one span or record, or as many as there is room for: one always. */
  bounded(findings: readonly Finding[]): readonly Finding[] {
    this.#room -= findings.length;
    // What has a code is asked for by verdicts.
    const first = findings.find(({ code }) => code !== undefined) ?? findings[0];
    if (this.#room >= 0 || first === undefined || findings.length === 1) return findings;
    return [first, { field: '', rule: `has no more problems (${findings.length - 1} are not listed)` }];
  }
}
