import type { SpanKind, StatusCode } from './span-data.ts';

/** An asymmetric matcher of any runner: `expect.any(String)`, `expect.stringContaining('x')`. */
export interface AsymmetricMatcher {
  asymmetricMatch(actual: unknown): boolean;
}

/** Text: equal, matched by a RegExp, or accepted by an asymmetric matcher. */
export type TextCriterion = string | RegExp | AsymmetricMatcher;

/** Attributes as a subset: each key must be there, with a value that is equal, matched or accepted. */
export interface AttributesCriterion {
  readonly [key: string]: unknown;
}

export interface EventCriterion {
  readonly name?: TextCriterion;
  readonly attributes?: AttributesCriterion;
}

export interface LinkCriterion {
  readonly traceId?: TextCriterion;
  readonly spanId?: TextCriterion;
  readonly traceState?: TextCriterion;
  readonly attributes?: AttributesCriterion;
}

/** What a span does, as its attributes say in the old or the stable semantic conventions. */
export type Operation = 'http' | 'rpc' | 'database' | 'messaging';

/** What a span must be: every field that is given must match; a field that is not given may be anything. */
export interface SpanCriteria {
  readonly name?: TextCriterion;
  readonly kind?: SpanKind | RegExp | AsymmetricMatcher;
  readonly service?: TextCriterion;
  readonly status?:
    | StatusCode
    | RegExp
    | AsymmetricMatcher
    | { readonly code?: StatusCode | RegExp | AsymmetricMatcher; readonly message?: TextCriterion };
  readonly attributes?: AttributesCriterion;
  /** Resource attributes, as a subset. */
  readonly resource?: AttributesCriterion;
  readonly scope?: TextCriterion | { readonly name?: TextCriterion; readonly version?: TextCriterion };
  /** Each entry must match some event of the span. */
  readonly events?: readonly EventCriterion[] | AsymmetricMatcher;
  /** Each entry must match some link of the span. */
  readonly links?: readonly LinkCriterion[] | AsymmetricMatcher;
  readonly traceId?: TextCriterion;
  readonly spanId?: TextCriterion;
  readonly parentSpanId?: TextCriterion;
  readonly traceState?: TextCriterion;
  readonly flags?: number | AsymmetricMatcher;
  readonly operation?: Operation | RegExp | AsymmetricMatcher;
}

/** Marks an expectation whose text reads on after the name of a field: `duration above 100 ms`. */
export const WORDED: unique symbol = Symbol('tracewright.worded');

/** In every copy of the package. */
export const SELECTOR_BRAND: unique symbol = Symbol.for('tracewright.Selector') as never;

/** Criteria as a selector; made by `select(...)`. */
export interface Selector {
  readonly [SELECTOR_BRAND]: true;
  /** The text that it was made from. */
  readonly selector: string;
}

/** Whether a value is a selector, of this copy of the package or of the other. */
export function isSelector(value: unknown): value is Selector {
  return typeof value === 'object' && value !== null && SELECTOR_BRAND in value;
}
