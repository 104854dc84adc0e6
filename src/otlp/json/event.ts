import { emptyEvent, type SpanDraft } from '../draft.ts';
import { readAttributes } from './any-value.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/** Span.Event: `timeUnixNano fixed64 · name · attributes · droppedAttributesCount uint32`. */
export function readEvents(json: JsonReader, parent: JsonObject, span: SpanDraft): void {
  const list = json.list(parent, 'events');
  for (let index = 0; index < list.length; index++) {
    const object = json.element(list, 'events', index);
    const mark = json.findings.size;
    const event = emptyEvent();
    event.timeUnixNano = json.time(object, 'timeUnixNano');
    event.name = json.text(object, 'name');
    readAttributes(json, object, event.attributes);
    event.droppedAttributesCount = json.uint32(object, 'droppedAttributesCount');
    span.events.push(event);
    json.leave();
    if (json.findings.size > mark) json.findings.within(mark, `events[${index}]`);
  }
}
