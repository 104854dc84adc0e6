import type { Attributes } from '../model/attributes.ts';
import type { SpanKind, StatusCode } from '../model/span-data.ts';

/** An event of a span to build. */
export interface EventInput {
  readonly name: string;
  readonly attributes?: Attributes;
  /** How long after the start of its span it happened, in milliseconds. Default 0. */
  readonly offsetMs?: number;
}

/** A link of a span to build. A `Span` can stand here, too. */
export interface LinkInput {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly traceState?: string;
  readonly attributes?: Attributes;
}

/** A span to build, and its children. Only `name` is needed. */
export interface TraceTree {
  readonly name: string;
  /** `service.name` of its resource. Default: that of its parent; `unknown_service` for a root. */
  readonly service?: string;
  /** Default INTERNAL. */
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly events?: readonly EventInput[];
  readonly links?: readonly LinkInput[];
  /** A message belongs to ERROR alone. Default UNSET. */
  readonly status?: StatusCode | { readonly code: StatusCode; readonly message?: string };
  /** Default: 1 ms more than its children take, or 1 ms without children. */
  readonly durationMs?: number;
  /** How long after the start of its parent it starts. Default: when the sibling before it ends; 0 for the first. */
  readonly startOffsetMs?: number;
  /** Attributes of its resource beside `service.name`. Default: those of its parent, if the service is the same. */
  readonly resource?: Attributes;
  /** 16 hex digits. Default: a fresh one. */
  readonly spanId?: string;
  /** The W3C `tracestate`. Default: that of its parent. */
  readonly traceState?: string;
  readonly children?: readonly TraceTree[];
}

/** How `buildTrace` places a trace. */
export interface BuildTraceOptions {
  /** 32 hex digits. Default: that of `parent`, or a fresh one. */
  readonly traceId?: string;
  /** The trace continues this context: that of a capture, or a span. Its id is the parent of the roots. */
  readonly parent?: { readonly traceId: string; readonly spanId: string };
  /** When the first root starts: a Date, or milliseconds since the epoch. Default: now, see `buildTrace`. */
  readonly startTime?: Date | number;
  /** The same seed gives the same ids. */
  readonly seed?: number | string;
}
