import { Buffer } from 'node:buffer';
import type { Attributes, AttributeValue } from '../../src/model/attributes.ts';
import type { SpanData } from '../../src/model/span-data.ts';

/**
 * A span as it comes back from Zipkin when the Collector's exporter wrote it. docs/receiver.md lists what is lost:
 * Zipkin has microseconds, lower-case names and attributes of text, and no place for flags, dropped counts and the resource.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/
 */
export function asZipkinKeeps(span: SpanData): SpanData {
  const { 'service.name': service = '', ...resource } = span.resource.attributes;
  const start = microseconds(span.startTimeUnixNano);
  return {
    ...span,
    flags: 0,
    name: span.name.toLowerCase(),
    startTimeUnixNano: start,
    endTimeUnixNano: start + microseconds(span.endTimeUnixNano - span.startTimeUnixNano),
    attributes: asTags({ ...resource, ...span.scope.attributes, ...span.attributes }),
    droppedAttributesCount: 0,
    events: span.events.map(event => ({ ...event, timeUnixNano: microseconds(event.timeUnixNano) })),
    droppedEventsCount: 0,
    links: span.links.map(link => ({ ...link, flags: 0 })),
    droppedLinksCount: 0,
    resource: { attributes: { 'service.name': service }, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' },
    scope: { ...span.scope, attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
  };
}

/** Without the version of the scope: the exporter also gives it to the scopes after it that have none. */
export function withoutVersion(span: SpanData): SpanData {
  return { ...span, scope: { ...span.scope, version: '' } };
}

/** The exporter rounds. */
function microseconds(nanoseconds: bigint): bigint {
  return ((nanoseconds + 500n) / 1_000n) * 1_000n;
}

/** The exporter adds the older name of a status code. */
function asTags(attributes: Attributes): Attributes {
  const tags = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, asText(value)]));
  const { 'http.response.status_code': status } = tags;
  return status === undefined ? tags : { ...tags, 'http.status_code': status };
}

function asText(value: AttributeValue): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
