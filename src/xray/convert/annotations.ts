import { type Attributes, type AttributeValue, attribute } from '../../model/attributes.ts';
import type { XRayIndexing } from '../../model/xray-indexing.ts';
import type { XRayAnnotationValue, XRaySegment, XRayValue } from '../segment.ts';
import { annotationKey } from './annotation-key.ts';
import type { Taken } from './conversion.ts';
import { jsonOf, textOf } from './read-value.ts';

/** Lists the keys of more attributes that become annotations, span by span. */
const MORE_ANNOTATIONS = 'aws.xray.annotations';
const METADATA = 'aws.xray.metadata.';
export const RESOURCE = 'otel.resource.';

/** An annotation, and the attribute that it was. */
export interface Indexed {
  readonly attribute: string;
  readonly key: string;
  readonly value: XRayAnnotationValue;
}

/** What the attributes become that no other member of the document takes. */
export interface XRayAttributes {
  /** Each that is indexed. Of two with the same key, the document has the later one. */
  readonly indexed: readonly Indexed[];
  /** Attributes that are nowhere in the document: they are indexed, and of a type that no annotation can have. */
  readonly unindexable: readonly string[];
  readonly user?: string;
  readonly annotations?: NonNullable<XRaySegment['annotations']>;
  readonly metadata?: NonNullable<XRaySegment['metadata']>;
}

/**
 * The user, the annotations and the metadata of a document.
 *
 * @param resource of a segment; undefined for a subsegment, which has none of it
 * @param taken what has a member of its own in the document, and is indexed only by name
 */
export function xrayAttributes(
  attributes: Attributes,
  resource: Attributes | undefined,
  taken: Taken,
  { indexedAttributes }: Pick<XRayIndexing, 'indexedAttributes'>,
): XRayAttributes {
  const isAll = indexedAttributes === 'all';
  const listed = new Set(isAll ? [] : indexedAttributes);
  const keys = new Set([...listed, ...moreKeys(attributes, taken, listed)]);
  const indexed: Indexed[] = [];
  const unindexable: string[] = [];
  const defaults = new Map<string, XRayValue>();
  const metadata = new Map<string, XRayValue>();
  const isIndexed = (key: string): boolean => isAll || keys.has(key);
  for (const [own, value] of Object.entries(resource ?? {})) {
    const key = `${RESOURCE}${own}`;
    if (isIndexed(key) && isAnnotation(value)) indexed.push(indexedAs(key, value));
    else if (value !== null) defaults.set(key, jsonOf(value));
  }
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'enduser.id' || (key === MORE_ANNOTATIONS && Array.isArray(value))) continue;
    if (taken.has(key) && !listed.has(key)) continue;
    if (isIndexed(key)) {
      if (isAnnotation(value)) indexed.push(indexedAs(key, value));
      else unindexable.push(key);
    } else if (key.startsWith(METADATA) && typeof value === 'string') {
      addMetadata(metadata, defaults, key, value);
    } else if (value !== null) defaults.set(key, jsonOf(value));
  }
  if (defaults.size > 0) metadata.set('default', Object.fromEntries(defaults));
  const user = textOf(attribute(attributes, 'enduser.id'));
  return {
    indexed,
    unindexable,
    ...(user === '' ? {} : { user }),
    ...(indexed.length === 0 ? {} : { annotations: Object.fromEntries(indexed.map(({ key, value }) => [key, value])) }),
    ...(metadata.size === 0 ? {} : { metadata: Object.fromEntries(metadata) }),
  };
}

/** The keys that the span itself asks to be indexed. */
function moreKeys(attributes: Attributes, taken: Taken, listed: ReadonlySet<string>): readonly string[] {
  const value = attribute(attributes, MORE_ANNOTATIONS);
  if (!Array.isArray(value) || (taken.has(MORE_ANNOTATIONS) && !listed.has(MORE_ANNOTATIONS))) return [];
  return value.filter(key => typeof key === 'string');
}

/** Metadata of an X-Ray SDK, as JSON text: an object for a namespace. Any other text stays as it is. */
function addMetadata(
  metadata: Map<string, XRayValue>,
  defaults: Map<string, XRayValue>,
  key: string,
  text: string,
): void {
  const namespace = key.slice(METADATA.length);
  const parsed = objectIn(text);
  if (parsed === undefined) defaults.set(key, text);
  else if (namespace.toLowerCase() === 'default') {
    for (const [name, value] of Object.entries(parsed ?? {})) defaults.set(name, value);
  } else metadata.set(namespace, parsed);
}

/** The object that a JSON text is, null for `null`, undefined for any other text. */
function objectIn(text: string): { readonly [key: string]: XRayValue } | null | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value)
      ? (value as { [key: string]: XRayValue } | null)
      : undefined;
  } catch {
    return undefined;
  }
}

function isAnnotation(value: AttributeValue): value is string | number | bigint | boolean {
  return typeof value !== 'object';
}

function indexedAs(attributeKey: string, value: string | number | bigint | boolean): Indexed {
  const scalar = typeof value === 'bigint' ? Number(value) : value;
  return { attribute: attributeKey, key: annotationKey(attributeKey), value: scalar };
}
