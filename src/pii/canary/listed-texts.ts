import type { Attributes, AttributeValue } from '../../model/attributes.ts';
import type { PlacedText } from '../scan/places.ts';
import { textAndHex } from './decode/decoded.ts';

/** Nothing nests deeper that an SDK sends. */
const MAX_DEPTH = 32;
/** Of a longer list its beginning is looked through as one text. */
const MAX_LENGTH = 65_536;
/** What is shorter as a whole holds no value. */
const MIN_LENGTH = 6;

/** Whatever holds attributes: a span, its events and links, a log record, a metric, resources and scopes. */
interface Holder {
  readonly attributes?: Attributes;
  readonly body?: AttributeValue;
  readonly metadata?: Attributes;
  readonly attributeSets?: readonly Attributes[];
  readonly events?: readonly { readonly attributes: Attributes }[];
  readonly links?: readonly { readonly attributes: Attributes }[];
  readonly exemplars?: readonly { readonly filteredAttributes: Attributes }[];
}

/** Lists as one text each: a value may be spread over their elements, a word, a character or a byte in each. */
export function listedTexts(holder: Holder): PlacedText[] {
  const found: PlacedText[] = [];
  const addAll = (attributes: Attributes | undefined, path: string): void => {
    for (const [key, value] of Object.entries(attributes ?? {})) addLists(value, [key], `${path}["${key}"]`, 0, found);
  };
  addAll(holder.attributes, 'attributes');
  addAll(holder.metadata, 'metadata');
  if (holder.body !== undefined) addLists(holder.body, [], 'body', 0, found);
  for (const [index, event] of (holder.events ?? []).entries()) addAll(event.attributes, `events[${index}].attributes`);
  for (const [index, link] of (holder.links ?? []).entries()) addAll(link.attributes, `links[${index}].attributes`);
  for (const attributes of holder.attributeSets ?? []) addAll(attributes, 'attributes');
  for (const { filteredAttributes } of holder.exemplars ?? [])
    addAll(filteredAttributes, 'exemplars.filteredAttributes');
  return found;
}

function addLists(
  value: AttributeValue,
  keys: readonly string[],
  path: string,
  depth: number,
  found: PlacedText[],
): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || depth > MAX_DEPTH) return;
  const elements = Object.values(value) as readonly AttributeValue[];
  // The members of an object are bytes when they are numbers all, as those of a Uint8Array.
  const isList = Array.isArray(value) || elements.every(element => typeof element === 'number');
  const plain = elements.filter(isPlain);
  const text = isList && plain.length > 1 && plain.length === elements.length ? asOne(plain) : '';
  if (text.length >= MIN_LENGTH) found.push({ text, keys, path: `${path} as one text` });
  for (const [key, element] of Object.entries(value)) {
    const inner = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    addLists(element as AttributeValue, Array.isArray(value) ? keys : [key, ...keys], inner, depth + 1, found);
  }
}

function isPlain(value: AttributeValue): value is string | number | bigint {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

function asOne(elements: readonly (string | number | bigint)[]): string {
  const areNumbers = elements.every(element => typeof element !== 'string');
  const areCharacters = elements.every(element => typeof element === 'string' && element.length <= 2);
  const text = elements.join(areNumbers ? ', ' : areCharacters ? '' : ' ').slice(0, MAX_LENGTH);
  const bytes = elements.slice(0, MAX_LENGTH).map(Number);
  const areBytes = areNumbers && bytes.length >= MIN_LENGTH && bytes.every(byte => byte >= -128 && byte <= 255);
  return areBytes ? `${text}\n${textAndHex(Buffer.from(bytes))}` : text;
}
