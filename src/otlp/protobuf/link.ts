import { emptyLink, type LinkDraft } from '../draft.ts';
import { readAttribute } from './any-value.ts';
import { messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const LINK = messageType(
  'Span.Link',
  '1 trace_id bytes',
  '2 span_id bytes',
  '3 trace_state string',
  '4 attributes repeated KeyValue',
  '5 dropped_attributes_count uint32',
  '6 flags fixed32',
);

export function readLink(reader: WireReader): LinkDraft {
  const link = emptyLink();
  const outer = reader.enter();
  for (let field = reader.next(LINK); field !== 0; field = reader.next(LINK)) {
    switch (field) {
      case 1:
        link.traceId = reader.readHex();
        break;
      case 2:
        link.spanId = reader.readHex();
        break;
      case 3:
        link.traceState = reader.readString('traceState');
        break;
      case 4:
        readAttribute(reader, link.attributes);
        break;
      case 5:
        link.droppedAttributesCount = reader.readUint32();
        break;
      case 6:
        link.flags = reader.readFixed32();
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  return link;
}
