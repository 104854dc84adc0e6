import type { TracewrightMatchers } from './types.ts';

export * from './index.ts';

// For the `expect` package by itself, as under node:test, which has no entry of its own: `expect.extend(matchers)`.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends TracewrightMatchers<R> {}
  interface AsymmetricMatchers extends TracewrightMatchers<unknown> {}
}
