import { TracewrightError } from '../src/errors.ts';
import { checkOptions, isPlainObject, kindOf, refuseUndefined } from '../src/misuse.ts';
import { judgePropagation, type WantedPath } from '../src/propagation/judge-propagation.ts';
import { propagationText } from '../src/report/propagation-text.ts';
import { flag, hopTerms, PATH_OPTIONS } from './path-options.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';

const NAME = 'toPropagateAcross';

/** Asserts that each of the services continues the trace of the one before it. */
export function toPropagateAcross(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const traces = tracesOf(subject, NAME);
  const verdict = judgePropagation(traces, checkPath(given));
  return assertTraces(this, traceCall(NAME, traces, ['...services']), verdict, propagationText);
}

/** The services, the branches in the last place, and the options after all: `('a', 'b', ['c', 'd'], { direct: true })`. */
function checkPath(given: readonly unknown[]): WantedPath {
  const last = given.at(-1);
  const options = isPlainObject(last) ? last : undefined;
  checkOptions(options, PATH_OPTIONS, NAME);
  const names = options === undefined ? given : given.slice(0, -1);
  for (const [index, name] of names.entries()) refuseUndefined(name, `${NAME}: argument ${index + 1}`);
  const end = names.at(-1);
  const branches = Array.isArray(end) ? checkBranches(end) : [];
  const services = (Array.isArray(end) ? names.slice(0, -1) : names).map(checkService);
  if (services.length === 0 && branches.length > 0) {
    throw invalid(`${NAME}: the array of branches stands alone; before it goes the service that they branch off from.`);
  }
  if (services.length + branches.length < 2) {
    throw invalid(
      `${NAME} takes at least two services, the one that sends and the one that continues; received ${services.length}.`,
    );
  }
  const direct = flag(options?.direct, 'direct') ?? false;
  const every = flag(options?.every, 'every') ?? false;
  return { services, branches, direct, every, terms: hopTerms(options ?? {}) };
}

function checkBranches(branches: readonly unknown[]): readonly string[] {
  if (branches.length === 0)
    throw invalid(`${NAME}: the array of branches is empty, so nothing would have to be reached.`);
  return branches.map(checkService);
}

function checkService(service: unknown): string {
  if (typeof service === 'string' && service !== '') return service;
  if (Array.isArray(service))
    throw invalid(`${NAME}: an array of branches can only stand last, and not within another.`);
  const received = service === '' ? 'an empty string' : kindOf(service);
  throw invalid(`${NAME} takes services by their service.name; received ${received}.`);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_CRITERIA', text);
}
