export type { PathOptions } from './path-options.ts';
export type { MatcherResult, RunnerContext } from './runner-context.ts';
export { toBeChildOf } from './to-be-child-of.ts';
export { toBeComplete } from './to-be-complete.ts';
export { toBeDescendantOf } from './to-be-descendant-of.ts';
export { toBeFreeOfPii } from './to-be-free-of-pii.ts';
export { toBeLinkedTo } from './to-be-linked-to.ts';
export { toBeRoot } from './to-be-root.ts';
export { toBeSampledConsistently } from './to-be-sampled-consistently.ts';
export { toBeUnsampled } from './to-be-unsampled.ts';
export { toContinue } from './to-continue.ts';
export { toCorrelateWith } from './to-correlate-with.ts';
export { toFitXRay } from './to-fit-xray.ts';
export { toFollowAttributePolicy } from './to-follow-attribute-policy.ts';
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
export { toHaveServiceIdentity } from './to-have-service-identity.ts';
export { toHaveSpan } from './to-have-span.ts';
export { toHaveSpanTree } from './to-have-span-tree.ts';
export { toHaveStatus } from './to-have-status.ts';
export { toHaveXRayAnnotation } from './to-have-xray-annotation.ts';
export { toHaveXRayMetadata } from './to-have-xray-metadata.ts';
export { type ConformanceOptions, toHonorTraceContext } from './to-honor-trace-context.ts';
export { toLeak } from './to-leak.ts';
export { toMatchTraceSnapshot } from './to-match-trace-snapshot.ts';
export { toPropagateAcross } from './to-propagate-across.ts';
export { toRecordErrors } from './to-record-errors.ts';
export { type SampleOptions, toSample } from './to-sample.ts';
export { toSampleAtMost } from './to-sample-at-most.ts';
export { toTakeLessThan } from './to-take-less-than.ts';
export type {
  CorrelatedLogsOptions,
  ErrorOptions,
  ErrorRecordingOptions,
  ExceptionCriterion,
  OrderOptions,
  RepeatOptions,
  ServiceIdentityOptions,
  SpanCountOptions,
  SpanTree,
  SpanTreeOptions,
  StrayOptions,
  TracewrightMatchers,
  XRayFitOptions,
} from './types.ts';
