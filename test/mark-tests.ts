import { beforeEach, expect } from 'vitest';
import { markTestStart } from '../src/store/current-test.ts';

// Vitest runs this file anew for each test file. Without isolation it evaluates `matchers/vitest.ts` once per worker, so
// the marks of that entry would be missing in all later files of the worker, and those of earlier files would count.
Reflect.deleteProperty(globalThis, Symbol.for('tracewright.testMarks'));
beforeEach(() => markTestStart(expect.getState().currentTestName ?? ''));
