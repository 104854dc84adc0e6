import { traceVerbs } from './receiver/trace-verbs.ts';
import type { ReadTracesOptions } from './recording/read-options.ts';
import { createReadTraces, type TraceFile } from './recording/read-traces.ts';

export { buildTrace } from './collector/build-trace.ts';
export type { Collector, CollectorEndpoints } from './collector/collector.ts';
export type { CollectorOptions } from './collector/collector-options.ts';
export type { SendTarget, SendTracesOptions, SentTraces } from './collector/send-options.ts';
export { sendTraces } from './collector/send-traces.ts';
export { startCollector } from './collector/start-collector.ts';
export type { BuildTraceOptions, EventInput, LinkInput, TraceTree } from './collector/trace-tree.ts';
export type { CheckTraceContextOptions } from './conformance/check-options.ts';
export { type CheckedService, checkTraceContext } from './conformance/check-trace-context.ts';
export type { ConformanceFormat, RawHeader } from './conformance/conformance-case.ts';
export type { TraceContextCase, TraceContextFinding, TraceContextReport } from './conformance/verdict.ts';
export type {
  AttributePolicy,
  AttributeRule,
  AttributeType,
  PolicyCriteria,
  PolicySpanCriteria,
  PolicyText,
} from './contract/attribute-policy/attribute-policy.ts';
export { type ErrorCode, TracewrightError } from './errors.ts';
export type { LogCriteria, LogRecordCriteria, SeverityName } from './logs/log-criteria.ts';
export { type LogBackend, logQuery } from './logs/log-query.ts';
export type { Attributes, AttributeValue } from './model/attributes.ts';
export type {
  AsymmetricMatcher,
  AttributesCriterion,
  EventCriterion,
  LinkCriterion,
  Operation,
  Selector,
  SpanCriteria,
  TextCriterion,
} from './model/criteria.ts';
export type { Crossing } from './model/crossing.ts';
export { isLogRecord, type LogRecord } from './model/log-record.ts';
export type { Loss } from './model/loss.ts';
export { type Exemplar, isMetric, type Metric, type MetricType } from './model/metric.ts';
export type { Overflow } from './model/overflow.ts';
export type { Problem, ProblemCode } from './model/problem.ts';
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
export type { StartedService } from './model/started-service.ts';
export type { Criteria, PrintOptions, Span, Trace } from './model/trace.ts';
export type { UnendedSpan } from './model/unended-span.ts';
export type {
  OtlpKeyValueJson,
  OtlpResourceSpansJson,
  OtlpSpanJson,
  OtlpTracesJson,
} from './otlp/otlp-json.ts';
export { canary, type PersonOptions } from './pii/canary/canary.ts';
export type { Canary } from './pii/canary/canary-base.ts';
export type { HmacKey } from './pii/canary/digest/digest-index.ts';
export type { LeakAllowance, LeakOptions } from './pii/canary/leak-options.ts';
export type { CanaryPerson } from './pii/canary/person.ts';
export type { Confidence, DetectContext, Detection, PiiDetector, PiiKind } from './pii/detector.ts';
export { findPii, type KeyedValue, type PiiSource } from './pii/find-pii.ts';
export type { PiiAllowance, PiiPattern, PiiPolicy, TextTest } from './pii/policy/policy.ts';
export type { Finding, PiiLevel } from './pii/verdict.ts';
export type { Probe } from './probe/probe.ts';
export { type RecordHeadersOptions, recordHeaders } from './probe/record-headers.ts';
export { type ProbeOptions, startProbe } from './probe/start-probe.ts';
export type {
  Carrier,
  Extraction,
  HeaderValue,
  PropagatedContext,
  PropagationFormat,
  Refusal,
  TraceStateMember,
} from './propagation/formats/format.ts';
export type { FormatName, SentFormatName } from './propagation/formats/formats.ts';
export { type ServiceEdge, type ServiceGraph, type ServiceHop, serviceGraph } from './propagation/service-graph.ts';
export { select } from './query/select.ts';
export type { CaptureArgument, CaptureOptions } from './receiver/capture-options.ts';
export type { CorsOptions } from './receiver/cors.ts';
export type { EnvOptions, OtlpProtocol } from './receiver/environment.ts';
export type { Fault } from './receiver/fault.ts';
export type { FaultOptions } from './receiver/fault-options.ts';
export type { FailedRequest } from './receiver/fault-run.ts';
export type { ForwardOptions, ForwardProtocol } from './receiver/forward-options.ts';
export type { ForwardFailure, Forwarding } from './receiver/forwarder.ts';
export type { GrpcStatusName } from './receiver/grpc-status.ts';
export type { Receiver } from './receiver/receiver.ts';
export type { SamplerName, SamplerOptions } from './receiver/sampler-variables.ts';
export { type PortOption, type ReceiverOptions, startReceiver } from './receiver/start-receiver.ts';
export type { ReceiverStats, Rejection } from './receiver/stats.ts';
export type { TlsOptions } from './receiver/tls-options.ts';
export { traceOf } from './receiver/trace-of.ts';
export type { SettleOptions, WaitForSpanOptions } from './receiver/wait-for.ts';
export type { OtherSignal, OtherSignals, SignalCount } from './recording/other-signals.ts';
export type { ReadProgress, ReadTracesOptions, RejectedRecordedSpan } from './recording/read-options.ts';
export type { TraceFile, TraceSource } from './recording/read-traces.ts';
export { toOtlpJson } from './recording/to-otlp-json.ts';
export type { TracesToWrite } from './recording/traces-to-write.ts';
export { type WriteTracesOptions, type WrittenTraces, writeTraces } from './recording/write-traces.ts';
export type { Interval } from './sampling/binomial.ts';
export type { MeasuredRequest, MeasureSamplingOptions } from './sampling/measure/measure-options.ts';
export { measureSampling } from './sampling/measure/measure-sampling.ts';
export type { SamplingDoubts, SamplingFacts, SamplingReport } from './sampling/sampling-report.ts';
export type { XRayRequest } from './sampling/xray/match-rule.ts';
export type { XRaySamplingRule, XRaySamplingRuleRecord, XRaySamplingRules } from './sampling/xray/rule.ts';
export {
  type ExpectedCount,
  simulateXRaySampling,
  type XRayDecision,
  type XRayRuleCount,
  type XRaySimulation,
  type XRaySimulationOptions,
} from './sampling/xray/simulate.ts';
export { startXRaySampling, type XRaySamplingOptions } from './sampling/xray/start-xray-sampling.ts';
export type { XRayStatistics, XRayTotals } from './sampling/xray/statistics.ts';
export type { XRaySampling, XRayStatisticsOptions, XRayWaitOptions } from './sampling/xray/xray-sampling.ts';
export type { Service } from './services/service.ts';
export type { Readiness, ServiceOptions } from './services/service-options.ts';
export { startService } from './services/start-service.ts';
export type { XRayOptions } from './xray/indexing/xray-options.ts';

