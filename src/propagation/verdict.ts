import type { Span, Trace } from '../model/trace.ts';
import type { Gaps } from '../query/gaps.ts';
import type { Outcome } from '../query/verdict.ts';
import type { PropagatedContext } from './formats/format.ts';

/** Why a service does not continue the trace of the one before it. */
export type BreakReason =
  /** It sent no span: not here, not in a linked trace, not in a stray. */
  | { readonly kind: 'silent'; readonly nearestService: string | undefined }
  /** It began a trace of its own. */
  | NewTrace
  /** It sent spans of this trace, but none that continues the service before it; the first few of them. */
  | { readonly kind: 'elsewhere'; readonly spans: readonly Placed[]; readonly count: number }
  /** It continues the service before it, but with others between; `direct` was asked for. */
  | { readonly kind: 'detour'; readonly entry: Span; readonly between: readonly string[] }
  /** One entry span continues the service before it, this one does not; `every` was asked for. */
  | { readonly kind: 'not-every'; readonly placed: Placed; readonly continued: number };

/** A service's entry spans of a trace that began while the one before it was at work. */
export interface NewTrace {
  readonly kind: 'new-trace';
  /** The span that most likely made the call: sent, never answered, and open when the other began. */
  readonly sent: Span | undefined;
  readonly began: Span;
  /** Other captures ran at the same time: the new trace may be another's. */
  readonly shared: boolean;
}

/** A span, and what it hangs below. */
export interface Placed {
  readonly span: Span;
  /** The nearest service above it; undefined for none. */
  readonly below: string | undefined;
  readonly orphan: boolean;
}

export interface BrokenHop {
  /** Undefined when the first service is itself what is missing. */
  readonly from: string | undefined;
  readonly to: string;
  /** The entry spans of `from` that the path reached, or for the first service its spans. */
  readonly reached: readonly Span[];
  readonly reason: BreakReason;
}

/** Whether a trace passes through services, each continuing the one before it. */
export interface PropagationVerdict {
  readonly outcome: Outcome;
  readonly trace: Trace;
  /** How many traces were judged; this one came furthest. */
  readonly traceCount: number;
  readonly services: readonly string[];
  /** Services that must all be reached from the last of `services`; empty for a plain path. */
  readonly branches: readonly string[];
  readonly direct: boolean;
  readonly every: boolean;
  /** Undefined when the path was found. */
  readonly broken: BrokenHop | undefined;
  /** One span for each service that was reached, in order. */
  readonly steps: readonly Span[];
  readonly gaps: Gaps;
  /** `silent`: a service sent nothing, so neither the path nor its absence can be asserted. */
  readonly unknown: 'gaps' | 'silent' | undefined;
}

/** A span that does not continue a context, and in what it differs. */
export interface NotContinued {
  readonly span: Span;
  readonly why: 'trace' | 'no-parent' | 'parent' | 'sampled';
}

/** Whether a span, or every root of a trace, continues a context. */
export interface ContinueVerdict {
  readonly outcome: Outcome;
  /** The header that was given; undefined for the context that the capture sent. */
  readonly header: { readonly name: string; readonly value: string } | undefined;
  readonly context: PropagatedContext;
  readonly trace: Trace;
  /** The spans that were asked: the one, or the roots. */
  readonly entries: readonly Span[];
  readonly broken: readonly NotContinued[];
  readonly gaps: Gaps;
}
