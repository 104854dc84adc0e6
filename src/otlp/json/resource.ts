import type { ResourceDraft } from '../draft.ts';
import { checkDropped } from '../dropped-rule.ts';
import { readAttributes } from './any-value.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/** Resource: `attributes · droppedAttributesCount uint32 · entityRefs`. */
export function readResource(json: JsonReader, parent: JsonObject, resource: ResourceDraft): void {
  const object = json.child(parent, 'resource');
  if (object === undefined) return;
  const mark = json.findings.size;
  readAttributes(json, object, resource.attributes);
  resource.droppedAttributesCount = json.uint32(object, 'droppedAttributesCount');
  readEntityRefs(json, object, resource);
  json.leave();
  checkDropped(json.findings, 'droppedAttributesCount', resource.droppedAttributesCount);
  if (json.findings.size > mark) json.findings.within(mark, 'resource');
}

/** EntityRef: `schemaUrl · type · idKeys · descriptionKeys`, strings all. */
function readEntityRefs(json: JsonReader, object: JsonObject, resource: ResourceDraft): void {
  const list = json.list(object, 'entityRefs');
  for (let index = 0; index < list.length; index++) {
    const entityRef = json.element(list, 'entityRefs', index);
    const mark = json.findings.size;
    resource.entityRefs.push({
      schemaUrl: json.text(entityRef, 'schemaUrl'),
      type: json.text(entityRef, 'type'),
      idKeys: json.texts(entityRef, 'idKeys'),
      descriptionKeys: json.texts(entityRef, 'descriptionKeys'),
    });
    json.leave();
    if (json.findings.size > mark) json.findings.within(mark, `entityRefs[${index}]`);
  }
}
