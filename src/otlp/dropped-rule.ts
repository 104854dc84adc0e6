import type { Findings } from './findings.ts';

/** What a sender dropped is lost to every assertion: a count above 0 is a finding. */
export function checkDropped(findings: Findings, field: string, count: number): void {
  if (count > 0) findings.add(field, `is 0 (received ${count})`);
}
