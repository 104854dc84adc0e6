import { type EventDraft, emptyEvent } from '../draft.ts';
import { readAttribute } from './any-value.ts';
import { messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const EVENT = messageType(
  'Span.Event',
  '1 time_unix_nano fixed64',
  '2 name string',
  '3 attributes repeated KeyValue',
  '4 dropped_attributes_count uint32',
);

export function readEvent(reader: WireReader): EventDraft {
  const event = emptyEvent();
  const outer = reader.enter();
  for (let field = reader.next(EVENT); field !== 0; field = reader.next(EVENT)) {
    switch (field) {
      case 1:
        event.timeUnixNano = reader.readFixed64();
        break;
      case 2:
        event.name = reader.readString('name');
        break;
      case 3:
        readAttribute(reader, event.attributes);
        break;
      case 4:
        event.droppedAttributesCount = reader.readUint32();
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  return event;
}
