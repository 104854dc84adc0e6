import { type EntityRefDraft, emptyEntityRef, type ResourceDraft } from '../draft.ts';
import { checkDropped } from '../dropped-rule.ts';
import { readAttribute } from './any-value.ts';
import { messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const RESOURCE = messageType(
  'Resource',
  '1 attributes repeated KeyValue',
  '2 dropped_attributes_count uint32',
  '3 entity_refs repeated EntityRef',
);

/** Reads into `resource`: proto3 merges a second occurrence. */
export function readResource(reader: WireReader, resource: ResourceDraft): void {
  const { findings } = reader;
  const mark = findings.size;
  const outer = reader.enter();
  for (let field = reader.next(RESOURCE); field !== 0; field = reader.next(RESOURCE)) {
    switch (field) {
      case 1:
        readAttribute(reader, resource.attributes);
        break;
      case 2:
        resource.droppedAttributesCount = reader.readUint32();
        break;
      case 3: {
        const before = findings.size;
        resource.entityRefs.push(readEntityRef(reader));
        if (findings.size > before) findings.within(before, `entityRefs[${resource.entityRefs.length - 1}]`);
        break;
      }
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  checkDropped(findings, 'droppedAttributesCount', resource.droppedAttributesCount);
  if (findings.size > mark) findings.within(mark, 'resource');
}

const ENTITY_REF = messageType(
  'EntityRef',
  '1 schema_url string',
  '2 type string',
  '3 id_keys repeated string',
  '4 description_keys repeated string',
);

function readEntityRef(reader: WireReader): EntityRefDraft {
  const entityRef = emptyEntityRef();
  const outer = reader.enter();
  for (let field = reader.next(ENTITY_REF); field !== 0; field = reader.next(ENTITY_REF)) {
    switch (field) {
      case 1:
        entityRef.schemaUrl = reader.readString('schemaUrl');
        break;
      case 2:
        entityRef.type = reader.readString('type');
        break;
      case 3:
        entityRef.idKeys.push(reader.readString(`idKeys[${entityRef.idKeys.length}]`));
        break;
      case 4:
        entityRef.descriptionKeys.push(reader.readString(`descriptionKeys[${entityRef.descriptionKeys.length}]`));
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  return entityRef;
}
