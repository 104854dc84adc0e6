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
import { groupByOrigin } from './group-by-origin.ts';

// Text and not objects for JSON.stringify: it writes -0 as 0, and `{ __proto__: ... }` would be another trap.

/**
 * Spans as the `resourceSpans` of OTLP's JSON: a TracesData, on one line, that `decodeTracesJson` reads back as the
 * same spans. Fields with proto3's default value are left out.
 *
 * @param more further members of the object, as JSON; readers of OTLP ignore what they do not know.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function encodeTracesJson(spans: Iterable<SpanData>, more: Readonly<Record<string, unknown>> = {}): string {
  const groups = groupByOrigin(spans, { resource: resourceMembers, scope: scopeMembers });
  const resourceSpans = Array.from(groups, ([resource, { scopes }]) => {
    const scopeSpans = Array.from(scopes, ([scope, group]) =>
      object([scope, `"spans":${list(group.spans.map(spanText))}`]),
    );
    return object([resource, `"scopeSpans":${list(scopeSpans)}`]);
  });
  const others = Object.entries(more).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return object([`"resourceSpans":${list(resourceSpans)}`, ...others]);
}

/** Of ResourceSpans: `resource · schemaUrl`. */
export function resourceMembers({ attributes, droppedAttributesCount, entityRefs, schemaUrl }: Resource): string {
  const resource = object([
    attributesMember(attributes),
    count('droppedAttributesCount', droppedAttributesCount),
    entityRefs.length === 0 ? '' : `"entityRefs":${list(entityRefs.map(entityRefText))}`,
  ]);
  return members([`"resource":${resource}`, text('schemaUrl', schemaUrl)]);
}

/** EntityRef: `schemaUrl · type · idKeys · descriptionKeys`. */
function entityRefText({ schemaUrl, type, idKeys, descriptionKeys }: EntityRef): string {
  return JSON.stringify({ schemaUrl, type, idKeys, descriptionKeys });
}

/** Of ScopeSpans: `scope · schemaUrl`. */
export function scopeMembers({ name, version, attributes, droppedAttributesCount, schemaUrl }: Scope): string {
  const scope = object([
    text('name', name),
    text('version', version),
    attributesMember(attributes),
    count('droppedAttributesCount', droppedAttributesCount),
  ]);
  return members([`"scope":${scope}`, text('schemaUrl', schemaUrl)]);
}

/** Span, the fields as in json/span.ts. */
function spanText(span: SpanData): string {
  const { status } = span;
  const statusText = object([text('message', status.message), count('code', STATUS_CODES.indexOf(status.code))]);
  return object([
    text('traceId', span.traceId),
    text('spanId', span.spanId),
    text('traceState', span.traceState),
    text('parentSpanId', span.parentSpanId ?? ''),
    count('flags', span.flags),
    text('name', span.name),
    count('kind', SPAN_KINDS.indexOf(span.kind)),
    `"startTimeUnixNano":"${span.startTimeUnixNano}"`,
    `"endTimeUnixNano":"${span.endTimeUnixNano}"`,
    attributesMember(span.attributes),
    count('droppedAttributesCount', span.droppedAttributesCount),
    span.events.length === 0 ? '' : `"events":${list(span.events.map(eventText))}`,
    count('droppedEventsCount', span.droppedEventsCount),
    span.links.length === 0 ? '' : `"links":${list(span.links.map(linkText))}`,
    count('droppedLinksCount', span.droppedLinksCount),
    statusText === '{}' ? '' : `"status":${statusText}`,
  ]);
}

/** Span.Event: `timeUnixNano · name · attributes · droppedAttributesCount`. */
function eventText({ timeUnixNano, name, attributes, droppedAttributesCount }: SpanEvent): string {
  return object([
    `"timeUnixNano":"${timeUnixNano}"`,
    text('name', name),
    attributesMember(attributes),
    count('droppedAttributesCount', droppedAttributesCount),
  ]);
}

/** Span.Link: `traceId · spanId · traceState · attributes · droppedAttributesCount · flags`. */
function linkText({ traceId, spanId, traceState, attributes, droppedAttributesCount, flags }: SpanLink): string {
  return object([
    text('traceId', traceId),
    text('spanId', spanId),
    text('traceState', traceState),
    attributesMember(attributes),
    count('droppedAttributesCount', droppedAttributesCount),
    count('flags', flags),
  ]);
}

function attributesMember(attributes: Attributes): string {
  const keyValues = keyValueList(attributes);
  return keyValues === '[]' ? '' : `"attributes":${keyValues}`;
}

function keyValueList(attributes: Attributes): string {
  return list(
    Object.entries(attributes).map(([key, value]) => `{"key":${JSON.stringify(key)},"value":${anyValue(value)}}`),
  );
}

/** AnyValue: null is the empty one. */
function anyValue(value: AttributeValue): string {
  if (value === null) return '{}';
  switch (typeof value) {
    case 'string':
      return `{"stringValue":${JSON.stringify(value)}}`;
    case 'boolean':
      return `{"boolValue":${value}}`;
    case 'bigint':
      return `{"intValue":"${value}"}`;
    case 'number':
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) return `{"intValue":"${value}"}`;
      return `{"doubleValue":${doubleText(value)}}`;
  }
  // Not instanceof: a realm of its own, as Jest's tests run in, has another Uint8Array.
  if (ArrayBuffer.isView(value)) {
    const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    return `{"bytesValue":"${base64}"}`;
  }
  if (Array.isArray(value)) return `{"arrayValue":{"values":${list(value.map(anyValue))}}}`;
  return `{"kvlistValue":{"values":${keyValueList(value as Attributes)}}}`;
}

function doubleText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}

function text(key: string, value: string): string {
  return value === '' ? '' : `"${key}":${JSON.stringify(value)}`;
}

function count(key: string, value: number): string {
  return value === 0 ? '' : `"${key}":${value}`;
}

function members(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(',');
}

function object(parts: readonly string[]): string {
  return `{${members(parts)}}`;
}

function list(elements: readonly string[]): string {
  return `[${elements.join(',')}]`;
}
