import type { Resource } from '../model/span-data.ts';
import type { DecodedLogs } from './decoded-logs.ts';
import { emptyResource, emptyScope } from './draft.ts';
import type { Finding } from './findings.ts';
import { LogAssembly } from './log-assembly.ts';
import { readLogRecord } from './protobuf/log-record.ts';
import { messageType } from './protobuf/message-type.ts';
import { readResource } from './protobuf/resource.ts';
import { readScope } from './protobuf/scope.ts';
import { WireReader } from './protobuf/wire-reader.ts';

// LogsData, what files hold, has the same map.
const EXPORT_LOGS_SERVICE_REQUEST = messageType('ExportLogsServiceRequest', '1 resource_logs repeated ResourceLogs');

/**
 * The log records of an `ExportLogsServiceRequest` in protobuf.
 *
 * @throws {TracewrightError} MALFORMED_PROTOBUF with the byte, the message and the field; nothing else, whatever the bytes.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function decodeLogsProtobuf(body: Uint8Array): DecodedLogs {
  const assembly = new LogAssembly();
  const reader = new WireReader(body, assembly.findings);
  for (
    let field = reader.next(EXPORT_LOGS_SERVICE_REQUEST);
    field !== 0;
    field = reader.next(EXPORT_LOGS_SERVICE_REQUEST)
  ) {
    if (field === 1) readResourceLogs(reader, assembly);
    else reader.skipField();
  }
  return assembly.finish();
}

const RESOURCE_LOGS = messageType(
  'ResourceLogs',
  '1 resource Resource',
  '2 scope_logs repeated ScopeLogs',
  '3 schema_url string',
);

function readResourceLogs(reader: WireReader, assembly: LogAssembly): void {
  const resource = emptyResource();
  const findings: Finding[] = [];
  const from = assembly.size;
  const outer = reader.enter();
  for (let field = reader.next(RESOURCE_LOGS); field !== 0; field = reader.next(RESOURCE_LOGS)) {
    switch (field) {
      case 1:
        readResource(reader, resource);
        findings.push(...assembly.findings.take());
        break;
      case 2:
        readScopeLogs(reader, assembly, resource);
        break;
      case 3:
        resource.schemaUrl = reader.readString('resource.schemaUrl');
        findings.push(...assembly.findings.take());
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  assembly.addShared(findings, resource, from);
}

const SCOPE_LOGS = messageType(
  'ScopeLogs',
  '1 scope InstrumentationScope',
  '2 log_records repeated LogRecord',
  '3 schema_url string',
);

function readScopeLogs(reader: WireReader, assembly: LogAssembly, resource: Resource): void {
  const scope = emptyScope();
  const findings: Finding[] = [];
  const from = assembly.size;
  const outer = reader.enter();
  for (let field = reader.next(SCOPE_LOGS); field !== 0; field = reader.next(SCOPE_LOGS)) {
    switch (field) {
      case 1:
        readScope(reader, scope);
        findings.push(...assembly.findings.take());
        break;
      case 2:
        assembly.addRecord(readLogRecord(reader, resource, scope));
        break;
      case 3:
        scope.schemaUrl = reader.readString('scope.schemaUrl');
        findings.push(...assembly.findings.take());
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  assembly.addShared(findings, resource, from);
}
