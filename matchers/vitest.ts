import { beforeEach, expect } from 'vitest';
import { markTestStart } from '../src/store/current-test.ts';
import { register } from './register.ts';
import type { TracewrightMatchers } from './types.ts';

register(expect);
beforeEach(() => {
  markTestStart(expect.getState().currentTestName ?? '');
});

declare global {
  namespace Chai {
    interface Assertion extends TracewrightMatchers<void> {}
  }
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: jest-dom gives its matchers this type here, and two that differ do not compile
  interface AsymmetricMatchersContaining extends TracewrightMatchers<any> {}
}
