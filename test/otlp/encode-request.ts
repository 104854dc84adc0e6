import type {
  AnyValueJson,
  EntityRefJson,
  EventJson,
  KeyValueJson,
  LinkJson,
  LogRecordJson,
  LogsRequestJson,
  RequestJson,
  ResourceJson,
  ScopeJson,
  SpanJson,
} from './otlp-json.ts';
import { bytes, doubleField, fixed32Field, fixed64Field, hex, lenField, varintField } from './wire-builder.ts';

const NONE = new Uint8Array();

/** The protobuf of a request that is given as JSON: an encoder of our own for tests, written from the .proto files. */
export function encodeRequest(request: RequestJson): Uint8Array {
  return each(request.resourceSpans, ({ resource, scopeSpans, schemaUrl }) =>
    lenField(
      1,
      encodeResource(resource),
      each(scopeSpans, ({ scope, spans, schemaUrl: scopeSchemaUrl }) =>
        lenField(
          2,
          encodeScope(scope),
          each(spans, span => lenField(2, encodeSpan(span))),
          text(3, scopeSchemaUrl),
        ),
      ),
      text(3, schemaUrl),
    ),
  );
}

/** The same of log records. */
export function encodeLogsRequest(request: LogsRequestJson): Uint8Array {
  return each(request.resourceLogs, ({ resource, scopeLogs, schemaUrl }) =>
    lenField(
      1,
      encodeResource(resource),
      each(scopeLogs, ({ scope, logRecords, schemaUrl: scopeSchemaUrl }) =>
        lenField(
          2,
          encodeScope(scope),
          each(logRecords, record => lenField(2, encodeLogRecord(record))),
          text(3, scopeSchemaUrl),
        ),
      ),
      text(3, schemaUrl),
    ),
  );
}

/** Field 1 of ResourceSpans and of ResourceLogs. */
function encodeResource(resource: ResourceJson | undefined): Uint8Array {
  if (resource === undefined) return NONE;
  return lenField(
    1,
    attributes(1, resource.attributes),
    count(2, resource.droppedAttributesCount),
    each(resource.entityRefs, entityRef => lenField(3, encodeEntityRef(entityRef))),
  );
}

/** Field 1 of ScopeSpans and of ScopeLogs. */
function encodeScope(scope: ScopeJson | undefined): Uint8Array {
  if (scope === undefined) return NONE;
  return lenField(
    1,
    text(1, scope.name),
    text(2, scope.version),
    attributes(3, scope.attributes),
    count(4, scope.droppedAttributesCount),
  );
}

export function encodeLogRecord(record: LogRecordJson): Uint8Array {
  return bytes(
    time(1, record.timeUnixNano),
    count(2, record.severityNumber),
    text(3, record.severityText),
    record.body === undefined ? NONE : lenField(5, encodeAnyValue(record.body)),
    attributes(6, record.attributes),
    count(7, record.droppedAttributesCount),
    record.flags === undefined ? NONE : fixed32Field(8, record.flags),
    id(9, record.traceId),
    id(10, record.spanId),
    time(11, record.observedTimeUnixNano),
    text(12, record.eventName),
  );
}

export function encodeSpan(span: SpanJson): Uint8Array {
  return bytes(
    id(1, span.traceId),
    id(2, span.spanId),
    text(3, span.traceState),
    id(4, span.parentSpanId),
    text(5, span.name),
    count(6, span.kind),
    time(7, span.startTimeUnixNano),
    time(8, span.endTimeUnixNano),
    attributes(9, span.attributes),
    count(10, span.droppedAttributesCount),
    each(span.events, event => lenField(11, encodeEvent(event))),
    count(12, span.droppedEventsCount),
    each(span.links, link => lenField(13, encodeLink(link))),
    count(14, span.droppedLinksCount),
    span.status === undefined ? NONE : lenField(15, text(2, span.status.message), count(3, span.status.code)),
    span.flags === undefined ? NONE : fixed32Field(16, span.flags),
  );
}

export function encodeAnyValue(value: AnyValueJson): Uint8Array {
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value;
  if (stringValue !== undefined) return lenField(1, stringValue);
  if (boolValue !== undefined) return varintField(2, boolValue ? 1 : 0);
  if (intValue !== undefined) return varintField(3, BigInt(intValue));
  if (doubleValue !== undefined) return doubleField(4, Number(doubleValue));
  if (arrayValue !== undefined)
    return lenField(
      5,
      each(arrayValue.values, element => lenField(1, encodeAnyValue(element))),
    );
  if (kvlistValue !== undefined) return lenField(6, attributes(1, kvlistValue.values));
  return bytesValue === undefined ? NONE : lenField(7, Buffer.from(bytesValue, 'base64'));
}

function encodeEntityRef(entityRef: EntityRefJson): Uint8Array {
  return bytes(
    text(1, entityRef.schemaUrl),
    text(2, entityRef.type),
    each(entityRef.idKeys, key => lenField(3, key)),
    each(entityRef.descriptionKeys, key => lenField(4, key)),
  );
}

function encodeEvent(event: EventJson): Uint8Array {
  return bytes(
    time(1, event.timeUnixNano),
    text(2, event.name),
    attributes(3, event.attributes),
    count(4, event.droppedAttributesCount),
  );
}

function encodeLink(link: LinkJson): Uint8Array {
  return bytes(
    id(1, link.traceId),
    id(2, link.spanId),
    text(3, link.traceState),
    attributes(4, link.attributes),
    count(5, link.droppedAttributesCount),
    link.flags === undefined ? NONE : fixed32Field(6, link.flags),
  );
}

function attributes(field: number, list: readonly KeyValueJson[] | undefined): Uint8Array {
  return each(list, ({ key, value }) =>
    lenField(field, lenField(1, key), value === undefined ? NONE : lenField(2, encodeAnyValue(value))),
  );
}

function each<Element>(list: readonly Element[] | undefined, encode: (element: Element) => Uint8Array): Uint8Array {
  return bytes(...(list ?? []).map(encode));
}

function text(field: number, value: string | undefined): Uint8Array {
  return value === undefined ? NONE : lenField(field, value);
}

function id(field: number, value: string | undefined): Uint8Array {
  return value === undefined ? NONE : lenField(field, hex(value));
}

function time(field: number, value: string | undefined): Uint8Array {
  return value === undefined ? NONE : fixed64Field(field, BigInt(value));
}

function count(field: number, value: number | undefined): Uint8Array {
  return value === undefined ? NONE : varintField(field, value);
}
