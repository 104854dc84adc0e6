import type { Resource, Scope } from '../../model/span-data.ts';
import { emptySpan, type SpanDraft } from '../draft.ts';
import { SPAN_KIND } from '../enum-values.ts';
import { readAttributes } from './any-value.ts';
import { readEvents } from './event.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';
import { readLinks } from './link.ts';
import { readStatus } from './status.ts';

/**
 * Span: `traceId hex · spanId hex · traceState · parentSpanId hex · name · kind enum · startTimeUnixNano fixed64 ·
 * endTimeUnixNano fixed64 · attributes · droppedAttributesCount uint32 · events · droppedEventsCount uint32 · links ·
 * droppedLinksCount uint32 · status · flags fixed32`.
 */
export function readSpan(json: JsonReader, object: JsonObject, resource: Resource, scope: Scope): SpanDraft {
  const span = emptySpan(resource, scope);
  span.traceId = json.hex(object, 'traceId');
  span.spanId = json.hex(object, 'spanId');
  span.traceState = json.text(object, 'traceState');
  span.parentSpanId = json.hex(object, 'parentSpanId');
  span.name = json.text(object, 'name');
  span.kind = json.enumeration(object, SPAN_KIND);
  span.startTimeUnixNano = json.time(object, 'startTimeUnixNano');
  span.endTimeUnixNano = json.time(object, 'endTimeUnixNano');
  readAttributes(json, object, span.attributes);
  span.droppedAttributesCount = json.uint32(object, 'droppedAttributesCount');
  readEvents(json, object, span);
  span.droppedEventsCount = json.uint32(object, 'droppedEventsCount');
  readLinks(json, object, span);
  span.droppedLinksCount = json.uint32(object, 'droppedLinksCount');
  readStatus(json, object, span.status);
  span.flags = json.uint32(object, 'flags');
  return span;
}
