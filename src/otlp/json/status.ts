import type { StatusDraft } from '../draft.ts';
import { STATUS_CODE } from '../enum-values.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/** Status: `message string · code enum`. */
export function readStatus(json: JsonReader, parent: JsonObject, status: StatusDraft): void {
  const object = json.child(parent, 'status');
  if (object === undefined) return;
  const mark = json.findings.size;
  status.message = json.text(object, 'message');
  status.code = json.enumeration(object, STATUS_CODE);
  json.leave();
  if (json.findings.size > mark) json.findings.within(mark, 'status');
}
