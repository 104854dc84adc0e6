/**
 * OTLP's `TracesData` as JSON has it: ids in hex, 64-bit integers as text, enumerations as numbers. A field with the
 * default value of its type is left out.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export interface OtlpTracesJson {
  readonly resourceSpans: readonly OtlpResourceSpansJson[];
}

export interface OtlpResourceSpansJson {
  readonly resource: {
    readonly attributes?: readonly OtlpKeyValueJson[];
    readonly droppedAttributesCount?: number;
    readonly entityRefs?: readonly object[];
  };
  readonly scopeSpans: readonly {
    readonly scope: {
      readonly name?: string;
      readonly version?: string;
      readonly attributes?: readonly OtlpKeyValueJson[];
      readonly droppedAttributesCount?: number;
    };
    readonly spans: readonly OtlpSpanJson[];
    readonly schemaUrl?: string;
  }[];
  readonly schemaUrl?: string;
}

export interface OtlpSpanJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState?: string;
  readonly parentSpanId?: string;
  readonly flags?: number;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly OtlpKeyValueJson[];
  readonly droppedAttributesCount?: number;
  readonly events?: readonly {
    readonly timeUnixNano: string;
    readonly name?: string;
    readonly attributes?: readonly OtlpKeyValueJson[];
    readonly droppedAttributesCount?: number;
  }[];
  readonly droppedEventsCount?: number;
  readonly links?: readonly {
    readonly traceId?: string;
    readonly spanId?: string;
    readonly traceState?: string;
    readonly attributes?: readonly OtlpKeyValueJson[];
    readonly droppedAttributesCount?: number;
    readonly flags?: number;
  }[];
  readonly droppedLinksCount?: number;
  readonly status?: { readonly message?: string; readonly code?: number };
}

/** The value is an `AnyValue`: `{ stringValue: 'a' }`, `{ intValue: '1' }`, and so on. */
export interface OtlpKeyValueJson {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
