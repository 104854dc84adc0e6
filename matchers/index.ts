import type { TracewrightMatchers } from './types.ts';

export type { MatcherResult, RunnerContext } from './runner-context.ts';
export { toBeChildOf } from './to-be-child-of.ts';
export { toHaveAttribute, toHaveSpanAttribute } from './to-have-attribute.ts';
export { toHaveSpan } from './to-have-span.ts';
export { toHaveStatus } from './to-have-status.ts';
export { toPropagateAcross } from './to-propagate-across.ts';
export type { PathOptions, SpanCountOptions, TracewrightMatchers } from './types.ts';

// For the `expect` package by itself, as under node:test, which has no entry of its own: `expect.extend(matchers)`.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends TracewrightMatchers<R> {}
  interface AsymmetricMatchers extends TracewrightMatchers<unknown> {}
}
