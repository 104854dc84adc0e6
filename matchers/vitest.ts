import { afterEach, beforeEach, expect } from 'vitest';
import { register, type TracewrightMatchers, testMarker } from './runner-core.ts';

register(expect);

const marker = testMarker();
beforeEach(({ task }) => marker.begin(task, expect.getState().currentTestName ?? task.name));
afterEach(({ task }) => marker.end(task));

declare global {
  namespace Chai {
    interface Assertion extends TracewrightMatchers<void> {}
  }
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: jest-dom gives its matchers this type here, and two that differ do not compile
  interface AsymmetricMatchersContaining extends TracewrightMatchers<any> {}
}
