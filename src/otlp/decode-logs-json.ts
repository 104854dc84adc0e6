import type { Resource } from '../model/span-data.ts';
import type { DecodedLogs } from './decoded-logs.ts';
import { emptyResource, emptyScope } from './draft.ts';
import type { JsonObject, JsonReader } from './json/json-reader.ts';
import { readLogRecord } from './json/log-record.ts';
import { openBody } from './json/open-body.ts';
import { readResource } from './json/resource.ts';
import { readScope } from './json/scope.ts';
import { LogAssembly } from './log-assembly.ts';

/**
 * The log records of an `ExportLogsServiceRequest` (`resourceLogs`) in OTLP's JSON: ProtoJSON with ids in hex.
 *
 * @throws {TracewrightError} MALFORMED_JSON with the position of a syntax error or the path of a field of the wrong type.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function decodeLogsJson(body: Uint8Array): DecodedLogs {
  const assembly = new LogAssembly();
  const { json, request } = openBody(body, assembly.findings);
  const list = json.list(request, 'resourceLogs');
  for (let index = 0; index < list.length; index++) {
    readResourceLogs(json, json.element(list, 'resourceLogs', index), assembly);
    json.leave();
  }
  return assembly.finish();
}

/** ResourceLogs: `resource · scopeLogs · schemaUrl`. */
function readResourceLogs(json: JsonReader, object: JsonObject, assembly: LogAssembly): void {
  const resource = emptyResource();
  const from = assembly.size;
  readResource(json, object, resource);
  resource.schemaUrl = json.text(object, 'schemaUrl', 'resource.schemaUrl');
  const findings = assembly.findings.take();
  const list = json.list(object, 'scopeLogs');
  for (let index = 0; index < list.length; index++) {
    readScopeLogs(json, json.element(list, 'scopeLogs', index), assembly, resource);
    json.leave();
  }
  assembly.addShared(findings, resource, from);
}

/** ScopeLogs: `scope · logRecords · schemaUrl`. */
function readScopeLogs(json: JsonReader, object: JsonObject, assembly: LogAssembly, resource: Resource): void {
  const scope = emptyScope();
  const from = assembly.size;
  readScope(json, object, scope);
  scope.schemaUrl = json.text(object, 'schemaUrl', 'scope.schemaUrl');
  const findings = assembly.findings.take();
  const list = json.list(object, 'logRecords');
  for (let index = 0; index < list.length; index++) {
    const record = json.element(list, 'logRecords', index);
    assembly.addRecord(readLogRecord(json, record, resource, scope));
    json.leave();
  }
  assembly.addShared(findings, resource, from);
}
