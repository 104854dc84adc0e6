import type { SpanCriteria } from '../model/criteria.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Gaps } from './gaps.ts';

/**
 * Whether a statement holds. `incomplete` when it cannot be known: what did not arrive, or was dropped, could decide
 * it. An assertion and its negation both fail then.
 */
export type Outcome = 'pass' | 'fail' | 'incomplete';

/** A field that criteria name; `key` is an attribute's key, or the part of a status or scope. */
export interface Field {
  readonly name: keyof SpanCriteria | 'predicate';
  readonly key?: string;
}

/** A field and what it must be. */
export interface WantedField {
  readonly field: Field;
  readonly expected: unknown;
}

/** What a span has in a field; undefined when it has no such field (null is a value: the empty one). */
export type Reading = { readonly value: unknown } | undefined;

/** An attribute that is there, under its name in the other generation of the semantic conventions. */
export interface Renamed {
  readonly wanted: string;
  readonly found: string;
  readonly foundIs: 'old' | 'stable';
  readonly value: unknown;
}

/** One field of the criteria, held against one span. */
export interface FieldComparison extends WantedField {
  readonly actual: Reading;
  readonly matched: boolean;
  readonly renamed: Renamed | undefined;
}

/** A span that differs from the criteria, and in what. */
export interface NearMiss {
  readonly span: Span;
  readonly comparisons: readonly FieldComparison[];
}

/** A span that matches only under the other generation's attribute names. */
export interface RenamedSpan {
  readonly span: Span;
  readonly renamed: readonly Renamed[];
}

/** Something that is certain about why a span did not match. */
export type Hint =
  | { readonly kind: 'only-field'; readonly field: Field }
  | { readonly kind: 'letter-case'; readonly field: Field; readonly actual: string }
  | { readonly kind: 'renamed'; readonly renamed: Renamed }
  | { readonly kind: 'value-type'; readonly field: Field; readonly expected: unknown; readonly actual: unknown }
  | {
      readonly kind: 'attribute-nearby';
      readonly key: string;
      readonly relation: 'parent' | 'child';
      readonly span: Span;
    }
  | { readonly kind: 'near-service'; readonly wanted: string; readonly nearest: string }
  | { readonly kind: 'in-stray'; readonly span: Span; readonly shared: boolean };

/** What there was instead of a span that matches. */
export interface NearMisses {
  readonly wanted: readonly WantedField[];
  readonly spanCount: number;
  /** Nearest first; empty when nothing comes near. */
  readonly nearest: readonly NearMiss[];
  /** Names by first appearance; of many, the few that are nearest to the one that was asked for. */
  readonly names: readonly { readonly name: string; readonly count: number }[];
  readonly nameCount: number;
  readonly services: readonly string[];
  readonly hints: readonly Hint[];
}

/** How many matches are wanted. */
export interface Times {
  readonly min: number;
  /** Undefined for no upper limit. */
  readonly max: number | undefined;
}

/** Whether a matching span is there, or the wanted number of them. */
export interface PresenceVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly wanted: readonly WantedField[];
  /** Undefined when any number from one on would do. */
  readonly times: Times | undefined;
  readonly matched: readonly Span[];
  readonly renamed: readonly RenamedSpan[];
  readonly gaps: Gaps;
  /** Looked for when first asked. */
  readonly nearMisses: () => NearMisses;
}

/** A relative that a criterion names: one span, or any that matches. */
export type Target =
  | { readonly kind: 'span'; readonly span: Span }
  | { readonly kind: 'criteria'; readonly wanted: readonly WantedField[] };

/** Whether a span is a direct child of another. */
export interface ChildVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly target: Target;
  /** How the parent differs from the criteria; undefined when there is no parent, or a span was asked for. */
  readonly comparisons: readonly FieldComparison[] | undefined;
  /** The ancestor above the parent that is meant: the span is a descendant of it, not a child. */
  readonly ancestor: Span | undefined;
  readonly unknown: 'orphan' | 'dropped' | 'renamed' | undefined;
}

/** Whether a span has an attribute, of a value. */
export interface AttributeVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly key: string;
  /** Undefined when any value would do. */
  readonly expected: Reading;
  readonly actual: Reading;
  readonly unknown: 'dropped' | 'renamed' | undefined;
  /** The attribute under its name in the other generation of the conventions, whatever its value. */
  readonly renamed: Renamed | undefined;
  /** Looked for when first asked. */
  readonly hints: () => readonly Hint[];
  /** The span's own keys, nearest to the one that was asked for first. */
  readonly keys: () => readonly string[];
}

/** Whether a span has a status. */
export interface StatusVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly code: unknown;
  /** Undefined when any message would do. */
  readonly message: Reading;
}
