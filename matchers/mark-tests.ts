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

/** Jest begins the functions of all concurrent tests of a file before the hooks of the first, or runs no hooks for them. */
function isConcurrentTest(expect: JestExpect): boolean {
  const { currentTestIdentity: identity } = expect.getState() as { readonly currentTestIdentity?: unknown };
  // Jest 29 does not tell which test asks: where one of the file is concurrent, it may be that.
  if (typeof identity !== 'function') return hasConcurrentTest(rootOfFile());
  return (identity() as { readonly concurrent?: unknown } | undefined)?.concurrent === true;
}

/** As much as is needed of what Jest knows of a test, or of a block of tests. */
interface JestEntry {
  readonly concurrent?: unknown;
  readonly children?: readonly JestEntry[];
}

function hasConcurrentTest(entry: JestEntry | undefined): boolean {
  if (entry === undefined) return false;
  return entry.concurrent === true || (entry.children ?? []).some(hasConcurrentTest);
}

/** All tests of the file, in the state that Jest's runner keeps under a symbol of its own. */
function rootOfFile(): JestEntry | undefined {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(each => each.description === 'JEST_STATE_SYMBOL');
  if (symbol === undefined) return undefined;
  return (globalThis as { [key: symbol]: { readonly rootDescribeBlock?: JestEntry } | undefined })[symbol]
    ?.rootDescribeBlock;
}
