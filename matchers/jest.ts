import {
  type ExtendableExpect,
  type Hook,
  markJestTests,
  register,
  TracewrightError,
  type TracewrightMatchers,
} from './runner-core.ts';

const { expect, beforeEach, afterEach } = globalThis as {
  readonly expect?: ExtendableExpect;
  readonly beforeEach?: Hook;
  readonly afterEach?: Hook;
};
if (expect === undefined || beforeEach === undefined || afterEach === undefined) {
  throw new TracewrightError(
    'MISSING_PEER',
    'tracewright/jest found no global expect, beforeEach and afterEach. Import it from a test file or from setupFilesAfterEnv (setupFiles is too early); with injectGlobals: false import tracewright/jest-globals.',
  );
}
register(expect);
markJestTests({ expect, beforeEach, afterEach });

// By this module and with these type parameters, as jest-dom does it: through 'expect' itself, jest-dom's would be refused.
declare module '@jest/expect' {
  interface Matchers<R extends void | Promise<void>> extends TracewrightMatchers<R> {}
  interface AsymmetricMatchers extends TracewrightMatchers<unknown> {}
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: a merged interface repeats the type parameters as @types/jest has them
    interface Matchers<R, T = {}> extends TracewrightMatchers<R> {}
    interface Expect extends TracewrightMatchers<unknown> {}
    interface InverseAsymmetricMatchers extends TracewrightMatchers<unknown> {}
  }
}
