import type { Resource, Scope } from '../../model/span-data.ts';
import { emptySpan, type SpanDraft } from '../draft.ts';
import { enumValue, SPAN_KIND } from '../enum-values.ts';
import { readAttribute } from './any-value.ts';
import { readEvent } from './event.ts';
import { readLink } from './link.ts';
import { messageType } from './message-type.ts';
import { readStatus } from './status.ts';
import type { WireReader } from './wire-reader.ts';

const SPAN = messageType(
  'Span',
  '1 trace_id bytes',
  '2 span_id bytes',
  '3 trace_state string',
  '4 parent_span_id bytes',
  '5 name string',
  '6 kind enum',
  '7 start_time_unix_nano fixed64',
  '8 end_time_unix_nano fixed64',
  '9 attributes repeated KeyValue',
  '10 dropped_attributes_count uint32',
  '11 events repeated Event',
  '12 dropped_events_count uint32',
  '13 links repeated Link',
  '14 dropped_links_count uint32',
  '15 status Status',
  '16 flags fixed32',
);

export function readSpan(reader: WireReader, resource: Resource, scope: Scope): SpanDraft {
  const span = emptySpan(resource, scope);
  const outer = reader.enter();
  for (let field = reader.next(SPAN); field !== 0; field = reader.next(SPAN)) readField(reader, span, field);
  reader.leave(outer);
  return span;
}

function readField(reader: WireReader, span: SpanDraft, field: number): void {
  switch (field) {
    case 1:
      span.traceId = reader.readHex();
      break;
    case 2:
      span.spanId = reader.readHex();
      break;
    case 3:
      span.traceState = reader.readString('traceState');
      break;
    case 4:
      span.parentSpanId = reader.readHex();
      break;
    case 5:
      span.name = reader.readString('name');
      break;
    case 6:
      span.kind = enumValue(SPAN_KIND, reader.readInt32(), reader.findings);
      break;
    case 7:
      span.startTimeUnixNano = reader.readFixed64();
      break;
    case 8:
      span.endTimeUnixNano = reader.readFixed64();
      break;
    case 9:
      readAttribute(reader, span.attributes);
      break;
    case 10:
      span.droppedAttributesCount = reader.readUint32();
      break;
    case 11:
      addEvent(reader, span);
      break;
    case 12:
      span.droppedEventsCount = reader.readUint32();
      break;
    case 13:
      addLink(reader, span);
      break;
    case 14:
      span.droppedLinksCount = reader.readUint32();
      break;
    case 15:
      readStatus(reader, span.status);
      break;
    case 16:
      span.flags = reader.readFixed32();
      break;
    default:
      reader.skipField();
  }
}

function addEvent(reader: WireReader, span: SpanDraft): void {
  const mark = reader.findings.size;
  span.events.push(readEvent(reader));
  if (reader.findings.size > mark) reader.findings.within(mark, `events[${span.events.length - 1}]`);
}

function addLink(reader: WireReader, span: SpanDraft): void {
  const mark = reader.findings.size;
  span.links.push(readLink(reader));
  if (reader.findings.size > mark) reader.findings.within(mark, `links[${span.links.length - 1}]`);
}
