// OTLP/JSON as a test writes it: 64-bit integers as strings, ids in hex, bytes in base64.

export interface AnyValueJson {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string;
  doubleValue?: number | string;
  arrayValue?: { values?: AnyValueJson[] };
  kvlistValue?: { values?: KeyValueJson[] };
  bytesValue?: string;
}

export interface KeyValueJson {
  key: string;
  value?: AnyValueJson;
}

export interface EventJson {
  timeUnixNano?: string;
  name?: string;
  attributes?: KeyValueJson[];
  droppedAttributesCount?: number;
}

export interface LinkJson {
  traceId?: string;
  spanId?: string;
  traceState?: string;
  attributes?: KeyValueJson[];
  droppedAttributesCount?: number;
  flags?: number;
}

export interface SpanJson {
  traceId?: string;
  spanId?: string;
  traceState?: string;
  parentSpanId?: string;
  flags?: number;
  name?: string;
  kind?: number;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  attributes?: KeyValueJson[];
  droppedAttributesCount?: number;
  events?: EventJson[];
  droppedEventsCount?: number;
  links?: LinkJson[];
  droppedLinksCount?: number;
  status?: { message?: string; code?: number };
}

export interface EntityRefJson {
  schemaUrl?: string;
  type?: string;
  idKeys?: string[];
  descriptionKeys?: string[];
}

export interface ResourceJson {
  attributes?: KeyValueJson[];
  droppedAttributesCount?: number;
  entityRefs?: EntityRefJson[];
}

export interface ScopeJson {
  name?: string;
  version?: string;
  attributes?: KeyValueJson[];
  droppedAttributesCount?: number;
}

export interface RequestJson {
  resourceSpans?: {
    resource?: ResourceJson;
    scopeSpans?: { scope?: ScopeJson; spans?: SpanJson[]; schemaUrl?: string }[];
    schemaUrl?: string;
  }[];
}

export interface LogRecordJson {
  timeUnixNano?: string;
  severityNumber?: number;
  severityText?: string;
  body?: AnyValueJson;
  attributes?: KeyValueJson[];
  droppedAttributesCount?: number;
  flags?: number;
  traceId?: string;
  spanId?: string;
  observedTimeUnixNano?: string;
  eventName?: string;
}

export interface LogsRequestJson {
  resourceLogs?: {
    resource?: ResourceJson;
    scopeLogs?: { scope?: ScopeJson; logRecords?: LogRecordJson[]; schemaUrl?: string }[];
    schemaUrl?: string;
  }[];
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
