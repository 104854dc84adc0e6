import { type Attributes, type AttributeValue, setAttribute } from '../model/attributes.ts';

/** The members of what `JSON.parse` gave, as attributes; undefined when it is not an object. */
export function attributesOf(parsed: unknown): Attributes | undefined {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const attributes: Record<string, AttributeValue> = {};
  for (const [key, held] of Object.entries(parsed)) setAttribute(attributes, key, held as AttributeValue);
  return attributes;
}
