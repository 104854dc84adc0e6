/** Seconds since the epoch, and nanoseconds. */
export type HrTime = readonly [seconds: number, nanoseconds: number];

/** The context of a span, as OpenTelemetry's API has it. */
export interface ReadableSpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean | undefined;
  readonly traceState?: { serialize(): string } | undefined;
}

/** The library that made a span. */
export interface ReadableScope {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
  readonly attributes?: object | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

/** What made a span. */
export interface ReadableResource {
  readonly attributes: object;
  readonly schemaUrl?: string | undefined;
  readonly asyncAttributesPending?: boolean | undefined;
}

/**
 * A span as the SDK of OpenTelemetry for JavaScript gives it to exporters. The `ReadableSpan` of SDK 1.x and that of 2.x
 * both have this shape, so neither package has to be installed.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#additional-span-interfaces
 */
export interface ReadableSpan {
  readonly name: string;
  /** The number of the API: 0 is INTERNAL, 1 SERVER, 2 CLIENT, 3 PRODUCER, 4 CONSUMER. */
  readonly kind: number;
  readonly spanContext: () => ReadableSpanContext;
  /** Of SDK 2.x. */
  readonly parentSpanContext?: ReadableSpanContext | undefined;
  /** Of SDK 1.x. */
  readonly parentSpanId?: string | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly attributes: object;
  readonly events: readonly {
    readonly name: string;
    readonly time: HrTime;
    readonly attributes?: object | undefined;
    readonly droppedAttributesCount?: number | undefined;
  }[];
  readonly links: readonly {
    readonly context: ReadableSpanContext;
    readonly attributes?: object | undefined;
    readonly droppedAttributesCount?: number | undefined;
  }[];
  readonly ended: boolean;
  readonly resource: ReadableResource;
  /** Of SDK 2.x. */
  readonly instrumentationScope?: ReadableScope | undefined;
  /** Of SDK 1.x. */
  readonly instrumentationLibrary?: ReadableScope | undefined;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}
