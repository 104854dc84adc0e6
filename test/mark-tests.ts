import { afterEach, beforeEach, expect } from 'vitest';
import { testMarker } from '../matchers/mark-tests.ts';

// Vitest runs this file anew for each test file. Without isolation it evaluates `matchers/vitest.ts` once per worker, so
// the marks of that entry would be missing in all later files of the worker, and those of earlier files would count.
Reflect.deleteProperty(globalThis, Symbol.for('tracewright.testMarks'));
const marker = testMarker();
beforeEach(({ task }) => marker.begin(task, expect.getState().currentTestName ?? task.name));
afterEach(({ task }) => marker.end(task));
