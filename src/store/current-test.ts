import { type Moment, now } from './moment.ts';

/** When a test began and ended, and what it is called. */
export interface TestMark {
  readonly name: string;
  readonly began: Moment;
  /** Undefined while it runs. */
  ended: Moment | undefined;
  /** The name of the test that this one is a subtest of. */
  readonly within: string | undefined;
}

/** The tests of this process, as the entry of a runner marks them. */
interface Marks {
  readonly tests: TestMark[];
  /** When the entry was loaded. */
  readonly loaded: Moment;
  /** Whether this code runs in a test that the runner began together with others, and before it marked them. */
  isUnmarked: () => boolean;
}

// The runner's entry and the receiver can come from two copies of the package (ESM and CommonJS), so the marks live
// under a global symbol. Jest gives every test file a global of its own; elsewhere a file's marks follow another's.
const MARKS = Symbol.for('tracewright.testMarks');

/**
 * Records that a test begins now; returns what records its end. The entries of runners call both from global hooks.
 *
 * @param within the name of the test that this one is a subtest of
 */
export function markTestStart(name: string, within?: string): () => void {
  const mark: TestMark = { name, began: now(), ended: undefined, within };
  marks().tests.push(mark);
  return () => {
    mark.ended ??= now();
  };
}

/** Tells how to recognise code of a test that began before it was marked: Jest begins concurrent tests so. */
export function noteUnmarkedTests(isUnmarked: () => boolean): void {
  marks().isUnmarked = isUnmarked;
}

/**
 * When the test began that runs now; of several that run at once, the earliest: which of them asks cannot be known. A test
 * whose subtests run is not one of them: it waits for these. Undefined where no runner's entry marks tests.
 */
export function testWindow(): Moment | undefined {
  const { tests, loaded, isUnmarked } = marks();
  if (isUnmarked()) return loaded;
  return (innermost(tests.filter(({ ended }) => ended === undefined))[0] ?? tests.at(-1))?.began;
}

/**
 * The name of the test that ran between two moments by one of the clocks; undefined unless there is exactly one, and no
 * other ran beside it.
 */
export function testAt(clock: keyof Moment, fromMs: number, toMs: number): string | undefined {
  const { tests } = marks();
  const [only, ...others] = innermost(
    tests.filter(({ began, ended }) => began[clock] <= toMs && (ended?.[clock] ?? Number.POSITIVE_INFINITY) >= fromMs),
  );
  if (only === undefined || others.length > 0) return undefined;
  const ranBeside = tests.some(test => !isAround(test, only) && (beganIn(test, only) || beganIn(only, test)));
  return ranBeside ? undefined : only.name;
}

/** Those that have no subtests among them. */
function innermost(tests: readonly TestMark[]): readonly TestMark[] {
  const around = new Set(tests.map(({ within }) => within));
  return tests.filter(({ name }) => !around.has(name));
}

/** Whether a test is this one, or one that this is a subtest of, or a subtest of this one. */
function isAround(test: TestMark, of: TestMark): boolean {
  if (test === of || test.within === of.name) return true;
  for (let within = of.within; within !== undefined; ) {
    if (within === test.name) return true;
    within = marks().tests.findLast(({ name }) => name === within)?.within;
  }
  return false;
}

/** Whether a test began while another ran. */
function beganIn({ began }: TestMark, { began: otherBegan, ended }: TestMark): boolean {
  const atMs = began.steadyMs;
  return atMs >= otherBegan.steadyMs && atMs < (ended?.steadyMs ?? Number.POSITIVE_INFINITY);
}

function marks(): Marks {
  const global = globalThis as { [MARKS]?: Marks };
  global[MARKS] ??= { tests: [], loaded: now(), isUnmarked: () => false };
  return global[MARKS];
}
