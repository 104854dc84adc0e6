import { SEVERITY_NAMES } from '../../model/log-record.ts';
import type { Resource, Scope } from '../../model/span-data.ts';
import { emptyLogRecord, type LogRecordDraft } from '../draft.ts';
import { enumValue, SEVERITY_NUMBER } from '../enum-values.ts';
import { readAnyValue, readAttribute } from './any-value.ts';
import { messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const LOG_RECORD = messageType(
  'LogRecord',
  '1 time_unix_nano fixed64',
  '2 severity_number enum',
  '3 severity_text string',
  '5 body AnyValue',
  '6 attributes repeated KeyValue',
  '7 dropped_attributes_count uint32',
  '8 flags fixed32',
  '9 trace_id bytes',
  '10 span_id bytes',
  '11 observed_time_unix_nano fixed64',
  '12 event_name string',
);

export function readLogRecord(reader: WireReader, resource: Resource, scope: Scope): LogRecordDraft {
  const record = emptyLogRecord(resource, scope);
  const outer = reader.enter();
  for (let field = reader.next(LOG_RECORD); field !== 0; field = reader.next(LOG_RECORD)) {
    readField(reader, record, field);
  }
  reader.leave(outer);
  return record;
}

function readField(reader: WireReader, record: LogRecordDraft, field: number): void {
  switch (field) {
    case 1:
      record.timeUnixNano = reader.readFixed64();
      break;
    case 2:
      record.severityNumber = SEVERITY_NAMES.indexOf(enumValue(SEVERITY_NUMBER, reader.readInt32(), reader.findings));
      break;
    case 3:
      record.severityText = reader.readString('severityText');
      break;
    case 5:
      readBody(reader, record);
      break;
    case 6:
      readAttribute(reader, record.attributes);
      break;
    case 7:
      record.droppedAttributesCount = reader.readUint32();
      break;
    case 8:
      record.flags = reader.readFixed32();
      break;
    case 9:
      record.traceId = reader.readHex();
      break;
    case 10:
      record.spanId = reader.readHex();
      break;
    case 11:
      record.observedTimeUnixNano = reader.readFixed64();
      break;
    case 12:
      record.eventName = reader.readString('eventName');
      break;
    default:
      reader.skipField();
  }
}

function readBody(reader: WireReader, record: LogRecordDraft): void {
  const mark = reader.findings.size;
  record.body = readAnyValue(reader, record.body, 1);
  if (reader.findings.size > mark) reader.findings.within(mark, 'body');
}
