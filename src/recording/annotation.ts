import type { SpanEvent } from '../model/span-data.ts';
import { readBarredText } from './barred-text.ts';
import { attributesOf } from './json-attributes.ts';

type AnnotatedEvent = Omit<SpanEvent, 'timeUnixNano'>;

/**
 * The event that an annotation stands for. OpenTelemetry's SDKs write one with attributes as
 * `"name": { "key": "value" }`, and its Collector as `name|{"key":"value"}|dropped`; any other text is a name.
 */
export function readAnnotation(value: string): AnnotatedEvent {
  return readQuoted(value) ?? readBarred(value) ?? { name: value, attributes: {}, droppedAttributesCount: 0 };
}

function readQuoted(value: string): AnnotatedEvent | undefined {
  if (!value.startsWith('"') || !value.endsWith('}')) return undefined;
  try {
    const [[name, given] = [], ...others] = Object.entries(JSON.parse(`{${value}}`));
    const attributes = attributesOf(given);
    if (name === undefined || attributes === undefined || others.length > 0) return undefined;
    return { name, attributes, droppedAttributesCount: 0 };
  } catch {
    return undefined;
  }
}

function readBarred(value: string): AnnotatedEvent | undefined {
  const event = readBarredText(value, 1);
  if (event === undefined) return undefined;
  const { texts, attributes, droppedAttributesCount } = event;
  return { name: texts[0] ?? '', attributes, droppedAttributesCount };
}
