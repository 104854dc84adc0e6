import type { AsymmetricMatcher, AttributesCriterion, TextCriterion } from '../model/criteria.ts';
import type { LogRecord } from '../model/log-record.ts';
import type { Criteria, Span } from '../model/trace.ts';

/** A level in words (`'WARN'`, `'error'`), or a severity number of OpenTelemetry from 1 to 24. */
export type SeverityName = string | number;

/** What a log record must be: every field that is given must match; a field that is not given may be anything. */
export interface LogRecordCriteria {
  /** The message: equal, matched or accepted. An object is compared as a subset. */
  readonly body?: TextCriterion | AttributesCriterion;
  /**
   * A word is the range of that level, whatever the logger calls it: `'WARN'` holds for `warn`, `WARNING` and the severity
   * numbers 13 to 16. A number is exactly that severity number. A RegExp or an asymmetric matcher is held against the text.
   * `{ min: 'WARN' }` is that level or a higher one, `{ max: 'INFO' }` that or a lower one.
   */
  readonly severity?:
    | SeverityName
    | RegExp
    | AsymmetricMatcher
    | { readonly min?: SeverityName; readonly max?: SeverityName };
  /** Attributes, as a subset. */
  readonly attributes?: AttributesCriterion;
  readonly service?: TextCriterion;
  /** Resource attributes, as a subset. */
  readonly resource?: AttributesCriterion;
  /** The name of the logger. */
  readonly scope?: TextCriterion;
  /** The record names a span of the trace that is this one, or that matches. */
  readonly span?: Span | Criteria;
  readonly traceId?: TextCriterion;
  readonly spanId?: TextCriterion;
  readonly eventName?: TextCriterion;
}

/**
 * Which log records are meant: an exact message, a RegExp for the message, a predicate, or an object of fields.
 *
 * @example
 * expect(trace).toHaveLogs('order placed');
 * expect(trace).toHaveLogs({ body: /declined/, severity: { min: 'WARN' }, service: 'payments', span: 'charge card' });
 */
export type LogCriteria = string | RegExp | ((record: LogRecord) => boolean) | LogRecordCriteria;
