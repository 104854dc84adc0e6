import type { AttributeValue } from '../model/attributes.ts';
import type { LogRecord } from '../model/log-record.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { BesideMatch } from '../query/beside.ts';
import type { Gaps } from '../query/gaps.ts';
import type { FieldComparison, Outcome, Times, WantedField } from '../query/verdict.ts';

/** A log record without a valid trace id that a service wrote while it handled a request of a trace, or perhaps then. */
export interface Unnamed {
  readonly record: LogRecord;
  readonly service: string;
  /** Why it is not certain that it was written for this trace; undefined when it is. */
  readonly doubt: 'other request' | 'other capture' | 'edge' | undefined;
  /** The trace of the other request. */
  readonly other: string | undefined;
  readonly invalid: InvalidId | undefined;
}

/** A value in the place of an id that is not a valid id. */
export interface InvalidId {
  readonly key: string;
  readonly value: AttributeValue;
}

/** Whether the ids of a log record name a span of a trace, and which, or why not. */
export interface CorrelationVerdict {
  readonly outcome: Outcome;
  readonly record: LogRecord;
  readonly trace: Trace;
  readonly why: 'span' | 'no-ids' | 'invalid' | 'other-trace' | 'no-span-id' | 'sent' | 'unknown-span';
  readonly span: Span | undefined;
  readonly invalid: InvalidId | undefined;
}

/** A log record that differs from the criteria, and in what. */
export interface RecordMiss {
  readonly record: LogRecord;
  readonly comparisons: readonly FieldComparison[];
}

/** Whether traces have matching log records, or the wanted number of them. */
export interface LogsVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** Why nothing was looked through: no span is one that the criteria mean, or no record of these services was ever read. */
  readonly nothing: 'no such span' | 'no records' | undefined;
  readonly wanted: readonly WantedField[];
  /** Undefined when any number from one on would do. */
  readonly times: Times | undefined;
  readonly matched: readonly LogRecord[];
  /** Records that may match: what decides it was dropped or did not arrive. */
  readonly doubtful: readonly LogRecord[];
  /** Records that match, and name no trace. */
  readonly unnamed: readonly Unnamed[];
  /** Traces beside captured ones that have matching records; the spans that these name. */
  readonly beside: readonly BesideMatch[];
  readonly gaps: Gaps;
  readonly total: number;
  /** Nearest first; empty when nothing comes near. Looked for when first asked. */
  readonly nearest: () => readonly RecordMiss[];
}

/** What became of the records of one service. */
export interface JudgedService {
  readonly service: string;
  /** How many name the trace. */
  readonly named: number;
  /** How many name another trace, or were written outside of a request. They are not judged. */
  readonly aside: number;
}

/** Whether every record that was written while requests of these traces were handled names its trace. */
export interface CorrelatedVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly services: readonly JudgedService[];
  /** Records that name no trace. */
  readonly unnamed: readonly Unnamed[];
  readonly excepted: number;
  readonly except: readonly (readonly WantedField[])[];
  /** Services of which not a single record was judged, though that was asked for. */
  readonly silent: readonly string[];
  readonly gaps: Gaps;
}
