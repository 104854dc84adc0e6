import type { SpanCriteria } from '../model/criteria.ts';
import type { TimeFault } from '../model/impossible-time.ts';
import type { Problem } from '../model/problem.ts';
import type { SpanEvent, SpanLink } from '../model/span-data.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Beside, BesideMatch } from './beside.ts';
import type { Gaps } from './gaps.ts';

/**
 * Whether a statement holds. `incomplete` when it cannot be known: what did not arrive, or was dropped, could decide
 * it. An assertion and its negation both fail then.
 */
export type Outcome = 'pass' | 'fail' | 'incomplete';

/** The fields of log records that spans do not have. */
type LogField = 'body' | 'severity' | 'span' | 'eventName';

/** A field that criteria name; `key` is an attribute's key, or the part of a status or scope. A selector also asks for the place. */
export interface Field {
  readonly name: keyof SpanCriteria | 'predicate' | 'duration' | 'place' | LogField;
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

/** Where a span stands, as far as a part of a selector asks for it; `wanted` is that part. */
export type Standing = { readonly span: Span; readonly wanted: string } & (
  | { readonly kind: 'below' | 'linked' }
  /** `:nth-child`; the place counts from 1. */
  | { readonly kind: 'nth'; readonly place: () => number }
  /** `:first`, `:last`; the holder is the span that is. */
  | { readonly kind: 'end'; readonly holder: () => Span | undefined }
  /** Where one that matches was looked for; undefined for several places. */
  | {
      readonly kind: 'has';
      readonly reach: 'below' | 'child' | 'link' | undefined;
      readonly outcome: () => Outcome;
    }
  | { readonly kind: 'not'; readonly refused: string; readonly outcome: () => Outcome }
);

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
  | { readonly kind: 'attribute-place'; readonly key: string; readonly place: AttributePlace }
  | { readonly kind: 'route-id'; readonly actual: string }
  | { readonly kind: 'after-parent'; readonly span: Span; readonly parent: Span }
  | { readonly kind: 'near-service'; readonly wanted: string; readonly nearest: string }
  | { readonly kind: 'in-linked'; readonly span: Span }
  | { readonly kind: 'in-stray'; readonly span: Span; readonly shared: boolean }
  | { readonly kind: 'unsampled'; readonly span: Span };

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
  /** Spans that would match or not by one that did not arrive, such as what they link to. */
  readonly doubtful: readonly Span[];
  /** Matches in traces beside captured ones. */
  readonly beside: readonly BesideMatch[];
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

/** Whether a span has another anywhere above it. */
export interface DescendantVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly target: Target;
  /** The one that is meant, or may be. */
  readonly ancestor: Span | undefined;
  /** All that is above the span, nearest first. */
  readonly above: readonly Span[];
  /** The topmost span whose parent never arrived: the one that is meant may be missing above it. */
  readonly orphan: Span | undefined;
  readonly unknown: 'orphan' | 'dropped' | 'renamed' | undefined;
  /** Of those above, the one that comes nearest to the criteria. */
  readonly nearest: () => NearMiss | undefined;
}

/** Whether a span is a root of its trace, and why, or why not. */
export interface RootVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly why: 'no-parent' | 'sent' | 'has-parent' | 'orphan' | 'cycle';
}

/** A link of a span, followed. */
export interface LinkedTo {
  readonly link: SpanLink;
  /** Undefined when the span did not arrive. */
  readonly target: Span | undefined;
  /** Whether it is the one that is meant; undefined when it did not arrive. */
  readonly meets: boolean | 'renamed' | 'dropped' | undefined;
}

/** Whether a span links to another. */
export interface LinkVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly target: Target;
  readonly links: readonly LinkedTo[];
  readonly unknown: 'renamed' | 'dropped' | 'not-arrived' | 'dropped-links' | undefined;
  /** What a linked span has only under its name of the other generation. */
  readonly renamed: readonly Renamed[];
  /** The one that is meant is the span's parent. */
  readonly isParent: boolean;
  /** The one that is meant links to this span. */
  readonly isReversed: () => boolean;
}

