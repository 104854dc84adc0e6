import type { AsymmetricMatcher, TextCriterion } from '../src/model/criteria.ts';
import type { StatusCode } from '../src/model/span-data.ts';
import type { Criteria, Span } from '../src/model/trace.ts';

/** How many matching spans there must be. */
export interface SpanCountOptions {
  /** A number, or limits; `max` alone implies a `min` of 1, and 0 is absence. */
  readonly times?: number | { readonly min?: number; readonly max?: number };
}

/** How strictly services must follow each other. */
export interface PathOptions {
  /** No other service may lie between two that are named. */
  readonly direct?: boolean;
  /** Each entry span of a service must continue the one before it; otherwise one is enough. */
  readonly every?: boolean;
}

/** The matchers, as a runner's `expect(...)` has them. All are synchronous: they judge a snapshot. */
export interface TracewrightMatchers<R> {
  /**
   * A matching span is in the trace, or in one of several traces. Negated: in none.
   *
   * @example
   * expect(trace).toHaveSpan({ name: 'charge card', kind: 'CLIENT', attributes: { 'app.order.id': expect.any(String) } });
   * expect(trace).toHaveSpan(/^SELECT/, { times: 2 });
   * expect(trace).not.toHaveSpan({ status: 'ERROR' });
   */
  toHaveSpan(criteria: Criteria, options?: SpanCountOptions): R;
  /**
   * The span's direct parent is this span, or one that matches. Of an array, every one's; negated, no one's.
   *
   * @example
   * expect(trace.get('charge card')).toBeChildOf({ kind: 'SERVER', service: 'payments' });
   */
  toBeChildOf(parent: Span | Criteria): R;
  /**
   * The span has an attribute, and when a value is given, that value. Of an array, every one has; negated, no one.
   *
   * @example
   * expect(trace.get('charge card')).toHaveAttribute('app.order.id', 'ord-17');
   */
  toHaveAttribute(key: string, value?: unknown): R;
  /** The same as `toHaveAttribute`, under a name that no other library has. */
  toHaveSpanAttribute(key: string, value?: unknown): R;
  /**
   * The span has a status code, and when a message is given, that message. Of an array, every one has; negated, no one.
   *
   * @example
   * expect(trace.get('POST /charge')).toHaveStatus('ERROR', /declined/);
   */
  toHaveStatus(code: StatusCode | RegExp | AsymmetricMatcher, message?: TextCriterion): R;
  /**
   * Each service continues the trace of the one before it, by parent or, for messages, by link. An array in the last
   * place names branches that all must be reached.
   *
   * @example
   * expect(trace).toPropagateAcross('gateway', 'orders', ['payments', 'mailer']);
   * expect(trace).toPropagateAcross('gateway', 'orders', { direct: true });
   */
  toPropagateAcross(from: string, ...to: readonly (string | readonly string[] | PathOptions)[]): R;
}
