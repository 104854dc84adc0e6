import { beforeEach, expect } from 'vitest';
import { markTestStart } from '../src/store/current-test.ts';
import { register } from './register.ts';
import type { TracewrightMatchers } from './types.ts';

register(expect);
beforeEach(() => markTestStart(expect.getState().currentTestName ?? ''));

declare global {
  namespace Chai {
    interface Assertion extends TracewrightMatchers<void> {}
  }
}

declare module 'vitest' {
  interface AsymmetricMatchersContaining extends TracewrightMatchers<unknown> {}
}
