import { steadyMs, wallMs } from './clock.ts';

/** When a test began, on both clocks, and what it is called. */
export interface TestMark {
  readonly name: string;
  readonly wallMs: number;
  readonly steadyMs: number;
}

// The runner's entry and the receiver can come from two copies of the package (ESM and CommonJS), so the marks live
// under a global symbol. Jest gives every test file a global of its own; elsewhere a file's marks follow another's.
const MARKS = Symbol.for('tracewright.testMarks');

/** Records that a test begins now. The runner entries call it from a global `beforeEach`. */
export function markTestStart(name: string): void {
  marks().push({ name, wallMs: wallMs(), steadyMs: steadyMs() });
}

/** The test that runs now, or undefined where no runner entry marks tests. */
export function currentTest(): TestMark | undefined {
  return marks().at(-1);
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
