import { afterEach, beforeEach } from 'node:test';
import { markTestStart } from '../src/store/current-test.ts';

/** What node:test tells its hooks of a test. Its types leave out `fullName`, and say that hooks may get a suite. */
interface RunningTest {
  readonly name?: string;
  /** The names of the suites and tests around it and its own, joined by ` > `. */
  readonly fullName?: string;
}

/** What `fullName` has between two names. */
const SEPARATOR = ' > ';
// This module can be loaded twice in one process, by --import and by a test file that is CommonJS: one of them marks.
const MARKED = Symbol.for('tracewright.nodeTestMarked');
const global = globalThis as { [MARKED]?: true };

if (global[MARKED] === undefined) {
  global[MARKED] = true;
  const ends = new WeakMap<object, () => void>();
  // Outside of any suite these hooks are global: they run for each test and subtest, and not for suites.
  beforeEach((test: RunningTest) => {
    const { name = '', fullName = name } = test;
    const around = fullName.slice(0, -name.length - SEPARATOR.length);
    ends.set(test, markTestStart(fullName, around === '' ? undefined : around));
  });
  afterEach((test: RunningTest) => ends.get(test)?.());
}
