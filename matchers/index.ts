import type { TracewrightMatchers } from './types.ts';

export type { PathOptions } from './path-options.ts';
export type { MatcherResult, RunnerContext } from './runner-context.ts';
export { toBeChildOf } from './to-be-child-of.ts';
export { toBeComplete } from './to-be-complete.ts';
export { toBeDescendantOf } from './to-be-descendant-of.ts';
export { toBeFreeOfPii } from './to-be-free-of-pii.ts';
export { toBeLinkedTo } from './to-be-linked-to.ts';
export { toBeRoot } from './to-be-root.ts';
export { toBeUnsampled } from './to-be-unsampled.ts';
export { toContinue } from './to-continue.ts';
export { toCorrelateWith } from './to-correlate-with.ts';
export { toHappenBefore } from './to-happen-before.ts';
export { toHappenInOrder } from './to-happen-in-order.ts';
export { toHaveAttribute, toHaveSpanAttribute } from './to-have-attribute.ts';
export { toHaveAttributes } from './to-have-attributes.ts';
export { toHaveCorrelatedLogs } from './to-have-correlated-logs.ts';
export { toHaveEvent } from './to-have-event.ts';
export { toHaveException } from './to-have-exception.ts';
export { toHaveLogs } from './to-have-logs.ts';
export { toHaveNoErrors } from './to-have-no-errors.ts';
export { toHaveNoRepeats } from './to-have-no-repeats.ts';
export { toHaveNoStrays } from './to-have-no-strays.ts';
export { toHaveResourceAttribute } from './to-have-resource-attribute.ts';
export { toHaveSpan } from './to-have-span.ts';
export { toHaveSpanTree } from './to-have-span-tree.ts';
export { toHaveStatus } from './to-have-status.ts';
export { type ConformanceOptions, toHonorTraceContext } from './to-honor-trace-context.ts';
export { toLeak } from './to-leak.ts';
export { toMatchTraceSnapshot } from './to-match-trace-snapshot.ts';
export { toPropagateAcross } from './to-propagate-across.ts';
export { toTakeLessThan } from './to-take-less-than.ts';
export type {
  CorrelatedLogsOptions,
  ErrorOptions,
  ExceptionCriterion,
  OrderOptions,
  RepeatOptions,
  SpanCountOptions,
  SpanTree,
  SpanTreeOptions,
  StrayOptions,
  TracewrightMatchers,
} from './types.ts';

// For the `expect` package by itself, as under node:test, which has no entry of its own: `expect.extend(matchers)`.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends TracewrightMatchers<R> {}
  interface AsymmetricMatchers extends TracewrightMatchers<unknown> {}
}
