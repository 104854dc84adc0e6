import { type Attributes, attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';
import { editDistance } from '../nearest-name.ts';
import { renamedAttribute } from './criteria-fields.ts';
import { hintForValues } from './hints.ts';
import { type Accepts, matchValue } from './match-value.ts';
import type { AttributePlace, AttributeVerdict, Hint, Reading } from './verdict.ts';

/** An attribute that was asked for: a key, and its value unless any would do. */
export interface WantedAttribute {
  /** Of the span itself, or of the resource that it comes from. */
  readonly place: AttributePlace;
  readonly key: string;
  readonly expected: Reading;
  readonly accepts: Accepts;
}

/**
 * Checks an expected value and makes it ready to be held against spans.
 *
 * @throws {TracewrightError} INVALID_CRITERIA for what no attribute can be.
 */
export function compileAttribute(
  place: AttributePlace,
  key: string,
  expected: Reading,
  where: string,
): WantedAttribute {
  return { place, key, expected, accepts: expected === undefined ? () => true : matchValue(expected.value, where) };
}

/** Judges whether a span, or its resource, has the attribute. */
export function judgeAttribute(span: Span, wanted: WantedAttribute): AttributeVerdict {
  const { place, key, expected, accepts } = wanted;
  const attributes = attributesAt(span, place);
  const value = attribute(attributes, key);
  const actual = value === undefined ? undefined : { value };
  const dropped = place === 'span' ? span.droppedAttributesCount : span.resource.droppedAttributesCount;
  const facts = { span, place, key, expected, actual, dropped, keys: () => keysByNearness(attributes, key) };
  if (actual !== undefined && accepts(value)) {
    return { ...facts, outcome: 'pass', unknown: undefined, renamed: undefined, hints: () => [] };
  }
  const renamed = renamedAttribute(attributes, key, accepts);
  const unknown = renamed !== undefined ? 'renamed' : actual === undefined && dropped > 0 ? 'dropped' : undefined;
  return {
    ...facts,
    outcome: unknown === undefined ? 'fail' : 'incomplete',
    unknown,
    renamed: renamed ?? renamedAttribute(attributes, key, () => true),
    hints: () => hintsFor(span, wanted, actual),
  };
}

function attributesAt(span: Span, place: AttributePlace): Attributes {
  return place === 'span' ? span.attributes : span.resource.attributes;
}

function hintsFor(span: Span, { place, key, expected, accepts }: WantedAttribute, actual: Reading): readonly Hint[] {
  const field = { name: place === 'span' ? 'attributes' : 'resource', key } as const;
  const values = expected === undefined ? undefined : hintForValues({ field, expected: expected.value, actual });
  if (values !== undefined) return [values];
  if (actual !== undefined) return [];
  const other = place === 'span' ? 'resource' : 'span';
  const elsewhere = attribute(attributesAt(span, other), key);
  if (elsewhere !== undefined && accepts(elsewhere)) return [{ kind: 'attribute-place', key, place: other }];
  if (place === 'resource') return [];
  const hasIt = (relative: Span) => {
    const value = attribute(relative.attributes, key);
    return value !== undefined && accepts(value);
  };
  const { parent } = span;
  if (parent !== undefined && hasIt(parent))
    return [{ kind: 'attribute-nearby', key, relation: 'parent', span: parent }];
  const child = span.children.find(hasIt);
  return child === undefined ? [] : [{ kind: 'attribute-nearby', key, relation: 'child', span: child }];
}

function keysByNearness(attributes: Attributes, key: string): string[] {
  const wanted = key.toLowerCase();
  return Object.keys(attributes)
    .map(own => ({ own, distance: editDistance(wanted, own.slice(0, 80).toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ own }) => own);
}
