import { TracewrightError } from '../errors.ts';
import { kindOf, refuseUndefined } from '../misuse.ts';
import { CASES } from './cases.ts';
import { type CheckProfile, type CheckTraceContextOptions, invalidOption, profileOf } from './check-options.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { CaseRun } from './judge-exchanges.ts';
import { asReport } from './report-brand.ts';
import type { TraceContextCase, TraceContextReport } from './verdict.ts';

/** What `startService` gives, or anything else that has a URL. */
export interface CheckedService {
  readonly url?: string | URL | undefined;
}

/**
 * Checks whether a service keeps the rules of W3C Trace Context: it is driven with the 41 cases of W3C's own test suite
 * and with cases of ours, over HTTP. Baggage and X-Ray have cases of their own. Every call that the service makes is judged.
 *
 * The endpoint gets a POST with `[{ "url": ..., "arguments": [] }]`, and must POST to each URL before it answers. One call
 * is refused with 503 at the end, to see what a retry carries; a service does not have to retry.
 *
 * @param service what `startService` gave, or the http URL of the endpoint
 * @returns a report: an immutable value, for `expect(report).toHonorTraceContext()`. Whatever the service does is in the
 * report; the promise is rejected for misuse only.
 * @throws {TracewrightError} INVALID_SUBJECT, INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
 * @example
 * const report = await checkTraceContext(orders, { path: '/test' });
 * expect(report).toHonorTraceContext();
 * @see https://github.com/w3c/trace-context/tree/main/test
 */
export async function checkTraceContext(
  service: string | URL | CheckedService,
  ...given: [options?: CheckTraceContextOptions]
): Promise<TraceContextReport> {
  if (given.length > 0) refuseUndefined(given[0], 'checkTraceContext: the options');
  const profile = profileOf(given.length === 0 ? {} : given[0]);
  const url = endpointOf(service, profile.path);
  const { formats, level, strict, timeout, firstAnswer, concurrency } = profile;
  const cases = CASES.filter(({ format }) => format === 'all' || formats.includes(format));
  const { judgeExchanges, runCases } = await import('./loaded-when-checked.ts');
  const run = await runCases(url, {
    ...{ cases, formats, level, concurrency },
    ...{ timeoutMs: timeout, firstAnswerMs: firstAnswer },
  });
  const judged = 'unusable' in run ? [] : judgeExchanges(cases, run, formats);
  return asReport({
    url: url.href,
    formats,
    level,
    strict,
    timeout,
    unusable: 'unusable' in run ? run.unusable : undefined,
    cases: cases.map((one, index) => caseOf(one, judged[index], profile)),
  });
}

const NOT_RUN: CaseRun = { outcome: 'not-run', requests: 0, findings: [] };

function caseOf(one: ConformanceCase, run = NOT_RUN, profile: CheckProfile): TraceContextCase {
  const { id, rule, format, level, strict, countsWhenStrict = false } = one;
  const ofLevel = level <= profile.level || (countsWhenStrict && profile.strict);
  return { id, rule, format, level, strict, counts: ofLevel && (profile.strict || !strict), ...run };
}

function endpointOf(service: unknown, path: string | undefined): URL {
  const isObject = typeof service === 'object' && service !== null;
  const url = isObject && !(service instanceof URL) && 'url' in service ? service.url : service;
  const text = url instanceof URL ? url.href : url;
  if (typeof text === 'string' && /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) {
    if (path !== undefined && !URL.canParse(path, text)) throw invalidOption('path', path, "a path: '/test'");
    return path === undefined ? new URL(text) : new URL(path, text);
  }
  const kind = kindOf(text);
  const hint = isObject && 'url' in service ? ' A service has a url when it was started with the option port.' : '';
  const promise = kind === 'a Promise' ? ' `await` is missing: checkTraceContext(await ...).' : hint;
  throw new TracewrightError(
    'INVALID_SUBJECT',
    `checkTraceContext checks a service: the result of startService(), or the http URL of its endpoint; received ${kind}.${promise}`,
  );
}
