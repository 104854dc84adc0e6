import type { AttributeValue } from '../model/attributes.ts';
import { emptyLink, type SpanDraft } from '../otlp/draft.ts';
import { readBarredText } from './barred-text.ts';

/** The Collector's Zipkin exporter writes links into tags, `otlp.link.0` and so on. Moves them back into the span's links. */
export function takeLinkTags(span: SpanDraft): void {
  for (let index = 0; ; index++) {
    const key = `otlp.link.${index}`;
    const link = readLink(Object.hasOwn(span.attributes, key) ? span.attributes[key] : undefined);
    if (link === undefined) return;
    span.links.push({ ...emptyLink(), ...link });
    delete span.attributes[key];
  }
}

function readLink(tag: AttributeValue | undefined) {
  const link = typeof tag === 'string' ? readBarredText(tag, 3) : undefined;
  if (link === undefined) return undefined;
  const { texts, attributes, droppedAttributesCount } = link;
  const [traceId = '', spanId = '', traceState = ''] = texts;
  const isLink = /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId);
  return isLink ? { traceId, spanId, traceState, attributes, droppedAttributesCount } : undefined;
}