/** Whether a span ended before, or as, another began. */
export type OrderVerdict = {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly target: Target;
} & (
  | {
      readonly kind: 'ordered';
      readonly other: Span;
      /**
       * From the end of the one to the start of the other; negative when they do not follow each other. The outcome is
       * `incomplete` when they overlap by less than a millisecond, and the start of one was cut to the millisecond.
       */
      readonly gapNano: bigint;
      /** Where the other is in the tree, if that alone decides it. */
      readonly nesting: 'same' | 'above' | 'below' | undefined;
    }
  /** A time of this span cannot be right. */
  | { readonly kind: 'no-times'; readonly other: Span; readonly impossible: Span }
  | {
      readonly kind: 'not-one';
      readonly matched: readonly Span[];
      readonly nearMisses: (() => NearMisses) | undefined;
    }
);

/** Whether there are spans for some steps, one after the other. */
export interface SequenceVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** What was asked for, step by step. */
  readonly steps: readonly (readonly WantedField[])[];
  /** Whether nothing else may occur that counts. */
  readonly exact: boolean;
  /** What counts; undefined when every span does. */
  readonly of: readonly WantedField[] | undefined;
  /** Of each step, the spans that match. */
  readonly matching: readonly (readonly Span[])[];
  /** The first step that no span matches. */
  readonly missing: number | undefined;
  /** The spans of the first steps, as far as there are any one after the other. */
  readonly placed: readonly Span[];
  /** The step that follows these and finds none of its spans behind them; of its spans the one that begins last. */
  readonly blocking: { readonly step: number; readonly span: Span } | undefined;
  /** Other spans that count, or may count. */
  readonly others: readonly Span[];
  readonly gaps: Gaps;
  /** Spans that match, in traces beside captured ones. */
  readonly beside: readonly BesideMatch[];
  /** Why it cannot be known. */
  readonly unknown: 'missing-step' | 'times' | 'doubt' | 'other-may-count' | 'gaps' | 'beside' | undefined;
  readonly nearMisses?: () => NearMisses;
}

/** Where an attribute is asked for: on the span itself, or on the resource that it comes from. */
export type AttributePlace = 'span' | 'resource';

/** Whether a span, or its resource, has an attribute, of a value. */
export interface AttributeVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly place: AttributePlace;
  readonly key: string;
  /** Undefined when any value would do. */
  readonly expected: Reading;
  readonly actual: Reading;
  /** How many attributes its sender dropped there. */
  readonly dropped: number;
  readonly unknown: 'dropped' | 'renamed' | undefined;
  /** The attribute under its name in the other generation of the conventions, whatever its value. */
  readonly renamed: Renamed | undefined;
  /** Looked for when first asked. */
  readonly hints: () => readonly Hint[];
  /** The keys that are there, nearest to the one that was asked for first. */
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

/** Whether a span has every field that is wanted. */
export interface FieldsVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly comparisons: readonly FieldComparison[];
  readonly unknown: 'dropped' | 'renamed' | undefined;
  readonly hints: () => readonly Hint[];
}

/** An event that is asked for; for an exception, the event of that name. */
export interface WantedEvent {
  readonly name: unknown;
  /** Undefined when any attributes would do. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Whether a span has an event. */
export interface EventVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly wanted: WantedEvent;
  readonly matched: readonly SpanEvent[];
  /** Events of that name, whatever their attributes. */
  readonly named: readonly SpanEvent[];
  readonly unknown: 'dropped-events' | 'dropped-attributes' | undefined;
}

/** A span that failed: its status is ERROR, or exceptions were recorded on it. */
export interface SpanError {
  readonly span: Span;
  readonly exceptions: readonly SpanEvent[];
}

/** Whether no span failed. */
export interface ErrorsVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly errors: readonly SpanError[];
  /** Failed spans that are allowed. */
  readonly excepted: readonly SpanError[];
  readonly except: readonly (readonly WantedField[])[];
  /** What would except an error if the span had the attribute names of the other generation. */
  readonly renamed: readonly Renamed[];
  /** Failed spans of traces beside captured ones. */
  readonly beside: readonly BesideMatch[];
  readonly gaps: Gaps;
}

/** Spans that stand together and do the same work. */
export interface Repeats {
  /** Their parent, or the ancestor that they have in common; undefined for a whole trace, and without a parent. */
  readonly under: Span | undefined;
  readonly spans: readonly Span[];
}

