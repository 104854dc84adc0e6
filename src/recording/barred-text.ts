import type { Attributes } from '../model/attributes.ts';
import { attributesOf } from './json-attributes.ts';

/** What the Collector's Zipkin exporter writes into one text. */
export interface BarredText {
  /** The texts before the attributes. */
  readonly texts: readonly string[];
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/**
 * Reads an event, `name|{"key":value}|dropped`, or a link, `traceId|spanId|traceState|{"key":value}|dropped`, as the
 * Collector's Zipkin exporter writes them; undefined when the text is not of this form.
 *
 * @param texts how many texts stand before the attributes
 */
export function readBarredText(text: string, texts: number): BarredText | undefined {
  const parts = text.split('|');
  const dropped = parts.at(-1) ?? '';
  if (parts.length < texts + 2 || !/^\d{1,10}$/.test(dropped)) return undefined;
  try {
    const attributes = attributesOf(JSON.parse(parts.slice(texts, -1).join('|')));
    if (attributes === undefined) return undefined;
    return { texts: parts.slice(0, texts), attributes, droppedAttributesCount: Number(dropped) };
  } catch {
    return undefined;
  }
}
