import { types } from 'node:util';
import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf, refuseUndefined, refuseUnknownKeys } from '../misuse.ts';
import { isSelector } from '../model/criteria.ts';
import { escapeUnseen } from '../model/escape-unseen.ts';
import { type Criteria, isSpan, isTrace, type Span } from '../model/trace.ts';
import { selectorLeaves } from './compile-selector.ts';
import { type Condition, CRITERIA, type Leaf } from './criteria-fields.ts';
import type { FieldComparison, Renamed, WantedField } from './verdict.ts';

/** Criteria that were checked, and can be held against spans. */
export interface CompiledCriteria {
  /** What was asked for, field by field. */
  readonly wanted: readonly WantedField[];
  matches(span: Span): boolean;
  /** Whether a span may match that has this name, or is of this service, whatever its other fields. */
  accepts(field: 'name' | 'service', value: string): boolean;
  /** The id of the only trace whose spans may match, if the criteria give one. */
  readonly traceId: string | undefined;
  /**
   * What `matches` asks, field by field: all of them hold, or the span does not match. A store reads them where it can
   * without decoding spans; undefined for criteria that are not of this form.
   */
  readonly conditions?: readonly Condition[];
  /** How many fields differ; how many of these are attributes that match under their other name, or are not there at all. */
  differences(span: Span): { readonly differing: number; readonly renamed: number; readonly absent: number };
  /** Every field against this span, those that match too. */
  compare(span: Span): FieldComparison[];
  /**
   * What makes the span match when attributes may also have the name that they have in the other generation of the
   * semantic conventions; undefined when it matches as it is, or does not match even so.
   */
  matchesRenamed(span: Span): readonly Renamed[] | undefined;
  /** Whether the span may have matched before its sender dropped attributes, events or links: all that differs is absent. */
  mayHaveMatched(span: Span): boolean;
}

/**
 * Checks criteria and makes them ready to be held against spans.
 *
 * @param where who asks, for the error text: `toHaveSpan`.
 * @throws {TracewrightError} UNDEFINED_EXPECTATION, UNKNOWN_CRITERION, UNKNOWN_KIND, UNKNOWN_STATUS or INVALID_CRITERIA.
 */
export function compileCriteria(criteria: Criteria, where: string): CompiledCriteria {
  refuseUndefined(criteria, `${where}: criteria`);
  const leaves = leavesOf(criteria, where);
  const renamedIn = (span: Span) => {
    const renamed: Renamed[] = [];
    for (const leaf of leaves) {
      if (holds(leaf, span)) continue;
      const found = leaf.renamed?.(span);
      if (found === undefined) return undefined;
      renamed.push(found);
    }
    return renamed.length === 0 ? undefined : renamed;
  };
  return {
    wanted: leaves.map(({ field, expected }) => ({ field, expected })),
    matches: span => {
      for (const leaf of leaves) if (!holds(leaf, span)) return false;
      return true;
    },
    accepts: (field, value) => leaves.every(leaf => leaf.field.name !== field || leaf.accepts(value)),
    traceId: onlyTraceId(leaves),
    conditions: leaves,
    differences: span => {
      const failing = leaves.filter(leaf => !holds(leaf, span));
      return {
        differing: failing.length,
        renamed: failing.filter(leaf => leaf.renamed?.(span) !== undefined).length,
        absent: failing.filter(leaf => leaf.read(span) === undefined && leaf.renamed?.(span) === undefined).length,
      };
    },
    compare: span => leaves.map(leaf => compareLeaf(leaf, span)),
    matchesRenamed: renamedIn,
    mayHaveMatched: span => leaves.every(leaf => holds(leaf, span) || leaf.mayBeDropped?.(span) === true),
  };
}

function onlyTraceId(leaves: readonly Leaf[]): string | undefined {
  const expected = leaves.find(leaf => leaf.field.name === 'traceId')?.expected;
  return typeof expected === 'string' ? expected : undefined;
}

function holds(leaf: Leaf, span: Span): boolean {
  if (leaf.value !== undefined) {
    const value = leaf.value(span);
    return value !== undefined && leaf.accepts(value);
  }
  const reading = leaf.read(span);
  return reading !== undefined && leaf.accepts(reading.value);
}

function compareLeaf(leaf: Leaf, span: Span): FieldComparison {
  const actual = leaf.read(span);
  const matched = actual !== undefined && leaf.accepts(actual.value);
  const renamed = matched ? undefined : leaf.renamed?.(span);
  return { field: leaf.field, expected: leaf.expected, actual, matched, renamed };
}

function leavesOf(criteria: unknown, where: string): readonly Leaf[] {
  if (typeof criteria === 'string') return nameLeaves(criteria, where);
  if (types.isRegExp(criteria)) return CRITERIA.name(criteria, `${where}: criteria`);
  if (isSelector(criteria)) return selectorLeaves(criteria);
  if (typeof criteria === 'function') return [predicateLeaf(criteria as (span: Span) => unknown, where)];
  if (!isPlainObject(criteria) || isAsymmetricMatcher(criteria) || typeof criteria.then === 'function') {
    throw new TracewrightError('INVALID_CRITERIA', `${where} takes ${WHAT_IT_TAKES}; received ${received(criteria)}`);
  }
  const names = Object.keys(CRITERIA) as (keyof typeof CRITERIA)[];
  refuseUnknownKeys(criteria, names, where, 'UNKNOWN_CRITERION');
  const given = names.filter(name => Object.hasOwn(criteria, name));
  if (given.length === 0) {
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${where}: the criteria are an empty object, which any span would match. Name at least one field.`,
    );
  }
  return given.flatMap(name => CRITERIA[name](criteria[name], `${where}: criteria.${name}`));
}

const WHAT_IT_TAKES = 'criteria: a name, a RegExp for the name, a predicate, select(...) or an object of fields';

function received(criteria: unknown): string {
  if (isSpan(criteria)) return `a Span. Name what it must be: { name: ${nameText(criteria.name)} }.`;
  if (isTrace(criteria)) return 'a Trace.';
  if (isAsymmetricMatcher(criteria)) {
    return 'an asymmetric matcher. It can stand for a field, as in { name: expect.stringContaining("x") }.';
  }
  const kind = kindOf(criteria);
  return kind === 'a Promise' ? 'a Promise: `await` is missing.' : `${kind}.`;
}

function nameLeaves(name: string, where: string): readonly Leaf[] {
  if (/^\s*span\s*\[/.test(name)) {
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${where}: the string ${JSON.stringify(name)} is taken as a span's exact name, but looks like a selector. A selector is written select(...).`,
    );
  }
  return CRITERIA.name(name, `${where}: criteria`);
}

function predicateLeaf(predicate: (span: Span) => unknown, where: string): Leaf {
  return {
    field: { name: 'predicate' },
    expected: predicate,
    read: span => ({ value: span }),
    accepts: span => {
      const answer = predicate(span as Span);
      if (typeof answer === 'boolean') return answer;
      const kind = kindOf(answer);
      throw new TracewrightError(
        'INVALID_CRITERIA',
        `${where}: the predicate returned ${kind} for span ${nameText((span as Span).name)}; it must return true or false${kind === 'a Promise' ? ', at once: it cannot be async' : ''}.`,
      );
    },
  };
}

/** A received name in quotes, cut after 80 characters. */
function nameText(name: string): string {
  return escapeUnseen(JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name));
}
