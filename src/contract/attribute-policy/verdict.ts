import type { AttributeValue } from '../../model/attributes.ts';
import type { Span, Trace } from '../../model/trace.ts';
import type { BesideMatch } from '../../query/beside.ts';
import type { Gaps } from '../../query/gaps.ts';
import type { Outcome } from '../../query/verdict.ts';
import type { ClosedNamespace } from './compile-attribute-policy.ts';
import type { CompiledRule } from './compile-rule.ts';

/** Where an attribute stands that a policy judges. */
export type AttributePlace = 'span' | 'event' | 'link' | 'resource';

/** An attribute that a span has, or should have. */
export type AttributeDeviation = { readonly span: Span } & (
  | {
      readonly kind: 'required';
      readonly rule: CompiledRule;
      /** The name of the other generation of the conventions, if the span has the attribute under that. */
      readonly otherName: string | undefined;
    }
  | {
      readonly kind: 'forbidden' | 'type' | 'values';
      readonly rule: CompiledRule;
      readonly key: string;
      readonly value: AttributeValue;
      readonly place: AttributePlace;
    }
  | {
      readonly kind: 'not allowed';
      readonly closed: ClosedNamespace;
      readonly key: string;
      readonly value: AttributeValue;
      readonly place: AttributePlace;
    }
);

/** A key with more different values than its rule allows. */
export interface CardinalityBreach {
  readonly rule: CompiledRule;
  readonly key: string;
  readonly count: number;
  /** Some of the values, in the order in which they came. */
  readonly samples: readonly AttributeValue[];
}

/** What of a policy judged nothing. */
export type IdleRule =
  /** No span matched `required` or `forbidden`; or no span had the key, so that its value was not judged. */
  | { readonly part: 'required' | 'forbidden' | 'value'; readonly rule: CompiledRule }
  /** No key of a span was in the namespace. */
  | { readonly part: 'allowed'; readonly closed: ClosedNamespace };

export type RulePart = Exclude<IdleRule['part'], 'allowed'>;

/** Whether the attributes of traces are what a policy says. */
export interface AttributePolicyVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly deviations: readonly AttributeDeviation[];
  readonly breaches: readonly CardinalityBreach[];
  /** How many spans the different values of a key were counted in. */
  readonly counted: number;
  readonly idle: readonly IdleRule[];
  readonly strict: boolean;
  /** Whether any part of a rule judged anything. */
  readonly judged: boolean;
  /** Spans that deviate, in traces beside captured ones. */
  readonly beside: readonly BesideMatch[];
  readonly gaps: Gaps;
}