/**
 * The traces of a file, one after another: OTLP JSON (lines, or one document), Jaeger JSON or Zipkin v2 JSON, each
 * plain or gzip-compressed. Which of them it is, the content tells, not the name.
 *
 * The file is read as a stream, however large, and each time that the result is iterated. Traces of Jaeger come while
 * the file is being read. So do all others with `{ order: 'grouped' }`; without it their spans may be anywhere in the
 * file, so that the traces come once it has been read, by first appearance, and until then are held as text.
 *
 * What a trace breaks of OTLP's rules is in its `problems`. A span without valid ids belongs to no trace: it goes to
 * `onRejected`, or else is an error once the file has been read.
 *
 * OTLP files of `writeTraces` come back with every field of every span. The other formats have no place for some:
 * - Jaeger: schema URLs, scope attributes, trace state and dropped counts of links and events, attributes of links,
 *   flags but "sampled", nanoseconds; lists and maps come as text. A parent of another trace, and every FOLLOWS_FROM,
 *   is a link. A span without `span.kind` is UNSPECIFIED. `warnings` are left out.
 * - Zipkin: the same, and links altogether, flags, all of the resource but `service.name`; attributes are text. A
 *   server's span that shares its id with the client's gets one of its own, the same each time, and becomes its child.
 *
 * Lines of other signals in an OTLP file (`resourceLogs`, `resourceMetrics`, `resourceProfiles`), such as a collector
 * writes, are not read. They are counted in `otherSignals`.
 *
 * @param file a path, or a `file:` URL
 * @returns an async iterable, of which `toArray()` gives all traces at once; nothing is opened before it is iterated, and
 * its errors come then: TRACE_FILE_UNREADABLE with the reason; MALFORMED_TRACE_FILE with file, line, place and what was
 * found; NO_TRACES for a file without any.
 * @throws {TracewrightError} INVALID_SUBJECT, INVALID_OPTION, UNKNOWN_OPTION: at once.
 * @example
 * for await (const trace of readTraces('checkout.jsonl')) {
 *   console.log(String(trace));
 *   trace.get({ kind: 'SERVER', service: 'orders' });
 * }
 * @example
 * const file = readTraces('collected.jsonl');
 * const traces = await file.toArray();
 * file.otherSignals.logs; // { lines: 2, records: 31 }
 * @example
 * // An assertion over every trace of a file
 * for await (const trace of readTraces('staging.json.gz', { signal: AbortSignal.timeout(60_000) })) {
 *   expect(trace).toBeComplete();
 * }
 * @see https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
 */
export const readTraces: (file: string | URL, options?: ReadTracesOptions) => TraceFile = createReadTraces(traceVerbs);
