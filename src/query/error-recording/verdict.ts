import type { Span, Trace } from '../../model/trace.ts';
import type { BesideMatch } from '../beside.ts';
import type { Gaps } from '../gaps.ts';
import type { Outcome, Renamed, WantedField } from '../verdict.ts';
import type { ErrorEvidence, ErrorRule } from './error-rule.ts';

/** A span that breaks a rule. */
export interface ErrorDeviation extends ErrorEvidence {
  readonly span: Span;
  readonly rule: ErrorRule;
}

/** Whether errors are recorded as the semantic conventions say. */
export interface ErrorRecordingVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** In the order of the spans; where the outcome is `incomplete`, those that what was dropped may excuse. */
  readonly deviations: readonly ErrorDeviation[];
  /** Deviations that are allowed. */
  readonly excepted: readonly ErrorDeviation[];
  readonly except: readonly (readonly WantedField[])[];
  /** What would except a deviation if the span had the attribute names of the other generation. */
  readonly renamed: readonly Renamed[];
  /** How many spans were judged: all but those that are excepted. */
  readonly judged: number;
  /** Log records were lost, in which an exception may have been. */
  readonly lostRecords: boolean;
  /** Spans that break a rule, in traces beside captured ones. */
  readonly beside: readonly BesideMatch[];
  readonly gaps: Gaps;
}
