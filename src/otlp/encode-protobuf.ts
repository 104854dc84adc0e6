import type protobuf from 'protobufjs/minimal.js';
import type { Attributes, AttributeValue } from '../model/attributes.ts';
import {
  type EntityRef,
  type Resource,
  type Scope,
  SPAN_KINDS,
  type SpanData,
  type SpanEvent,
  type SpanLink,
  STATUS_CODES,
} from '../model/span-data.ts';
import { resourceMembers, scopeMembers } from './encode-json.ts';
import { groupByOrigin, type ResourceGroup, type ScopeGroup } from './group-by-origin.ts';
import { I32, I64, LEN, VARINT } from './protobuf/message-type.ts';
import { newWriter } from './protobuf/new-writer.ts';

type Writer = protobuf.Writer;

/**
 * Spans as a TracesData in protobuf, which `decodeTracesProtobuf` reads back as the same spans. An
 * ExportTraceServiceRequest has the same bytes. Fields with proto3's default value are left out.
 *
 * The field numbers are those of the readers in protobuf/.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/trace/v1/trace.proto
 */
export function encodeTracesProtobuf(spans: Iterable<SpanData>): Uint8Array {
  const writer = newWriter();
  const groups = groupByOrigin(spans, { resource: resourceMembers, scope: scopeMembers });
  for (const group of groups.values()) message(writer, 1, () => resourceSpans(writer, group));
  return new Uint8Array(writer.finish());
}

/** ResourceSpans: `1 resource · 2 scope_spans · 3 schema_url`. */
function resourceSpans(writer: Writer, { resource, scopes }: ResourceGroup): void {
  message(writer, 1, () => resourceFields(writer, resource));
  for (const group of scopes.values()) message(writer, 2, () => scopeSpans(writer, group));
  text(writer, 3, resource.schemaUrl);
}

function resourceFields(writer: Writer, { attributes, droppedAttributesCount, entityRefs }: Resource): void {
  keyValues(writer, 1, attributes);
  uint32(writer, 2, droppedAttributesCount);
  for (const entityRef of entityRefs) message(writer, 3, () => entityRefFields(writer, entityRef));
}

function entityRefFields(writer: Writer, { schemaUrl, type, idKeys, descriptionKeys }: EntityRef): void {
  text(writer, 1, schemaUrl);
  text(writer, 2, type);
  for (const key of idKeys) textElement(writer, 3, key);
  for (const key of descriptionKeys) textElement(writer, 4, key);
}

/** ScopeSpans: `1 scope · 2 spans · 3 schema_url`. */
function scopeSpans(writer: Writer, { scope, spans }: ScopeGroup): void {
  message(writer, 1, () => scopeFields(writer, scope));
  for (const span of spans) message(writer, 2, () => spanFields(writer, span));
  text(writer, 3, scope.schemaUrl);
}

function scopeFields(writer: Writer, { name, version, attributes, droppedAttributesCount }: Scope): void {
  text(writer, 1, name);
  text(writer, 2, version);
  keyValues(writer, 3, attributes);
  uint32(writer, 4, droppedAttributesCount);
}

function spanFields(writer: Writer, span: SpanData): void {
  const { status } = span;
  hex(writer, 1, span.traceId);
  hex(writer, 2, span.spanId);
  text(writer, 3, span.traceState);
  hex(writer, 4, span.parentSpanId ?? '');
  text(writer, 5, span.name);
  uint32(writer, 6, SPAN_KINDS.indexOf(span.kind));
  fixed64(writer, 7, span.startTimeUnixNano);
  fixed64(writer, 8, span.endTimeUnixNano);
  keyValues(writer, 9, span.attributes);
  uint32(writer, 10, span.droppedAttributesCount);
  for (const event of span.events) message(writer, 11, () => eventFields(writer, event));
  uint32(writer, 12, span.droppedEventsCount);
  for (const link of span.links) message(writer, 13, () => linkFields(writer, link));
  uint32(writer, 14, span.droppedLinksCount);
  if (status.code !== 'UNSET' || status.message !== '') {
    message(writer, 15, () => {
      text(writer, 2, status.message);
      uint32(writer, 3, STATUS_CODES.indexOf(status.code));
    });
  }
  fixed32(writer, 16, span.flags);
}

