import { TracewrightError } from '../src/errors.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

const JEST_MATCHERS = Symbol.for('$$jest-matchers-object');
const VITEST_STATE = Symbol.for('matchers-object');
const VITEST_EXPECT = Symbol.for('expect-global');

/** What Jest and Vitest hand to a matcher besides, where they keep snapshots. */
export interface SnapshotContext extends RunnerContext {
  readonly snapshotState?: {
    getUncheckedKeys?(): readonly string[];
    markSnapshotsAsCheckedForTest?(testName: string): void;
  };
  readonly currentTestName?: string;
  readonly currentConcurrentTestName?: () => string | undefined;
  /** Vitest's, since 4.1: the test that the assertion belongs to. */
  readonly task?: { readonly context?: { readonly expect?: VitestExpect } };
  readonly poll?: unknown;
}

/** How a text compares with the stored one; `stored` is undefined when none is, and the runner may not write one. */
export type Comparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'differs'; readonly stored: string | undefined; readonly received: string };

interface VitestExpect {
  (received: unknown): VitestAssertion;
  getState(): { readonly assertionCalls: number };
  setState(state: { readonly assertionCalls: number }): void;
}

interface VitestAssertion {
  toMatchSnapshot(...hint: string[]): void;
  /** Chai's: where Vitest notes the test. */
  readonly __flags?: { readonly 'vitest-test'?: { readonly concurrent?: boolean } };
}

type JestSnapshotMatcher = (
  this: unknown,
  received: unknown,
  ...hint: string[]
) => MatcherResult & Partial<Record<'actual' | 'expected', string>>;

interface RunnerGlobals {
  readonly [JEST_MATCHERS]?: { readonly matchers?: Record<string, unknown> };
  readonly [VITEST_EXPECT]?: VitestExpect;
}

const globals = globalThis as RunnerGlobals;

/**
 * Holds a text against the one that the runner has stored for this test, through its own `toMatchSnapshot`: that one
 * writes what is new, updates with `-u`, refuses in CI and counts.
 */
export function compareWithStored(context: SnapshotContext, text: string, name: string | undefined): Comparison {
  const hint = name === undefined ? [] : [name];
  const expect = VITEST_STATE in globalThis ? (context.task?.context?.expect ?? globals[VITEST_EXPECT]) : undefined;
  if (expect !== undefined) return compareInVitest(expect, text, hint, context.task !== undefined);
  const matcher = globals[JEST_MATCHERS]?.matchers?.toMatchSnapshot as JestSnapshotMatcher | undefined;
  if (matcher === undefined) throw noSupport();
  const { pass, actual, expected } = matcher.call(context, verbatim(text), ...hint);
  return pass ? { kind: 'same' } : { kind: 'differs', stored: expected, received: actual ?? text };
}

/** Vitest's throws; and it counts as an assertion, which ours is already. */
function compareInVitest(
  expect: VitestExpect,
  text: string,
  hint: readonly string[],
  isTestKnown: boolean,
): Comparison {
  const { assertionCalls } = expect.getState();
  try {
    const assertion = expect(verbatim(text));
    if (!isTestKnown) refuseConcurrent(assertion);
    assertion.toMatchSnapshot(...hint);
    return { kind: 'same' };
  } catch (error) {
    if (!(error instanceof Error) || !('actual' in error)) throw error;
    const { actual, expected } = error as { readonly actual?: string; readonly expected?: string };
    return { kind: 'differs', stored: expected, received: actual ?? text };
  } finally {
    expect.setState({ assertionCalls });
  }
}

/** Vitest before 4.1 tells a matcher only which test began last: of tests side by side it could be another. */
function refuseConcurrent({ __flags }: VitestAssertion): void {
  const test = __flags?.['vitest-test'];
  if (test !== undefined && test.concurrent !== true) return;
  throw new TracewrightError(
    'NO_SNAPSHOT_SUPPORT',
    'toMatchTraceSnapshot cannot know which of several tests it stands in: before 4.1, Vitest does not tell a matcher. Use test.sequential here, or a later Vitest.',
  );
}

/** Tells the runner that the stored snapshots of this test are in use, though none was compared: `-u` keeps them. */
export function keepStored({ snapshotState, currentTestName, currentConcurrentTestName }: SnapshotContext): void {
  const testName = currentConcurrentTestName?.() ?? currentTestName;
  for (const key of snapshotState?.getUncheckedKeys?.() ?? []) {
    // `a checkout 1`; with a name `a checkout: name 1` in Jest, `a checkout > name 1` in Vitest.
    const name = key.replace(/ \d+$/, '');
    const isOfTest = name === testName || name.startsWith(`${testName}: `) || name.startsWith(`${testName} > `);
    if (isOfTest) snapshotState?.markSnapshotsAsCheckedForTest?.(name);
  }
}

/**
 * Refuses runners that keep no snapshots.
 *
 * @throws {TracewrightError} NO_SNAPSHOT_SUPPORT
 */
export function assertMachinery(context: SnapshotContext | undefined): asserts context is SnapshotContext {
  if (context?.snapshotState === undefined || context.snapshotState === null) throw noSupport();
}

function noSupport(): TracewrightError {
  return new TracewrightError(
    'NO_SNAPSHOT_SUPPORT',
    'toMatchTraceSnapshot needs the snapshots of Jest or Vitest, and a running test: this expect has none. Elsewhere state the structure in the test: toHaveSpanTree(tree, { exact: true }), toHaveSpan(criteria, { times }), toPropagateAcross(...services).',
  );
}

/** Stored as it is: a plain string would get quotes around it. Both runners print an asymmetric matcher by its own text. */
function verbatim(text: string): object {
  return {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    asymmetricMatch: () => false,
    toString: () => 'TraceSnapshot',
    toAsymmetricMatcher: () => text,
  };
}