/** Whether nothing is done again and again. */
export interface RepeatsVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly max: number;
  /** Undefined when every span counts. */
  readonly of: readonly WantedField[] | undefined;
  /** Which spans stand together; for those below an ancestor, what that is. */
  readonly per: 'parent' | 'trace' | readonly WantedField[];
  readonly counted: number;
  /** The size of the largest group of spans that are alike. */
  readonly most: number;
  /** Groups that are too large, largest first. */
  readonly repeats: readonly Repeats[];
  readonly gaps: Gaps;
  readonly renamed: readonly Renamed[];
  /** Repeated spans of traces beside captured ones. */
  readonly beside: readonly BesideMatch[];
  readonly unknown: 'gaps' | 'renamed' | 'no-ancestor' | 'nothing-counted' | 'beside' | undefined;
  readonly nearMisses?: () => NearMisses;
}

/** Whether traces arrived whole and sound. */
export interface CompleteVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly flawed: readonly Trace[];
  readonly gaps: Gaps;
  readonly problems: readonly Problem[];
}

/** Whether a span took less than so many milliseconds. */
export interface DurationVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly maxMs: number;
  /** Times of it that cannot be right. */
  readonly impossible: readonly TimeFault[];
}

/** Whether traces took less than so many milliseconds each. */
export interface TraceDurationVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly maxMs: number;
  readonly slow: readonly Trace[];
  /** Spans with a time that cannot be right. */
  readonly impossible: readonly Span[];
  readonly gaps: Gaps;
}

/** Whether a capture that sent an unsampled context got no span. */
export interface UnsampledVerdict {
  readonly outcome: Outcome;
  readonly trace: Trace;
  readonly why: 'stayed-empty' | 'spans' | 'unread' | 'unsettled' | 'lost' | 'sampled' | 'not-captured';
}

/** Whether captures have no strays but those that are excepted. */
export interface StraysVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** Strays that nothing excepts. */
  readonly strays: readonly Beside[];
  readonly excepted: number;
  /** Strays whose root also began while no capture ran. */
  readonly background: number;
  readonly except: readonly (readonly WantedField[])[];
  readonly gaps: Gaps;
}

/** Whether the structure of traces is the one that is stored. */
export type SnapshotVerdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'incomplete'; readonly traces: readonly Trace[]; readonly gaps: Gaps }
  | {
      readonly outcome: 'fail';
      /** Undefined when none is stored, and the runner may not write one. */
      readonly stored: string | undefined;
      readonly received: string;
      /** The runner's own diff of the two, made when first asked for. */
      readonly difference: () => string;
    };

/** A node of an expected tree, and the span that comes nearest to it. */
export interface PlacedNode {
  /** What was asked for; empty for a node that any span is. */
  readonly wanted: readonly WantedField[];
  /** Undefined when no span is left that comes near. */
  readonly span: Span | undefined;
  /** Each field held against that span; all match where the node does. */
  readonly comparisons: readonly FieldComparison[];
  readonly children: readonly PlacedNode[];
}

/** Where the span that a node asks for is, when it is not where the tree has it. */
export interface Misplaced {
  readonly node: PlacedNode;
  /** The span below which the tree has it. */
  readonly under: Span;
  readonly span: Span;
  readonly where: 'deeper' | 'elsewhere' | 'taken';
}

/** A tree that is there, but for the order of children. */
export interface Unordered {
  readonly trace: Trace;
  readonly node: PlacedNode;
  readonly cost: number;
}

/** Whether spans form a tree. */
export interface TreeVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly exact: boolean;
  /** Whether children have to begin in the order of the tree. */
  readonly ordered: boolean;
  /** How many nodes the expected tree has. */
  readonly size: number;
  /** The trace that comes nearest. */
  readonly trace: Trace;
  /** The tree as far as it can be laid over that trace; looked for when first asked. */
  readonly placed: () => PlacedNode;
  /** Spans that an exact tree has no node for. */
  readonly extra: () => readonly Span[];
  readonly misplaced: () => readonly Misplaced[];
  /** The tree as it is there in another order; undefined when it is not. */
  readonly unordered: () => Unordered | undefined;
  readonly hints: () => readonly Hint[];
  readonly gaps: Gaps;
  /** The tree in traces beside captured ones: the span at its top. */
  readonly beside: readonly BesideMatch[];
  /** Why it cannot be known. */
  readonly unknown: 'gaps' | 'renamed' | 'dropped' | 'times' | 'beside' | undefined;
}
