import { type Attributes, attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';
import type { XRayIndexing } from '../model/xray-indexing.ts';
import { renamedAttribute } from '../query/criteria-fields.ts';
import { type Accepts, matchValue } from '../query/match-value.ts';
import type { Reading } from '../query/verdict.ts';
import { annotationKey } from './convert/annotation-key.ts';
import { RESOURCE } from './convert/annotations.ts';
import { documentsOf } from './convert/documents-of.ts';
import type { XRayDocument } from './convert/make-document.ts';
import { notInJson } from './document-text.ts';
import { metadataAt, metadataKeys } from './metadata-at.ts';
import type { XRayValue } from './segment.ts';
import type { XRayElsewhere, XRayFieldVerdict, XRayPlace } from './verdict.ts';

/** What was asked for: a key, and its value unless any would do. */
export interface WantedXRayField {
  readonly place: XRayPlace;
  readonly key: string;
  readonly expected: Reading;
  readonly accepts: Accepts;
}

/**
 * Checks an expected value and makes it ready to be held against spans.
 *
 * @throws {TracewrightError} INVALID_CRITERIA for what no attribute can be.
 */
export function compileXRayField(place: XRayPlace, key: string, expected: Reading, where: string): WantedXRayField {
  return { place, key, expected, accepts: expected === undefined ? () => true : matchValue(expected.value, where) };
}

/** Judges whether one of a span's documents has the annotation, or the metadata. */
export function judgeXRayField(span: Span, wanted: WantedXRayField, indexing: XRayIndexing): XRayFieldVerdict {
  const { place, key, expected, accepts } = wanted;
  const made = documentsOf(span, indexing);
  const path = made.map(({ segment }) => notInJson(segment)).find(found => found !== undefined);
  const documents = path === undefined ? made : [];
  const readings = documents.map(document => readingOf(document, place, key)).filter(one => one !== undefined);
  const accepted = readings.find(({ value }) => accepts(value));
  const actual = accepted ?? readings[0];
  const dropped = key.startsWith(RESOURCE) ? span.resource.droppedAttributesCount : span.droppedAttributesCount;
  const values = Object.fromEntries(
    documents.flatMap(document => Object.entries(valuesAt(document, place))),
  ) as Attributes;
  const renamed = accepted === undefined ? renamedAttribute(values, key, accepts) : undefined;
  const unknown = renamed !== undefined ? 'renamed' : actual === undefined && dropped > 0 ? 'dropped' : undefined;
  return {
    outcome: accepted !== undefined ? 'pass' : unknown === undefined ? 'fail' : 'incomplete',
    span,
    place,
    key,
    xrayKey: place === 'annotation' ? annotationKey(key) : key,
    expected,
    actual,
    elsewhere:
      path !== undefined
        ? { kind: 'no-document', path }
        : actual === undefined
          ? elsewhere(span, wanted, documents)
          : undefined,
    dropped,
    unknown,
    renamed: accepted === undefined ? (renamed ?? renamedAttribute(values, key, () => true)) : undefined,
    keys: Object.keys(values),
    indexing,
  };
}

function readingOf({ segment }: XRayDocument, place: XRayPlace, key: string): Reading {
  if (place === 'metadata') return metadataAt(segment, key);
  const value = attribute((segment.annotations ?? {}) as Attributes, annotationKey(key));
  return value === undefined ? undefined : { value };
}

function valuesAt({ segment }: XRayDocument, place: XRayPlace): { readonly [key: string]: XRayValue } {
  return place === 'annotation' ? (segment.annotations ?? {}) : metadataKeys(segment);
}

/** What became of the attribute instead. The key may be the one that X-Ray would have. */
function elsewhere(
  span: Span,
  { place, key: given }: WantedXRayField,
  documents: readonly XRayDocument[],
): XRayElsewhere | undefined {
  const key =
    Object.keys(span.attributes).find(
      own => own === given || (place === 'annotation' && annotationKey(own) === given),
    ) ?? given;
  const other = place === 'annotation' ? 'metadata' : 'annotation';
  const reading = documents.map(document => readingOf(document, other, key)).find(one => one !== undefined);
  if (reading !== undefined) {
    return { kind: other, key: other === 'annotation' ? annotationKey(key) : key, value: reading.value };
  }
  if (key === 'enduser.id' && attribute(span.attributes, key) !== undefined) return { kind: 'member', path: 'user' };
  if (documents.some(({ unindexable }) => unindexable.includes(key))) {
    return { kind: 'type', type: typeOf(attribute(span.attributes, key)) };
  }
  const paths = documents.map(({ taken }) => taken.get(key)).filter(path => path !== undefined);
  const [path] = [...paths.filter(one => one !== ''), ...paths];
  if (path !== undefined) return path === '' ? { kind: 'taken' } : { kind: 'member', path };
  const own = key.startsWith(RESOURCE) ? key.slice(RESOURCE.length) : key;
  if (attribute(span.resource.attributes, own) !== undefined) {
    const isSubsegment = documents.every(({ segment }) => segment.type === 'subsegment');
    return { kind: 'resource', key: `${RESOURCE}${own}`, isSubsegment };
  }
  const dotted = documents.flatMap(({ indexed }) => indexed).find(one => one.key.replaceAll('.', '_') === given);
  return place === 'annotation' && dotted !== undefined ? { kind: 'dots', key: dotted.key } : undefined;
}

/** The type of a value that no annotation can have. */
export function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Uint8Array) return 'bytes';
  return value === null ? 'empty' : 'a map';
}
