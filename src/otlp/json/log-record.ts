import { SEVERITY_NAMES } from '../../model/log-record.ts';
import type { Resource, Scope } from '../../model/span-data.ts';
import { emptyLogRecord, type LogRecordDraft } from '../draft.ts';
import { SEVERITY_NUMBER } from '../enum-values.ts';
import { readAnyValue, readAttributes } from './any-value.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/**
 * LogRecord: `timeUnixNano fixed64 · severityNumber enum · severityText · body AnyValue · attributes ·
 * droppedAttributesCount uint32 · flags fixed32 · traceId hex · spanId hex · observedTimeUnixNano fixed64 · eventName`.
 */
export function readLogRecord(json: JsonReader, object: JsonObject, resource: Resource, scope: Scope): LogRecordDraft {
  const record = emptyLogRecord(resource, scope);
  record.timeUnixNano = json.time(object, 'timeUnixNano');
  record.severityNumber = SEVERITY_NAMES.indexOf(json.enumeration(object, SEVERITY_NUMBER));
  record.severityText = json.text(object, 'severityText');
  readBody(json, object, record);
  readAttributes(json, object, record.attributes);
  record.droppedAttributesCount = json.uint32(object, 'droppedAttributesCount');
  record.flags = json.uint32(object, 'flags');
  record.traceId = json.hex(object, 'traceId');
  record.spanId = json.hex(object, 'spanId');
  record.observedTimeUnixNano = json.time(object, 'observedTimeUnixNano');
  record.eventName = json.text(object, 'eventName');
  return record;
}

function readBody(json: JsonReader, parent: JsonObject, record: LogRecordDraft): void {
  const object = json.child(parent, 'body');
  if (object === undefined) return;
  const mark = json.findings.size;
  record.body = readAnyValue(json, object, 1);
  json.leave();
  if (json.findings.size > mark) json.findings.within(mark, 'body');
}
