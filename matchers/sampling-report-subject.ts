import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import { isSamplingReport, type SamplingReport } from '../src/sampling/sampling-report.ts';

/**
 * The report that a matcher judges.
 *
 * @throws {TracewrightError} INVALID_SUBJECT
 */
export function samplingReportOf(subject: unknown, matcher: string, args: string): SamplingReport {
  if (isSamplingReport(subject)) return subject;
  const kind = kindOf(subject);
  const missing = kind === 'a Promise' ? ': `await` is missing' : '';
  throw new TracewrightError(
    'INVALID_SUBJECT',
    [
      `${matcher} judges a report of measureSampling; received ${kind}${missing}. Write:`,
      '  const report = await measureSampling(receiver, { requests, request, root });',
      `  expect(report).${matcher}(${args});`,
    ].join('\n'),
  );
}
