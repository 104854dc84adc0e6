import { afterEach, beforeEach, expect } from '@jest/globals';
import { markJestTests, register, type TracewrightMatchers } from './runner-core.ts';

register(expect);
markJestTests({ expect, beforeEach, afterEach });

// By this module and with these type parameters, as jest-dom does it: through 'expect' itself, jest-dom's would be refused.
declare module '@jest/expect' {
  interface Matchers<R extends void | Promise<void>> extends TracewrightMatchers<R> {}
  interface AsymmetricMatchers extends TracewrightMatchers<unknown> {}
}
