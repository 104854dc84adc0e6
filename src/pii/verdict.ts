import type { Crossing } from '../model/crossing.ts';
import type { LogRecord } from '../model/log-record.ts';
import type { Metric } from '../model/metric.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Beside } from '../query/beside.ts';
import type { Gaps } from '../query/gaps.ts';
import type { Outcome } from '../query/verdict.ts';
import type { Confidence } from './detector.ts';

/** What a text that was looked through belongs to. */
export type PiiOrigin = Span | LogRecord | Metric | Crossing;

/** How a finding counts: an error fails the assertion, a warning is only told. */
export type PiiLevel = 'error' | 'warn';

/**
 * A place that looks as if it held personal data or a secret. What it holds is in no field of it: `mask` shows of it
 * what tells which it is, `fingerprint` names it.
 */
export interface Finding {
  readonly kind: string;
  readonly detector: string;
  /** Which of several forms it is: the vendor of a token, the country of a number. */
  readonly form: string | undefined;
  readonly confidence: Confidence;
  readonly level: PiiLevel;
  readonly service: string | undefined;
  /** The span's name, with what was found in it masked; undefined for anything else. */
  readonly span: string | undefined;
  /** The metric's name, masked in the same way; undefined for anything else. */
  readonly metric: string | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** The attribute's key, with what was found in it masked; undefined where the place has none. */
  readonly key: string | undefined;
  /** From the span down to the value: `attributes["url.full"], query parameter "sig"`. */
  readonly path: string;
  /** Where in the text of that place; undefined within what had to be decoded first. */
  readonly position: { readonly start: number; readonly end: number } | undefined;
  readonly mask: string;
  /** 8 hex digits of the value's kind and value: the same wherever it turns up. */
  readonly fingerprint: string;
}

/** What holds a finding; kept beside it, since a finding itself never leads to the value. */
export interface FoundIn {
  readonly finding: Finding;
  readonly source: PiiOrigin | undefined;
  /** The text around it, masked; undefined where it is all that there is. Made when first asked for. */
  readonly excerpt: () => string | undefined;
}

/** What was found in a trace beside a captured one. */
export interface FoundBeside {
  readonly beside: Beside;
  readonly found: readonly FoundIn[];
}

/** An allowance of a policy that allowed something, or nothing. */
export interface AllowanceUse {
  /** As the policy has it, in words: `key "user.email"`. */
  readonly text: string;
  readonly reason: string;
  readonly uses: number;
}

/** Whether spans, traces or log records are free of personal data and secrets. */
export interface PiiVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** Errors first, then warnings, each in the order of time. */
  readonly found: readonly FoundIn[];
  /** What is in traces beside captured ones, where nothing was found in the traces themselves. */
  readonly beside: readonly FoundBeside[];
  readonly scanned: {
    readonly spans: number;
    readonly records: number;
    readonly metrics: number;
    readonly values: number;
  };
  readonly allowances: readonly AllowanceUse[];
  /** Whether an allowance that allows nothing fails the assertion. */
  readonly strict: boolean;
  readonly gaps: Gaps;
}
