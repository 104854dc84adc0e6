import { TracewrightError } from '../src/errors.ts';
import { checkOptions, kindOf } from '../src/misuse.ts';
import type { Criteria } from '../src/model/trace.ts';
import { compileCriteria } from '../src/query/compile-criteria.ts';
import { type Exactly, judgeSequence } from '../src/query/judge-sequence.ts';
import { sequenceText } from '../src/report/sequence-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toHappenInOrder';
/** More steps than these belong in a snapshot. */
const MAX_STEPS = 1_000;

/** Asserts that there is a span for each step, none of which begins before the one before it ended. */
export function toHappenInOrder(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the steps', 'the options'], 1, NAME);
  const [steps, options] = given;
  checkOptions(options, ['of', 'exact'], NAME);
  const exactly = checkExactly((options ?? {}) as { readonly of?: unknown; readonly exact?: unknown });
  const compiled = checkSteps(steps).map((step, index) =>
    compileCriteria(step as Criteria, `${NAME} step ${index + 1}`),
  );
  const args = options === undefined ? ['steps'] : ['steps', 'options'];
  return assertTraces(
    this,
    traceCall(NAME, traces, args),
    judgeSequence(traces, compiled, exactly),
    withStrays(sequenceText),
  );
}

function checkSteps(steps: unknown): readonly unknown[] {
  if (!Array.isArray(steps)) {
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${NAME} takes an array of steps, each of them criteria; received ${kindOf(steps)}.`,
    );
  }
  if (steps.length === 0) {
    throw new TracewrightError('INVALID_CRITERIA', `${NAME} received an empty array of steps. Name at least one.`);
  }
  if (steps.length > MAX_STEPS) {
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${NAME} received ${steps.length.toLocaleString('en-US')} steps; the most that it takes is ${MAX_STEPS.toLocaleString('en-US')}.`,
    );
  }
  // A hole is an explicit undefined too.
  return Array.from(steps);
}

function checkExactly({ of, exact = false }: { readonly of?: unknown; readonly exact?: unknown }): Exactly | undefined {
  if (typeof exact !== 'boolean') {
    throw new TracewrightError('INVALID_OPTION', `${NAME} option exact is ${kindOf(exact)}; it takes true or false.`);
  }
  if (of !== undefined && !exact) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${NAME} option of has no effect without exact: true, which says that no other span occurs that matches it.`,
    );
  }
  if (!exact) return undefined;
  return { of: of === undefined ? undefined : compileCriteria(of as Criteria, `${NAME} option of`) };
}
