import { emptyLink, type SpanDraft } from '../draft.ts';
import { readAttributes } from './any-value.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/** Span.Link: `traceId hex · spanId hex · traceState · attributes · droppedAttributesCount uint32 · flags fixed32`. */
export function readLinks(json: JsonReader, parent: JsonObject, span: SpanDraft): void {
  const list = json.list(parent, 'links');
  for (let index = 0; index < list.length; index++) {
    const object = json.element(list, 'links', index);
    const mark = json.findings.size;
    const link = emptyLink();
    link.traceId = json.hex(object, 'traceId');
    link.spanId = json.hex(object, 'spanId');
    link.traceState = json.text(object, 'traceState');
    readAttributes(json, object, link.attributes);
    link.droppedAttributesCount = json.uint32(object, 'droppedAttributesCount');
    link.flags = json.uint32(object, 'flags');
    span.links.push(link);
    json.leave();
    if (json.findings.size > mark) json.findings.within(mark, `links[${index}]`);
  }
}
