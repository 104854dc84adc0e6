export { type ErrorCode, TracewrightError } from './errors.ts';
export type { Attributes, AttributeValue } from './model/attributes.ts';
export type {
  AsymmetricMatcher,
  AttributesCriterion,
  EventCriterion,
  LinkCriterion,
  SpanCriteria,
  TextCriterion,
} from './model/criteria.ts';
export type { Problem } from './model/problem.ts';
export type { SentContext } from './model/sent-context.ts';
export type {
  EntityRef,
  Resource,
  Scope,
  SpanData,
  SpanEvent,
  SpanKind,
  SpanLink,
  Status,
  StatusCode,
} from './model/span-data.ts';
export type { Criteria, Span, Trace } from './model/trace.ts';
export type { CaptureArgument, CaptureOptions } from './receiver/capture-options.ts';
export type { EnvOptions, OtlpProtocol } from './receiver/environment.ts';
export type { Receiver } from './receiver/receiver.ts';
export { type PortOption, type ReceiverOptions, startReceiver } from './receiver/start-receiver.ts';
export type { ReceiverStats, Rejection } from './receiver/stats.ts';
export type { SettleOptions, WaitForSpanOptions } from './receiver/wait-for.ts';
export type { Service } from './services/service.ts';
export type { Readiness, ServiceOptions } from './services/service-options.ts';
export { startService } from './services/start-service.ts';
