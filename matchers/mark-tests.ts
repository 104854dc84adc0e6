import { markTestStart, noteUnmarkedTests } from '../src/store/current-test.ts';

/** A global hook of a runner. */
export type Hook = (hook: () => void) => void;

/** By the object of the runner: what records the end of a test that runs. */
const running = new Map<object, () => void>();

/**
 * Marks when each test begins and ends. Several can run at once, so each is known by an object of its runner. A test that
 * two entries mark is marked once.
 */
export function testMarker(): { begin(test: object, name: string): void; end(test: object): void } {
  return {
    begin: (test, name) => {
      if (!running.has(test)) running.set(test, markTestStart(name));
    },
    end: test => {
      running.get(test)?.();
      running.delete(test);
    },
  };
}

/** As much as is needed of Jest's `expect`. */
interface JestExpect {
  getState(): { readonly currentTestName?: string | undefined };
}

/** Marks the tests of Jest, which runs the hooks of one test after the other, also for tests that run at once. */
export function markJestTests(jest: {
  readonly expect: JestExpect;
  readonly beforeEach: Hook;
  readonly afterEach: Hook;
}): void {
  const marker = testMarker();
  const { expect } = jest;
  jest.beforeEach(() => marker.begin(jest, expect.getState().currentTestName ?? ''));
  jest.afterEach(() => marker.end(jest));
  noteUnmarkedTests(() => isConcurrentTest(expect));
}

/** Jest begins the functions of all concurrent tests of a file before the hooks of the first, and tells which one runs. */
function isConcurrentTest(expect: JestExpect): boolean {
  const { currentConcurrentTestName: name } = expect.getState() as { readonly currentConcurrentTestName?: unknown };
  return typeof name === 'function' && name() !== undefined;
}
