import { compileCriteria } from '../../src/query/compile-criteria.ts';
import { type SamplingDoubts, type SamplingFacts, SamplingReport } from '../../src/sampling/sampling-report.ts';

/** A report with these facts; what is not given is of a sound measurement. */
export function buildReport(
  facts: Partial<Omit<SamplingFacts, 'doubts'>> & { readonly doubts?: Partial<SamplingDoubts> },
): SamplingReport {
  const doubts = { surplus: 0, severalRoots: 0, outside: 0, withParent: 0, rootless: 0, ...facts.doubts };
  return new SamplingReport({
    requests: 2_000,
    sampled: 100,
    durationMs: 4_000,
    startTimesMs: [],
    services: ['orders'],
    others: [],
    root: compileCriteria({ name: 'GET /orders', service: 'orders' }, 'a test').wanted,
    unsettled: false,
    lateness: undefined,
    losses: [],
    hasExported: true,
    ...facts,
    doubts,
  });
}
