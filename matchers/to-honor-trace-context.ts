import { CASES } from '../src/conformance/cases.ts';
import type { ConformanceFormat } from '../src/conformance/conformance-case.ts';
import type { ConformanceProfile } from '../src/conformance/judge-conformance.ts';
import { TracewrightError } from '../src/errors.ts';
import { checkOptions, isPlainObject, kindOf, suggestion } from '../src/misuse.ts';
import { conformanceText } from '../src/report/conformance-text.ts';
import { checkGiven } from './check-given.ts';
import { hintLine, type MatcherResult, type RunnerContext, styleOf } from './runner-context.ts';

/** What `toHonorTraceContext` can be told. */
export interface ConformanceOptions {
  /** The path of the endpoint. Default: the service's URL as it is. */
  readonly path?: string;
  /** Whose rules: `w3c` (Trace Context, the default), `baggage`, `xray`. */
  readonly formats?: readonly ConformanceFormat[];
  /** The level of Trace Context. Default 1; 2 adds the flag "random". */
  readonly level?: 1 | 2;
  /** Whether limits and grammar count that many implementations do not check. Default false: they are only reported. */
  readonly strict?: boolean;
  /** Cases that are known to fail, by id, or with a reason each. One that passes after all fails the assertion. */
  readonly known?: readonly string[] | Readonly<Record<string, string>>;
  /** For the whole run, in milliseconds. Default 4,000. */
  readonly timeout?: number;
}

const NAME = 'toHonorTraceContext';
const OPTIONS = ['path', 'formats', 'level', 'strict', 'known', 'timeout'] as const;
const FORMATS: readonly unknown[] = ['w3c', 'baggage', 'xray'] satisfies ConformanceFormat[];
const IDS: readonly string[] = CASES.map(({ id }) => id);

/** Asserts that a service keeps the rules of W3C Trace Context, and of baggage or X-Ray where that is asked for. */
export function toHonorTraceContext(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): Promise<MatcherResult> {
  // Thrown, and not a rejection: what asks an asymmetric matcher waits for nothing, and would take a Promise as false.
  // An assertion always has its promise, if only as an empty text.
  if (this?.utils !== undefined && this.promise === undefined) {
    throw unsupported(`${NAME} is no asymmetric matcher. Write it as an assertion: await expect(service).${NAME}().`);
  }
  return assertHonors(this, subject, given);
}

async function assertHonors(
  context: RunnerContext | undefined,
  subject: unknown,
  given: readonly unknown[],
): Promise<MatcherResult> {
  if (context?.isNot === true) {
    throw unsupported(
      `${NAME} cannot be negated: any broken rule would do. List what is known to fail: { known: ['traceparent-version-ff'] }.`,
    );
  }
  checkGiven(given, ['the options'], 0, NAME);
  const options = (given[0] ?? {}) as ConformanceOptions;
  checkOptions(options, OPTIONS, NAME);
  const url = endpointOf(subject, options.path);
  // What speaks HTTP is loaded for this matcher alone.
  const { judgeConformance } = await import('../src/conformance/judge-conformance.ts');
  const verdict = await judgeConformance(url, profileOf(options));
  const call = { matcher: NAME, subject: 'service', args: given.length > 0 ? ['options'] : [] };
  return {
    pass: verdict.outcome === 'pass',
    message: () => `${hintLine(context, false, call)}\n\n${conformanceText(verdict, styleOf(context, false))}`,
  };
}

function endpointOf(subject: unknown, path: string | undefined): URL {
  if (path !== undefined && typeof path !== 'string') throw invalid('path', path, "a path: '/test'");
  const isObject = typeof subject === 'object' && subject !== null;
  const url = isObject && 'url' in subject ? subject.url : subject;
  const text = url instanceof URL ? url.href : url;
  if (typeof text === 'string' && /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) {
    if (path !== undefined && !URL.canParse(path, text)) throw invalid('path', path, "a path: '/test'");
    return path === undefined ? new URL(text) : new URL(path, text);
  }
  const hint = isObject && 'url' in subject ? ' A service has a url when it was started with the option port.' : '';
  throw new TracewrightError(
    'INVALID_SUBJECT',
    `${NAME} drives a service: what startService() gave, or the http URL of its endpoint; received ${kindOf(text)}.${hint}`,
  );
}

function profileOf({
  formats = ['w3c'],
  level = 1,
  strict = false,
  known = [],
  timeout = 4_000,
}: ConformanceOptions): ConformanceProfile {
  if (!Array.isArray(formats) || formats.length === 0 || !formats.every(format => FORMATS.includes(format))) {
    throw invalid('formats', formats, `a list of ${FORMATS.map(format => `'${String(format)}'`).join(', ')}`);
  }
  if (level !== 1 && level !== 2) throw invalid('level', level, '1 or 2');
  if (typeof strict !== 'boolean') throw invalid('strict', strict, 'true or false');
  if (typeof timeout !== 'number' || !(timeout > 0) || !Number.isFinite(timeout)) {
    throw invalid('timeout', timeout, 'milliseconds: a number above 0');
  }
  return { formats, level, strict, known: knownOf(known), timeoutMs: timeout };
}

function knownOf(known: unknown): ReadonlyMap<string, string> {
  const isList = Array.isArray(known);
  if (!isList && !isPlainObject(known))
    throw invalid('known', known, 'a list of case ids, or an object of reasons by id');
  const entries = isList ? known.map((id): [unknown, unknown] => [id, '']) : Object.entries(known);
  for (const [id, reason] of entries) {
    if (typeof id !== 'string' || typeof reason !== 'string')
      throw invalid('known', isList ? id : reason, 'ids of cases, and reasons in words');
    if (!IDS.includes(id))
      throw new TracewrightError(
        'INVALID_OPTION',
        `${NAME} option known: there is no case "${id}".${suggestion(id, IDS)}`,
      );
  }
  return new Map(entries as [string, string][]);
}

function invalid(name: keyof ConformanceOptions, value: unknown, takes: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${NAME} option ${name} is ${kindOf(value)}; it takes ${takes}.`);
}

function unsupported(text: string): TracewrightError {
  return new TracewrightError('UNSUPPORTED_ASSERTION', text);
}
