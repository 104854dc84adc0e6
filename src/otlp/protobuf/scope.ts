import type { ScopeDraft } from '../draft.ts';
import { checkDropped } from '../dropped-rule.ts';
import { readAttribute } from './any-value.ts';
import { messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const INSTRUMENTATION_SCOPE = messageType(
  'InstrumentationScope',
  '1 name string',
  '2 version string',
  '3 attributes repeated KeyValue',
  '4 dropped_attributes_count uint32',
);

/** Reads into `scope`: proto3 merges a second occurrence. */
export function readScope(reader: WireReader, scope: ScopeDraft): void {
  const { findings } = reader;
  const mark = findings.size;
  const outer = reader.enter();
  for (let field = reader.next(INSTRUMENTATION_SCOPE); field !== 0; field = reader.next(INSTRUMENTATION_SCOPE)) {
    switch (field) {
      case 1:
        scope.name = reader.readString('name');
        break;
      case 2:
        scope.version = reader.readString('version');
        break;
      case 3:
        readAttribute(reader, scope.attributes);
        break;
      case 4:
        scope.droppedAttributesCount = reader.readUint32();
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  checkDropped(findings, 'droppedAttributesCount', scope.droppedAttributesCount);
  if (findings.size > mark) findings.within(mark, 'scope');
}
