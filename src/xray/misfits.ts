import { attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';
import type { XRayIndexing } from '../model/xray-indexing.ts';
import { documentsOf } from './convert/documents-of.ts';
import type { XRayDocument } from './convert/make-document.ts';
import { fixedName, MAX_NAME, REMOVED_FROM_NAMES } from './convert/segment-name.ts';
import { documentBytes, MAX_DOCUMENT_BYTES, notInJson } from './document-text.ts';
import { typeOf } from './judge-field.ts';
import type { XRayMisfit } from './verdict.ts';

export const MAX_ANNOTATIONS = 50;
const MAX_KEY = 500;
const MAX_VALUE = 1_000;

/** What X-Ray takes in a name. The exporter removes the rest from a span's name, and from no other. */
const NOT_IN_NAMES = /[^\s\d\p{L}\p{N}_.:/%&#=+\\\-@]/gu;

/** Omits a member of each of the types of a union. */
type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
type Misfit = Without<XRayMisfit, 'spans'>;

/** What X-Ray and the exporter make of one span. */
export interface SpanFit {
  readonly documents: number;
  /** Each annotation, as a text that tells two apart by key and value. */
  readonly annotations: readonly string[];
  readonly misfits: readonly XRayMisfit[];
}

/** What of a span's documents would be cut, changed or dropped. */
export function fitOf(span: Span, indexing: XRayIndexing): SpanFit {
  const documents = documentsOf(span, indexing);
  const paths = documents.map(({ segment }) => notInJson(segment)).filter(path => path !== undefined);
  const [path] = paths;
  if (path !== undefined) return { documents: 0, annotations: [], misfits: [{ kind: 'number', path, spans: [span] }] };
  return {
    documents: documents.length,
    annotations: documents.flatMap(({ segment }) =>
      Object.entries(segment.annotations ?? {}).map(pair => JSON.stringify(pair)),
    ),
    misfits: documents.flatMap(document => misfitsOf(span, document)).map(misfit => ({ ...misfit, spans: [span] })),
  };
}

function misfitsOf(span: Span, document: XRayDocument): Misfit[] {
  const { segment, indexed, unindexable } = document;
  const bytes = documentBytes(segment);
  return [
    ...(bytes > MAX_DOCUMENT_BYTES ? [{ kind: 'document' as const, bytes, limit: MAX_DOCUMENT_BYTES }] : []),
    ...nameMisfits(span, document),
    ...indexed.flatMap(({ attribute: own, key, value }) => annotationMisfits(own, key, value)),
    ...collisions(document),
    ...unindexable.flatMap(own => {
      const value = attribute(span.attributes, own);
      // An empty value is no loss.
      return value === null ? [] : [{ kind: 'type' as const, attribute: own, type: typeOf(value) }];
    }),
  ];
}

function annotationMisfits(own: string, key: string, value: unknown): Misfit[] {
  const misfits: Misfit[] = [];
  if (key !== own) misfits.push({ kind: 'key-changed', attribute: own, becomes: key });
  if (key.length > MAX_KEY)
    misfits.push({ kind: 'annotation-key', attribute: own, length: key.length, limit: MAX_KEY });
  if (typeof value !== 'string' || value.length <= MAX_VALUE) return misfits;
  // Characters of Unicode, of which some are two in JavaScript.
  const length = [...value].length;
  if (length > MAX_VALUE) misfits.push({ kind: 'annotation-value', attribute: own, value, length, limit: MAX_VALUE });
  return misfits;
}

/** Attributes that become the same annotation: one value is lost. */
function collisions({ indexed }: XRayDocument): Misfit[] {
  const byKey = new Map<string, string[]>();
  for (const { key, attribute: own } of indexed) byKey.set(key, [...(byKey.get(key) ?? []), own]);
  return [...byKey]
    .filter(([, attributes]) => attributes.length > 1)
    .map(([becomes, attributes]) => ({ kind: 'keys-collide', attributes, becomes }));
}

function nameMisfits(span: Span, { segment, named: { from } }: XRayDocument): Misfit[] {
  const isOwn = from === 'name';
  const name = isOwn ? span.name : (segment.name ?? '');
  // The exporter counts bytes of a span's name, X-Ray characters of any.
  const fixed = isOwn ? fixedName(name) : undefined;
  const kept = isOwn ? name.replace(REMOVED_FROM_NAMES, '') : name;
  const length = isOwn ? Buffer.byteLength(kept) : [...name].length;
  const misfits: Misfit[] = [];
  if (length > MAX_NAME) misfits.push({ kind: 'name-length', from, name, length, limit: MAX_NAME });
  const characters = [...new Set(name.match(isOwn ? REMOVED_FROM_NAMES : NOT_IN_NAMES) ?? [])].join('');
  if (characters !== '') misfits.push({ kind: 'name-characters', from, name, characters, becomes: fixed });
  return misfits;
}
