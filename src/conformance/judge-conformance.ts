import type { ConformanceVerdict, TraceContextCase, TraceContextReport } from './verdict.ts';

/** Judges a report. A known case is to fail: one that passes is to be taken off the list. */
export function judgeConformance(report: TraceContextReport, known: ReadonlyMap<string, string>): ConformanceVerdict {
  const isKnown = ({ id }: TraceContextCase): boolean => known.has(id);
  const isBroken = report.cases.some(one => one.counts && !isKnown(one) && one.outcome === 'fail');
  if (isBroken) return { outcome: 'fail', report, known };
  const isAsWanted = report.cases.every(one =>
    isKnown(one) ? one.outcome === 'fail' : !one.counts || one.outcome === 'pass',
  );
  return { outcome: report.unusable === undefined && isAsWanted ? 'pass' : 'incomplete', report, known };
}
