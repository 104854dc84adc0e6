import { type Attributes, type AttributeValue, setAttribute } from '../model/attributes.ts';

/**
 * The event that an annotation stands for. OpenTelemetry's exporters write one with attributes as
 * `"name": { "key": "value" }`; any other text is a name.
 */
export function readAnnotation(value: string): { readonly name: string; readonly attributes: Attributes } {
  if (!value.startsWith('"') || !value.endsWith('}')) return { name: value, attributes: {} };
  try {
    const event = JSON.parse(`{${value}}`) as Record<string, unknown>;
    const [name, ...others] = Object.keys(event);
    const given = name === undefined ? undefined : event[name];
    if (name === undefined || others.length > 0 || typeof given !== 'object' || given === null) throw new SyntaxError();
    const attributes: Record<string, AttributeValue> = {};
    for (const [key, held] of Object.entries(given)) setAttribute(attributes, key, held as AttributeValue);
    return { name, attributes };
  } catch {
    return { name: value, attributes: {} };
  }
}
