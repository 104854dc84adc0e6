import { steadyMs, wallMs } from './clock.ts';

/** When a test began, on both clocks, and what it is called. */
export interface TestMark {
  readonly name: string;
  readonly wallMs: number;
  readonly steadyMs: number;
  /** The name of the test that this one is a subtest of. */
  readonly within: string | undefined;
  /** `unknown` where the runner's entry does not record ends. */
  state: 'running' | 'ended' | 'unknown';
}

/** What else a runner's entry knows of a test. */
export interface TestPlace {
  /** The name of the test that this one is a subtest of. */
  readonly within: string | undefined;
}

// The runner's entry and the receiver can come from two copies of the package (ESM and CommonJS), so the marks live
// under a global symbol. Jest gives every test file a global of its own; elsewhere a file's marks follow another's.
const MARKS = Symbol.for('tracewright.testMarks');

/**
 * Records that a test begins now. The runner entries call it from a global `beforeEach`.
 *
 * @param place given by an entry that also records the end of each test
 * @returns records that the test has ended
 */
export function markTestStart(name: string, place?: TestPlace): () => void {
  const state = place === undefined ? 'unknown' : 'running';
  const mark: TestMark = { name, wallMs: wallMs(), steadyMs: steadyMs(), within: place?.within, state };
  marks().push(mark);
  return () => {
    mark.state = 'ended';
  };
}

/**
 * The test that runs now, or undefined where no runner entry marks tests. Of several that run at once it is the earliest.
 * A test whose subtests run is not one of them: it waits for these.
 */
export function currentTest(): TestMark | undefined {
  const running = marks().filter(({ state }) => state === 'running');
  const waiting = new Set(running.map(({ within }) => within));
  return running.find(({ name }) => !waiting.has(name)) ?? marks().at(-1);
}

/** Every test that began, in order. */
export function testMarks(): readonly TestMark[] {
  return marks();
}

function marks(): TestMark[] {
  const global = globalThis as { [MARKS]?: TestMark[] };
  global[MARKS] ??= [];
  return global[MARKS];
}
