import { attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';
import { editDistance } from '../nearest-name.ts';
import { renamedAttribute } from './criteria-fields.ts';
import { hintForValues } from './hints.ts';
import { type Accepts, matchValue } from './match-value.ts';
import type { AttributeVerdict, Hint, Reading } from './verdict.ts';

/** An attribute that was asked for: a key, and its value unless any would do. */
export interface WantedAttribute {
  readonly key: string;
  readonly expected: Reading;
  readonly accepts: Accepts;
}

/**
 * Checks an expected value and makes it ready to be held against spans.
 *
 * @throws {TracewrightError} INVALID_CRITERIA for what no attribute can be.
 */
export function compileAttribute(key: string, expected: Reading, where: string): WantedAttribute {
  return { key, expected, accepts: expected === undefined ? () => true : matchValue(expected.value, where) };
}

/** Judges whether a span has the attribute. */
export function judgeAttribute(span: Span, wanted: WantedAttribute): AttributeVerdict {
  const { key, expected, accepts } = wanted;
  const value = attribute(span.attributes, key);
  const actual = value === undefined ? undefined : { value };
  const renamed = renamedAttribute(span.attributes, key, accepts);
  const facts = { span, key, expected, actual, keys: () => keysByNearness(span, key) };
  if (actual !== undefined && accepts(value)) {
    return { ...facts, outcome: 'pass', unknown: undefined, renamed: undefined, hints: () => [] };
  }
  const dropped = actual === undefined && span.droppedAttributesCount > 0;
  const unknown = renamed !== undefined ? 'renamed' : dropped ? 'dropped' : undefined;
  return {
    ...facts,
    outcome: unknown === undefined ? 'fail' : 'incomplete',
    unknown,
    renamed: renamed ?? renamedAttribute(span.attributes, key, () => true),
    hints: () => hintsFor(span, wanted, actual),
  };
}

function hintsFor(span: Span, { key, expected, accepts }: WantedAttribute, actual: Reading): readonly Hint[] {
  const field = { name: 'attributes', key } as const;
  const values = expected === undefined ? undefined : hintForValues({ field, expected: expected.value, actual });
  if (values !== undefined) return [values];
  if (actual !== undefined) return [];
  const hasIt = (other: Span) => {
    const value = attribute(other.attributes, key);
    return value !== undefined && accepts(value);
  };
  const { parent } = span;
  if (parent !== undefined && hasIt(parent))
    return [{ kind: 'attribute-nearby', key, relation: 'parent', span: parent }];
  const child = span.children.find(hasIt);
  return child === undefined ? [] : [{ kind: 'attribute-nearby', key, relation: 'child', span: child }];
}

function keysByNearness(span: Span, key: string): string[] {
  const wanted = key.toLowerCase();
  return Object.keys(span.attributes)
    .map(own => ({ own, distance: editDistance(wanted, own.slice(0, 80).toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ own }) => own);
}
