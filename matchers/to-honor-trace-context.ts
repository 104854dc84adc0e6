import { CASES } from '../src/conformance/cases.ts';
import { CHECK_OPTIONS } from '../src/conformance/check-options.ts';
import { judgeConformance } from '../src/conformance/judge-conformance.ts';
import { isReport } from '../src/conformance/report-brand.ts';
import type { TraceContextReport } from '../src/conformance/verdict.ts';
import { TracewrightError } from '../src/errors.ts';
import { checkOptions, isPlainObject, kindOf, suggestion } from '../src/misuse.ts';
import { conformanceText } from '../src/report/conformance-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces } from './subject.ts';

/** Options of `toHonorTraceContext`. */
export interface ConformanceOptions {
  /** Cases that are known to fail: their ids, or an object of reasons by id. A known case that passes fails the assertion. */
  readonly known?: readonly string[] | Readonly<Record<string, string>>;
}

const NAME = 'toHonorTraceContext';

/** Asserts that a service keeps the rules that it was checked for by `checkTraceContext`. Negated: that it breaks one. */
export function toHonorTraceContext(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const report = reportOf(subject);
  checkGiven(given, ['the options'], 0, NAME);
  const options = (given.length === 0 ? {} : given[0]) as ConformanceOptions;
  refuseCheckOptions(options);
  checkOptions(options, ['known'], NAME);
  const verdict = judgeConformance(report, knownOf(options.known ?? [], report));
  const call = { matcher: NAME, subject: 'report', args: given.length > 0 ? ['options'] : [] };
  return assertTraces(this, call, verdict, conformanceText);
}

function reportOf(subject: unknown): TraceContextReport {
  if (isReport(subject)) return subject;
  const kind = kindOf(subject);
  const missing = kind === 'a Promise' ? ': `await` is missing' : '';
  throw new TracewrightError(
    'INVALID_SUBJECT',
    [
      `${NAME} judges a report of checkTraceContext; received ${kind}${missing}. Write:`,
      '  const report = await checkTraceContext(service);',
      `  expect(report).${NAME}();`,
    ].join('\n'),
  );
}

/** Options of the check have no effect on a report that is there already. */
function refuseCheckOptions(options: unknown): void {
  const misplaced = CHECK_OPTIONS.find(name => typeof options === 'object' && options !== null && name in options);
  if (misplaced === undefined) return;
  throw new TracewrightError(
    'UNKNOWN_OPTION',
    `${NAME} has no option "${misplaced}". Give it to the check: await checkTraceContext(service, { ${misplaced} }).`,
  );
}

function knownOf(known: unknown, report: TraceContextReport): ReadonlyMap<string, string> {
  const isList = Array.isArray(known);
  if (!isList && !isPlainObject(known))
    throw invalidKnown(`is ${kindOf(known)}; it takes an array of case ids, or an object of reasons by id`);
  const entries = isList ? known.map((id): [unknown, unknown] => [id, '']) : Object.entries(known);
  const valid = new Map<string, string>();
  for (const [id, reason] of entries) {
    if (typeof id !== 'string') throw invalidKnown(`holds ${kindOf(id)}; it takes an array of case ids`);
    if (typeof reason !== 'string') throw invalidKnown(`gives ${id} ${kindOf(reason)} as a reason; a reason is a text`);
    refuseOtherCase(id, report);
    valid.set(id, reason);
  }
  return valid;
}

/** A case that the report does not have can neither fail nor pass. */
function refuseOtherCase(id: string, { cases, formats }: TraceContextReport): void {
  if (cases.some(one => one.id === id)) return;
  const other = CASES.find(one => one.id === id);
  const checked = `[${formats.map(format => `'${format}'`).join(', ')}]`;
  if (other !== undefined && other.format !== 'all' && !formats.includes(other.format))
    throw invalidKnown(`has "${id}", a case of the format ${other.format}; the report has formats ${checked} only`);
  const ids = cases.map(one => one.id);
  throw new TracewrightError(
    'INVALID_OPTION',
    `${NAME} option known: the report has no case "${id}".${suggestion(id, ids)}`,
  );
}

function invalidKnown(problem: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${NAME} option known ${problem}.`);
}
