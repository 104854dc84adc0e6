import type { Resource } from '../model/span-data.ts';
import type { DecodedTraces } from './decoded-traces.ts';
import { emptyResource, emptyScope } from './draft.ts';
import type { Finding } from './findings.ts';
import { messageType } from './protobuf/message-type.ts';
import { readResource } from './protobuf/resource.ts';
import { readScope } from './protobuf/scope.ts';
import { readSpan } from './protobuf/span.ts';
import { WireReader } from './protobuf/wire-reader.ts';
import { TraceAssembly } from './trace-assembly.ts';

// TracesData, what files hold, has the same map.
const EXPORT_TRACE_SERVICE_REQUEST = messageType(
  'ExportTraceServiceRequest',
  '1 resource_spans repeated ResourceSpans',
);

/**
 * The spans of an `ExportTraceServiceRequest` in protobuf.
 *
 * @param arrivedUnixNano when the request arrived; undefined for a file, whose spans may have any age
 * @throws {TracewrightError} MALFORMED_PROTOBUF with the byte, the message and the field; nothing else, whatever the bytes.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function decodeTracesProtobuf(body: Uint8Array, arrivedUnixNano?: bigint): DecodedTraces {
  const assembly = new TraceAssembly(arrivedUnixNano);
  const reader = new WireReader(body, assembly.findings);
  for (
    let field = reader.next(EXPORT_TRACE_SERVICE_REQUEST);
    field !== 0;
    field = reader.next(EXPORT_TRACE_SERVICE_REQUEST)
  ) {
    if (field === 1) readResourceSpans(reader, assembly);
    else reader.skipField();
  }
  return assembly.finish();
}

const RESOURCE_SPANS = messageType(
  'ResourceSpans',
  '1 resource Resource',
  '2 scope_spans repeated ScopeSpans',
  '3 schema_url string',
);

function readResourceSpans(reader: WireReader, assembly: TraceAssembly): void {
  const resource = emptyResource();
  const findings: Finding[] = [];
  const from = assembly.size;
  const outer = reader.enter();
  for (let field = reader.next(RESOURCE_SPANS); field !== 0; field = reader.next(RESOURCE_SPANS)) {
    switch (field) {
      case 1:
        readResource(reader, resource);
        findings.push(...assembly.findings.take());
        break;
      case 2:
        readScopeSpans(reader, assembly, resource);
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

const SCOPE_SPANS = messageType(
  'ScopeSpans',
  '1 scope InstrumentationScope',
  '2 spans repeated Span',
  '3 schema_url string',
);

function readScopeSpans(reader: WireReader, assembly: TraceAssembly, resource: Resource): void {
  const scope = emptyScope();
  const findings: Finding[] = [];
  const from = assembly.size;
  const outer = reader.enter();
  for (let field = reader.next(SCOPE_SPANS); field !== 0; field = reader.next(SCOPE_SPANS)) {
    switch (field) {
      case 1:
        readScope(reader, scope);
        findings.push(...assembly.findings.take());
        break;
      case 2:
        assembly.addSpan(readSpan(reader, resource, scope));
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
