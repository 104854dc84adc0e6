import type { Attributes } from './attributes.ts';

/** @see https://opentelemetry.io/docs/specs/otel/trace/api/#spankind */
export type SpanKind = 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER' | 'UNSPECIFIED';

/** Every kind, in the order of the wire's numbers (`Span.SpanKind`, 0 to 5). */
export const SPAN_KINDS: readonly SpanKind[] = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

export type StatusCode = 'UNSET' | 'OK' | 'ERROR';

/** Every status code, in the order of the wire's numbers (`Status.StatusCode`, 0 to 2). */
export const STATUS_CODES: readonly StatusCode[] = ['UNSET', 'OK', 'ERROR'];

/** `message` is empty unless the code is ERROR and a description was set. */
export interface Status {
  readonly code: StatusCode;
  readonly message: string;
}

/** An entity that a resource refers to (`EntityRef`). */
export interface EntityRef {
  readonly schemaUrl: string;
  readonly type: string;
  readonly idKeys: readonly string[];
  readonly descriptionKeys: readonly string[];
}

export interface Resource {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly entityRefs: readonly EntityRef[];
  readonly schemaUrl: string;
}

/** The instrumentation scope: the library that made the span. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly schemaUrl: string;
}

export interface SpanEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** `flags` as on a span. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly flags: number;
}

/**
 * A span as it was sent: all that trace.proto holds, nothing derived.
 *
 * Ids are lower-case hex, times nanoseconds since the epoch. `flags`: bits 0 to 7 the W3C trace flags, 0x100 "it is
 * known whether the parent is remote", 0x200 "the parent is remote"; 0 when the sender said nothing.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/trace/v1/trace.proto
 */
export interface SpanData {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly events: readonly SpanEvent[];
  readonly droppedEventsCount: number;
  readonly links: readonly SpanLink[];
  readonly droppedLinksCount: number;
  readonly status: Status;
  readonly resource: Resource;
  readonly scope: Scope;
}

/** The `service.name` of a resource; `unknown_service` when it has none, as the SDKs' own default is. */
export function serviceOf(resource: Resource): string {
  const name = Object.hasOwn(resource.attributes, 'service.name') ? resource.attributes['service.name'] : undefined;
  return typeof name === 'string' && name !== '' ? name : 'unknown_service';
}
