import type { Resource, SpanKind } from '../model/span-data.ts';
import type { DecodedTraces } from '../otlp/decoded-traces.ts';
import { emptyEvent, emptyLink, emptyResource, emptyScope, emptySpan, type SpanDraft } from '../otlp/draft.ts';
import type { JsonObject, JsonReader } from '../otlp/json/json-reader.ts';
import { openBody } from '../otlp/json/open-body.ts';
import { TraceAssembly } from '../otlp/trace-assembly.ts';
import { readTags } from './jaeger-tags.ts';
import { endAfter, microseconds, paddedId } from './microseconds.ts';
import { takeOtelTags } from './otel-tags.ts';

const KINDS: ReadonlyMap<unknown, SpanKind> = new Map([
  ['internal', 'INTERNAL'],
  ['server', 'SERVER'],
  ['client', 'CLIENT'],
  ['producer', 'PRODUCER'],
  ['consumer', 'CONSUMER'],
]);

/**
 * The spans of `{ data: [trace, ...] }`, what Jaeger's HTTP API answers and its UI saves.
 *
 * @throws {TracewrightError} MALFORMED_JSON
 */
export function decodeJaeger(body: Uint8Array): DecodedTraces {
  const assembly = new TraceAssembly();
  const { json, request } = openBody(body, assembly.findings);
  const list = json.list(request, 'data');
  for (let index = 0; index < list.length; index++) {
    readTrace(json, json.element(list, 'data', index), assembly);
    json.leave();
  }
  return assembly.finish();
}

/** Trace: `traceID · spans · processes`. */
function readTrace(json: JsonReader, object: JsonObject, assembly: TraceAssembly): void {
  const from = assembly.size;
  const processes = readProcesses(json, object);
  const findings = assembly.findings.take();
  const list = json.list(object, 'spans');
  for (let index = 0; index < list.length; index++) {
    assembly.addSpan(readSpan(json, json.element(list, 'spans', index), processes));
    json.leave();
  }
  assembly.addShared(findings, emptyResource(), from);
}

/** Processes by their ids: `serviceName · tags` each. */
function readProcesses(json: JsonReader, object: JsonObject): ReadonlyMap<string, Resource> {
  const processes = new Map<string, Resource>();
  const byId = json.child(object, 'processes');
  if (byId === undefined) return processes;
  for (const id of Object.keys(byId)) processes.set(id, readProcess(json, byId, id));
  json.leave();
  return processes;
}

function readProcess(json: JsonReader, parent: JsonObject, key: string): Resource {
  const resource = emptyResource();
  const object = json.child(parent, key);
  if (object === undefined) return resource;
  const service = json.text(object, 'serviceName');
  if (service !== '') resource.attributes['service.name'] = service;
  readTags(json, object, 'tags', resource.attributes);
  json.leave();
  return resource;
}

/**
 * Span: `traceID hex · spanID hex · operationName · references · flags · startTime µs · duration µs · tags · logs ·
 * processID`. A `process` of its own instead of the id is legal too, and so is `parentSpanID` of older versions.
 */
function readSpan(json: JsonReader, object: JsonObject, processes: ReadonlyMap<string, Resource>): SpanDraft {
  const own = json.get(object, 'process') === undefined ? undefined : readProcess(json, object, 'process');
  const resource = own ?? processes.get(json.text(object, 'processID'));
  if (resource === undefined) json.findings.add('resource', 'is one of the processes of its trace (processID)');
  const span = emptySpan(resource ?? emptyResource(), emptyScope());
  span.traceId = paddedId(json, object, 'traceID', 32);
  span.spanId = paddedId(json, object, 'spanID', 16);
  span.name = json.text(object, 'operationName');
  // Bit 0 is "sampled" as in W3C's flags; bit 1, "debug", has no counterpart there.
  span.flags = json.uint32(object, 'flags') & 1;
  span.startTimeUnixNano = microseconds(json, object, 'startTime');
  span.endTimeUnixNano = endAfter(json, object, span.startTimeUnixNano);
  readTags(json, object, 'tags', span.attributes);
  readLogs(json, object, span);
  readReferences(json, object, span);
  span.kind = KINDS.get(span.attributes['span.kind']) ?? 'UNSPECIFIED';
  if (span.kind !== 'UNSPECIFIED') delete span.attributes['span.kind'];
  span.scope = takeOtelTags(span);
  return span;
}

/** Log: `timestamp µs · fields`. */
function readLogs(json: JsonReader, parent: JsonObject, span: SpanDraft): void {
  const list = json.list(parent, 'logs');
  for (let index = 0; index < list.length; index++) {
    const object = json.element(list, 'logs', index);
    const event = emptyEvent();
    event.timeUnixNano = microseconds(json, object, 'timestamp');
    readTags(json, object, 'fields', event.attributes);
    const name = event.attributes.event;
    if (typeof name === 'string') {
      event.name = name;
      delete event.attributes.event;
    } else if (Object.keys(event.attributes).some(key => key.startsWith('exception.'))) {
      event.name = 'exception';
    }
    span.events.push(event);
    json.leave();
  }
}

/** Reference: `refType · traceID · spanID`. The first CHILD_OF of the same trace is the parent, all others are links. */
function readReferences(json: JsonReader, parent: JsonObject, span: SpanDraft): void {
  const list = json.list(parent, 'references');
  for (let index = 0; index < list.length; index++) {
    const object = json.element(list, 'references', index);
    const link = emptyLink();
    link.traceId = paddedId(json, object, 'traceID', 32);
    link.spanId = paddedId(json, object, 'spanID', 16);
    const isParent = json.text(object, 'refType') === 'CHILD_OF' && link.traceId === span.traceId;
    if (isParent && span.parentSpanId === undefined) span.parentSpanId = link.spanId;
    else span.links.push(link);
    json.leave();
  }
  if (span.parentSpanId !== undefined) return;
  const older = paddedId(json, parent, 'parentSpanID', 16);
  if (older !== '' && !/^0+$/.test(older)) span.parentSpanId = older;
}
