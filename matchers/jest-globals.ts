import { beforeEach, expect } from '@jest/globals';
import { markTestStart } from '../src/store/current-test.ts';
import { register } from './register.ts';
import type { TracewrightMatchers } from './types.ts';

register(expect);
beforeEach(() => {
  markTestStart(expect.getState().currentTestName ?? '');
});

// By this module and with these type parameters, as jest-dom does it: through 'expect' itself, jest-dom's would be refused.
declare module '@jest/expect' {
  interface Matchers<R extends void | Promise<void>> extends TracewrightMatchers<R> {}
  interface AsymmetricMatchers extends TracewrightMatchers<unknown> {}
}
