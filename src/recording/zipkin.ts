import { setAttribute } from '../model/attributes.ts';
import type { SpanKind } from '../model/span-data.ts';
import type { DecodedTraces } from '../otlp/decoded-traces.ts';
import { emptyEvent, emptyResource, emptyScope, emptySpan, type SpanDraft } from '../otlp/draft.ts';
import type { JsonObject, JsonReader } from '../otlp/json/json-reader.ts';
import { LongNumber } from '../otlp/json/long-numbers.ts';
import { openBody } from '../otlp/json/open-body.ts';
import { TraceAssembly } from '../otlp/trace-assembly.ts';
import { readAnnotation } from './annotation.ts';
import { takeLinkTags } from './link-tags.ts';
import { endAfter, microseconds, paddedId } from './microseconds.ts';
import { takeOtelTags } from './otel-tags.ts';
import { SHARED } from './shared-spans.ts';

const KINDS: readonly SpanKind[] = ['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER'];

/**
 * The spans of `{ spans: [span, ...] }`, each of Zipkin's v2 API. Shared ones are marked, see `separateShared`.
 *
 * @throws {TracewrightError} MALFORMED_JSON
 * @see https://zipkin.io/zipkin-api/#/default/post_spans
 */
export function decodeZipkin(body: Uint8Array): DecodedTraces {
  const assembly = new TraceAssembly();
  const { json, request } = openBody(body, assembly.findings);
  const list = json.list(request, 'spans');
  for (let index = 0; index < list.length; index++) {
    assembly.addSpan(readSpan(json, json.element(list, 'spans', index)));
    json.leave();
  }
  return assembly.finish();
}

/**
 * Span: `traceId hex · id hex · parentId hex · name · kind · timestamp µs · duration µs · localEndpoint · remoteEndpoint ·
 * annotations · tags · shared`.
 */
function readSpan(json: JsonReader, object: JsonObject): SpanDraft {
  const older = json.get(object, 'binaryAnnotations');
  if (older !== undefined) json.fail('binaryAnnotations', 'absent (Zipkin v2 is read, v1 is not)', older);
  const resource = emptyResource();
  const span = emptySpan(resource, emptyScope());
  span.traceId = paddedId(json, object, 'traceId', 32);
  span.spanId = paddedId(json, object, 'id', 16);
  const parentId = paddedId(json, object, 'parentId', 16);
  if (parentId !== '') span.parentSpanId = parentId;
  span.name = json.text(object, 'name');
  span.kind = readKind(json, object);
  span.startTimeUnixNano = microseconds(json, object, 'timestamp');
  span.endTimeUnixNano = endAfter(json, object, span.startTimeUnixNano);
  readTags(json, object, span);
  span.scope = takeOtelTags(span);
  takeLinkTags(span);
  // The Collector's exporter says it of a span that has no kind in Zipkin.
  if (span.kind === 'INTERNAL' && span.attributes['span.kind'] === 'internal') delete span.attributes['span.kind'];
  const service = readEndpoint(json, object, 'localEndpoint', span, 'network.local');
  if (service !== '') resource.attributes['service.name'] = service;
  const peer = readEndpoint(json, object, 'remoteEndpoint', span, 'network.peer');
  if (peer !== '') span.attributes['peer.service'] ??= peer;
  readAnnotations(json, object, span);
  if (json.get(object, 'shared') === true) span.flags = SHARED;
  return span;
}

function readKind(json: JsonReader, object: JsonObject): SpanKind {
  const given = json.text(object, 'kind');
  if (given === '') return 'INTERNAL';
  return KINDS.find(kind => kind === given) ?? json.fail('kind', `one of ${KINDS.join(', ')}`, given);
}

/** Tags are text; what some senders write without quotes is taken as it is. */
function readTags(json: JsonReader, parent: JsonObject, span: SpanDraft): void {
  const tags = json.child(parent, 'tags');
  if (tags === undefined) return;
  for (const key of Object.keys(tags)) {
    const held = json.get(tags, key);
    if (typeof held === 'boolean' || typeof held === 'number') setAttribute(span.attributes, key, held);
    else setAttribute(span.attributes, key, held instanceof LongNumber ? held.text : json.text(tags, key));
  }
  json.leave();
}

/** Endpoint: `serviceName · ipv4 · ipv6 · port`; returns the name. */
function readEndpoint(json: JsonReader, parent: JsonObject, key: string, span: SpanDraft, prefix: string): string {
  const object = json.child(parent, key);
  if (object === undefined) return '';
  const service = json.text(object, 'serviceName');
  const ipv4 = json.text(object, 'ipv4');
  const address = ipv4 === '' ? json.text(object, 'ipv6') : ipv4;
  const port = json.uint32(object, 'port');
  if (address !== '') span.attributes[`${prefix}.address`] ??= address;
  if (port !== 0) span.attributes[`${prefix}.port`] ??= port;
  json.leave();
  return service;
}

/** Annotation: `timestamp µs · value`. */
function readAnnotations(json: JsonReader, parent: JsonObject, span: SpanDraft): void {
  const list = json.list(parent, 'annotations');
  for (let index = 0; index < list.length; index++) {
    const object = json.element(list, 'annotations', index);
    const time = microseconds(json, object, 'timestamp');
    span.events.push({ ...emptyEvent(), timeUnixNano: time, ...readAnnotation(json.text(object, 'value')) });
    json.leave();
  }
}
