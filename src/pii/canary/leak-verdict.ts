import type { Trace } from '../../model/trace.ts';
import type { Beside } from '../../query/beside.ts';
import type { Gaps } from '../../query/gaps.ts';
import type { Outcome } from '../../query/verdict.ts';
import type { AllowanceUse, PiiOrigin } from '../verdict.ts';

/** A place that holds a value of a canary. The value is in no field of it. */
export interface Leak {
  /** The canary: `person-7`, or the label of a canary of one value. */
  readonly canary: string;
  readonly isPerson: boolean;
  /** Which of its values. */
  readonly label: string;
  readonly source: PiiOrigin;
  /** The service, as it may be shown; undefined for headers that were seen crossing. */
  readonly service: string | undefined;
  /** The name of the span or metric, or what was asked for where headers crossed, as it may be shown; undefined for a log record. */
  readonly name: string | undefined;
  /** As it may be shown: `attributes["app.request.body"]`. */
  readonly path: string;
  /** The nearest key, as it may be shown; undefined where the place has none. */
  readonly key: string | undefined;
  /** `base64 of JSON, field card.number`. */
  readonly encoding: string;
  /** Milliseconds after the trace's first span began; undefined for what is no span. */
  readonly afterMs: number | undefined;
}

/** Whether values of canaries are in spans, traces or log records. Its outcome is a pass where they are. */
export interface LeakVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** Traces beside captured ones, which were looked through as well. */
  readonly beside: readonly Beside[];
  /** In the order of time. */
  readonly leaks: readonly Leak[];
  readonly canaries: readonly { readonly name: string; readonly isPerson: boolean; readonly values: number }[];
  /** Those that were never sent: nothing is proved about them. */
  readonly unsent: readonly string[];
  readonly scanned: { readonly spans: number; readonly records: number; readonly metrics: number };
  readonly allowances: readonly AllowanceUse[];
  readonly gaps: Gaps;
  /** Whether a name of a span or service holds a value, so that the trees must not be drawn. */
  readonly isInNames: boolean;
  /** A text of the telemetry without the values that are in it. */
  readonly conceal: (text: string) => string;
}
