import type { Resource } from '../model/span-data.ts';
import type { DecodedTraces } from './decoded-traces.ts';
import { emptyResource, emptyScope } from './draft.ts';
import type { JsonObject, JsonReader } from './json/json-reader.ts';
import { openBody } from './json/open-body.ts';
import { readResource } from './json/resource.ts';
import { readScope } from './json/scope.ts';
import { readSpan } from './json/span.ts';
import { TraceAssembly } from './trace-assembly.ts';

/**
 * The spans of an `ExportTraceServiceRequest` (`resourceSpans`) in OTLP's JSON: ProtoJSON with ids in hex.
 *
 * @param arrivedUnixNano when the request arrived; undefined for a file, whose spans may have any age
 * @throws {TracewrightError} MALFORMED_JSON with the position of a syntax error or the path of a field of the wrong type.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function decodeTracesJson(body: Uint8Array, arrivedUnixNano?: bigint): DecodedTraces {
  const assembly = new TraceAssembly(arrivedUnixNano);
  const { json, request } = openBody(body, assembly.findings);
  const list = json.list(request, 'resourceSpans');
  for (let index = 0; index < list.length; index++) {
    readResourceSpans(json, json.element(list, 'resourceSpans', index), assembly);
    json.leave();
  }
  return assembly.finish();
}

/** ResourceSpans: `resource · scopeSpans · schemaUrl`. */
function readResourceSpans(json: JsonReader, object: JsonObject, assembly: TraceAssembly): void {
  const resource = emptyResource();
  const from = assembly.size;
  readResource(json, object, resource);
  resource.schemaUrl = json.text(object, 'schemaUrl', 'resource.schemaUrl');
  const findings = assembly.findings.take();
  const list = json.list(object, 'scopeSpans');
  for (let index = 0; index < list.length; index++) {
    readScopeSpans(json, json.element(list, 'scopeSpans', index), assembly, resource);
    json.leave();
  }
  assembly.addShared(findings, resource, from);
}

/** ScopeSpans: `scope · spans · schemaUrl`. */
function readScopeSpans(json: JsonReader, object: JsonObject, assembly: TraceAssembly, resource: Resource): void {
  const scope = emptyScope();
  const from = assembly.size;
  readScope(json, object, scope);
  scope.schemaUrl = json.text(object, 'schemaUrl', 'scope.schemaUrl');
  const findings = assembly.findings.take();
  const list = json.list(object, 'spans');
  for (let index = 0; index < list.length; index++) {
    const span = json.element(list, 'spans', index);
    assembly.addSpan(readSpan(json, span, resource, scope));
    json.leave();
  }
  assembly.addShared(findings, resource, from);
}
