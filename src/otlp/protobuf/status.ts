import type { StatusDraft } from '../draft.ts';
import { enumValue, STATUS_CODE } from '../enum-values.ts';
import { messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const STATUS = messageType('Status', '2 message string', '3 code enum');

/** Reads into `status`: proto3 merges a second occurrence. */
export function readStatus(reader: WireReader, status: StatusDraft): void {
  const { findings } = reader;
  const mark = findings.size;
  const outer = reader.enter();
  for (let field = reader.next(STATUS); field !== 0; field = reader.next(STATUS)) {
    switch (field) {
      case 2:
        status.message = reader.readString('message');
        break;
      case 3:
        status.code = enumValue(STATUS_CODE, reader.readInt32(), findings);
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  if (findings.size > mark) findings.within(mark, 'status');
}
