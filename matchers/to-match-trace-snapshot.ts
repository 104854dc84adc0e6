import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import type { Trace } from '../src/model/trace.ts';
import { gapsOf, hasGaps } from '../src/query/gaps.ts';
import { compileMasks } from '../src/query/mask-volatile.ts';
import { normaliseTraces } from '../src/query/normalise-trace.ts';
import type { SnapshotVerdict } from '../src/query/verdict.ts';
import { snapshotFailureText } from '../src/report/snapshot-failure-text.ts';
import { traceSnapshotText } from '../src/report/trace-snapshot-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertMachinery, compareWithStored, keepStored, type SnapshotContext } from './snapshot-machinery.ts';
import { assertTraces, tracesOf } from './subject.ts';

const NAME = 'toMatchTraceSnapshot';

/** Asserts that the structure of the trace, or of several, is the one that the runner has stored. */
export function toMatchTraceSnapshot(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const traces = tracesOf(subject, NAME);
  refuseOtherUses(this);
  checkGiven(given, typeof given[0] === 'object' ? ['the options'] : ['the name', 'the options'], 0, NAME);
  const { name, options } = readArguments(given);
  const masks = compileMasks(options, NAME);
  assertMachinery(this);
  const args = [...(name === undefined ? [] : ['name']), ...(options === undefined ? [] : ['options'])];
  const call = { matcher: NAME, subject: traces.length === 1 ? 'trace' : 'traces', args };
  const structure = () => traceSnapshotText(normaliseTraces(traces, masks));
  return assertTraces(this, call, judge(this, traces, structure, name), snapshotFailureText);
}

/** What did not arrive whole is not compared, and never stored. */
function judge(
  context: SnapshotContext,
  traces: readonly Trace[],
  structure: () => string,
  name: string | undefined,
): SnapshotVerdict {
  const gaps = gapsOf(traces);
  if (hasGaps(gaps)) {
    keepStored(context);
    return { outcome: 'incomplete', traces, gaps };
  }
  const comparison = compareWithStored(context, structure(), name);
  if (comparison.kind === 'same') return { outcome: 'pass' };
  const { stored, received } = comparison;
  const { diff } = context.utils ?? {};
  const difference = () =>
    diff?.(stored, received, { aAnnotation: 'Stored', bAnnotation: 'Received', expand: false, contextLines: 3 }) ??
    received;
  return { outcome: 'fail', stored, received, difference };
}

/** A negation would hold for anything; within `toEqual` and in a poll there is no one place to store it for. */
function refuseOtherUses(context: SnapshotContext | undefined): void {
  if (context?.isNot === true) {
    throw unsupported(
      `${NAME} cannot be negated: any other structure would do. Say what must not be there: expect(trace).not.toHaveSpan(criteria).`,
    );
  }
  if (context?.poll !== undefined && context.poll !== false) {
    throw unsupported(
      `${NAME} cannot be polled. Wait first, with receiver.capture(...) or receiver.waitForTrace(...).`,
    );
  }
  // An assertion always has its promise, if only as an empty text.
  if (context?.snapshotState !== undefined && context.promise === undefined) {
    throw unsupported(`${NAME} is no asymmetric matcher. Write it as an assertion: expect(trace).${NAME}().`);
  }
}

function readArguments(given: readonly unknown[]): { readonly name: string | undefined; readonly options: unknown } {
  const [first, second] = given;
  if (given.length === 0) return { name: undefined, options: undefined };
  if (given.length === 1 && typeof first === 'object') return { name: undefined, options: first };
  if (typeof first !== 'string' || first === '') {
    const received = first === '' ? 'an empty string' : kindOf(first);
    throw new TracewrightError(
      'INVALID_OPTION',
      `${NAME} takes a name, a string, and after it options; received ${received}.`,
    );
  }
  return { name: first, options: second };
}

function unsupported(text: string): TracewrightError {
  return new TracewrightError('UNSUPPORTED_ASSERTION', text);
}
