import { CASES } from '../../src/conformance/cases.ts';
import { asReport } from '../../src/conformance/report-brand.ts';
import type { TraceContextFinding, TraceContextReport } from '../../src/conformance/verdict.ts';

/** A report of a service that breaks these rules, with the findings of each, and keeps all others. */
export function buildReport(
  findings: Readonly<Record<string, readonly TraceContextFinding[]>> = {},
  more: Partial<TraceContextReport> = {},
): TraceContextReport {
  const cases = CASES.filter(({ format }) => format === 'w3c' || format === 'all').map(
    ({ id, rule, format, level, strict, requests }) => ({
      ...{ id, rule, format, level, strict, requests: requests.length },
      counts: level === 1 && !strict,
      outcome: findings[id] === undefined ? ('pass' as const) : ('fail' as const),
      findings: findings[id] ?? [],
    }),
  );
  const profile = { formats: ['w3c'], level: 1, strict: false, timeout: 10_000 } as const;
  return asReport({ url: 'http://127.0.0.1:8083/test', ...profile, unusable: undefined, cases, ...more });
}

/** A report of a service that accepts version ff. */
export function lenientReport(): TraceContextReport {
  const traceId = '7c1b0d9e42f84a3c9d5e6f7081928374';
  return buildReport({
    'traceparent-version-ff': [
      {
        sent: [['traceparent', `ff-${traceId}-5a3c9e7b1d2f4860-01`]],
        received: [[['traceparent', `00-${traceId}-00f067aa0ba902b7-01`]]],
        problem: `the service continued trace id ${traceId}; it must begin a new trace`,
      },
    ],
  });
}
