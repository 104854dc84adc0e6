import { EVERY_CALL } from './call-cases.ts';
import type { Call } from './callback-server.ts';
import type { ConformanceCase, ConformanceFormat, RawHeader } from './conformance-case.ts';
import { type Exchange, isMissing } from './exchange.ts';
import { findShared, type Shared } from './find-shared.ts';
import { FORMAT_HEADERS } from './format-headers.ts';
import { missingText } from './missing-text.ts';
import type { Driven } from './run-cases.ts';
import type { TraceContextCase, TraceContextFinding } from './verdict.ts';

/** What is wrong with the calls of one exchange, by the id of the case that it breaks. */
type Problems = ReadonlyMap<string, string>;

/** What became of a case: everything but whether it counts. */
export type CaseRun = Pick<TraceContextCase, 'outcome' | 'requests' | 'findings'>;

/** Judges every call of every exchange; `plain` is the request that was sent before all others. */
export function judgeExchanges(
  cases: readonly ConformanceCase[],
  { exchanges, plain }: Driven,
  formats: readonly ConformanceFormat[],
): readonly CaseRun[] {
  const shared = findShared([plain, ...exchanges], formats);
  const refused = exchanges.find(({ request, calls }) => request.provokesRetry === true && calls.length > 0);
  const judged = exchanges.map(one => ({ exchange: one, problems: problemsOf(one, { shared, refused }) }));
  return cases.map(({ id, format }): CaseRun => {
    const own = exchanges.filter(one => format === 'all' || one.case.id === id);
    const findings = judged.flatMap(({ exchange, problems }) => {
      const problem = problems.get(id);
      return problem === undefined ? [] : [findingOf(exchange, problem)];
    });
    const isUndone = exchanges.some(one => one.case.id === id && one.isCutOff);
    const outcome = findings.length > 0 ? 'fail' : isUndone || own.length === 0 ? 'not-run' : 'pass';
    return { outcome, requests: own.length, findings };
  });
}

/** What the other exchanges say about one. */
interface Others {
  readonly shared: Shared;
  /** The first exchange in which a call was refused. */
  readonly refused: Exchange | undefined;
}

function problemsOf(exchange: Exchange, { shared, refused }: Others): Problems {
  const problems = new Map<string, string>();
  if (exchange.isCutOff) return problems;
  const usual = usualCalls(exchange);
  const extra = exchange.calls.filter(call => !usual.includes(call));
  const late = exchange.calls.filter(({ isLate }) => isLate);
  const sharing = shared.get(exchange) ?? [];
  const anySharing = sharing[0]?.problem;
  if (anySharing !== undefined) problems.set(EVERY_CALL.shared, anySharing);
  const ownSharing = sharing.find(({ header }) => FORMAT_HEADERS[exchange.format].includes(header))?.problem;
  const ownProblem = ownSharing ?? usualProblem(exchange, usual, refused);
  if (ownProblem !== undefined && isOfCase(exchange)) problems.set(exchange.case.id, ownProblem);
  const again = ownProblem === undefined ? extra : [];
  const wrong = (calls: readonly Call[]): string | undefined =>
    calls.map(call => judge(exchange, replaced(usual, call))).find(problem => problem !== undefined);
  const repeated = wrong(again.filter(({ isLate }) => !isLate));
  if (repeated !== undefined) problems.set(EVERY_CALL.repeated, `the call was made again, and then ${repeated}`);
  if (late.length > 0) problems.set(EVERY_CALL.late, lateText(exchange, late, wrong(again.filter(one => one.isLate))));
  return problems;
}

/**
 * The requests of the rules for every call show late, repeated and shared calls. Another fault of theirs is one of the
 * other cases too, which name it better, unless calls are missing, or only overlapping requests show it.
 */
function isOfCase(exchange: Exchange): boolean {
  const isShownElsewhere = exchange.case.format === 'all' && !exchange.isTogether;
  return !isShownElsewhere || isMissing(exchange.request, exchange.calls);
}

/** One call for each URL: the first that came before the answer, or else the first. */
function usualCalls({ request: { calls = 1 }, calls: made }: Exchange): readonly Call[] {
  return Array.from({ length: calls }, (_one, index) => made.filter(call => call.index === index)).flatMap(
    some => some.find(({ isLate }) => !isLate) ?? some.slice(0, 1),
  );
}

function usualProblem(exchange: Exchange, usual: readonly Call[], refused: Exchange | undefined): string | undefined {
  if (isMissing(exchange.request, exchange.calls)) {
    // After a call was refused, a service may make none for a while: a circuit breaker is not a fault.
    const isExcused = exchange.request.provokesRetry === true && refused !== undefined && refused !== exchange;
    return isExcused ? undefined : missingText(exchange, usual.length);
  }
  const problem = judge(exchange, usual);
  const isLate = problem !== undefined && usual.some(one => one.isLate);
  return isLate ? `${problem} (the service made this call after its answer)` : problem;
}

function judge({ request, ids }: Exchange, calls: readonly Call[]): string | undefined {
  const problem = request.judge(calls.map(({ headers }) => ids.fromWire(headers)));
  return problem === undefined ? undefined : ids.inWords(problem);
}

function replaced(usual: readonly Call[], call: Call): readonly Call[] {
  return usual.map(one => (one.index === call.index ? call : one));
}

function lateText({ calls }: Exchange, late: readonly Call[], wrong: string | undefined): string {
  const which = late.length === calls.length ? 'its calls' : `${late.length} of its ${calls.length} calls`;
  const then = wrong === undefined ? '' : `, and ${wrong}`;
  return `the service answered before it made ${calls.length === 1 ? 'its call' : which}${then}`;
}

function findingOf({ sent, calls, format }: Exchange, problem: string): TraceContextFinding {
  const isShown = ([name]: RawHeader): boolean => FORMAT_HEADERS[format].includes(name.toLowerCase());
  return { sent, received: calls.map(({ headers }) => headers.filter(isShown)), problem };
}
