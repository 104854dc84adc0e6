import type { ScopeDraft } from '../draft.ts';
import { checkDropped } from '../dropped-rule.ts';
import { readAttributes } from './any-value.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/** InstrumentationScope: `name · version · attributes · droppedAttributesCount uint32`. */
export function readScope(json: JsonReader, parent: JsonObject, scope: ScopeDraft): void {
  const object = json.child(parent, 'scope');
  if (object === undefined) return;
  const mark = json.findings.size;
  scope.name = json.text(object, 'name');
  scope.version = json.text(object, 'version');
  readAttributes(json, object, scope.attributes);
  scope.droppedAttributesCount = json.uint32(object, 'droppedAttributesCount');
  json.leave();
  checkDropped(json.findings, 'droppedAttributesCount', scope.droppedAttributesCount);
  if (json.findings.size > mark) json.findings.within(mark, 'scope');
}