function eventFields(writer: Writer, { timeUnixNano, name, attributes, droppedAttributesCount }: SpanEvent): void {
  fixed64(writer, 1, timeUnixNano);
  text(writer, 2, name);
  keyValues(writer, 3, attributes);
  uint32(writer, 4, droppedAttributesCount);
}

function linkFields(writer: Writer, link: SpanLink): void {
  hex(writer, 1, link.traceId);
  hex(writer, 2, link.spanId);
  text(writer, 3, link.traceState);
  keyValues(writer, 4, link.attributes);
  uint32(writer, 5, link.droppedAttributesCount);
  fixed32(writer, 6, link.flags);
}

/** `repeated KeyValue`: `1 key · 2 value`. */
function keyValues(writer: Writer, field: number, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    message(writer, field, () => {
      text(writer, 1, key);
      message(writer, 2, () => anyValue(writer, value));
    });
  }
}

/** AnyValue, a oneof: its member is written even when it has the default value; null is the empty one. */
function anyValue(writer: Writer, value: AttributeValue): void {
  if (value === null) return;
  switch (typeof value) {
    case 'string':
      textElement(writer, 1, value);
      return;
    case 'boolean':
      tag(writer, 2, VARINT).bool(value);
      return;
    case 'bigint':
      tag(writer, 3, VARINT).int64(halves(value));
      return;
    case 'number':
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) tag(writer, 3, VARINT).int64(value);
      else tag(writer, 4, I64).double(value);
      return;
  }
  // Not instanceof: a realm of its own, as Jest's tests run in, has another Uint8Array.
  if (ArrayBuffer.isView(value)) {
    tag(writer, 7, LEN).bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (Array.isArray(value)) {
    const values: readonly AttributeValue[] = value;
    message(writer, 5, () => {
      for (const element of values) message(writer, 1, () => anyValue(writer, element));
    });
  } else {
    message(writer, 6, () => keyValues(writer, 1, value as Attributes));
  }
}

function message(writer: Writer, field: number, writeFields: () => void): void {
  tag(writer, field, LEN).fork();
  writeFields();
  writer.ldelim();
}

function text(writer: Writer, field: number, value: string): void {
  if (value !== '') textElement(writer, field, value);
}

/** The Writer's own string() would write a lone surrogate as bytes that are not UTF-8. */
function textElement(writer: Writer, field: number, value: string): void {
  tag(writer, field, LEN).bytes(Buffer.from(value, 'utf8'));
}

function hex(writer: Writer, field: number, value: string): void {
  if (value !== '') tag(writer, field, LEN).bytes(Buffer.from(value, 'hex'));
}

function uint32(writer: Writer, field: number, value: number): void {
  if (value !== 0) tag(writer, field, VARINT).uint32(value);
}

function fixed32(writer: Writer, field: number, value: number): void {
  if (value !== 0) tag(writer, field, I32).fixed32(value);
}

/** Two halves, the lower one first: the Writer's own fixed64() takes no bigint. */
function fixed64(writer: Writer, field: number, value: bigint): void {
  if (value === 0n) return;
  const { low, high } = halves(value);
  tag(writer, field, I64).fixed32(low).fixed32(high);
}

/** What the Writer takes for a number of 64 bits. */
function halves(value: bigint): protobuf.Long {
  const bits = BigInt.asUintN(64, value);
  return { low: Number(bits & 0xffff_ffffn), high: Number(bits >> 32n), unsigned: true };
}

function tag(writer: Writer, field: number, wireType: number): Writer {
  return writer.uint32((field << 3) | wireType);
}
