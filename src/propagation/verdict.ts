import type { Crossing } from '../model/crossing.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Gaps } from '../query/gaps.ts';
import type { Outcome } from '../query/verdict.ts';
import type { PropagatedContext } from './formats/format.ts';

/** Why a service does not continue the trace of the one before it. */
export type BreakReason =
  /** It sent no span: not here, not in a linked trace, not in a stray. */
  | {
      readonly kind: 'silent';
      readonly nearestService: string | undefined;
      /** It sent spans of other traces at that time, though none that fits. */
      readonly heard: boolean;
    }
  /** It continues the trace, but below a span that never arrived. */
  | { readonly kind: 'orphan'; readonly placed: Placed }
  /** It began a trace of its own. */
  | NewTrace
  /** It sent spans of this trace, but none that continues the service before it; the first few of them. */
  | { readonly kind: 'elsewhere'; readonly spans: readonly Placed[]; readonly count: number }
  /** It continues the service before it, but with others between; `direct` was asked for. */
  | { readonly kind: 'detour'; readonly entry: Span; readonly between: readonly string[] }
  /** It continues the service before it, but not as the options ask for. */
  | { readonly kind: 'unmet'; readonly sender: Span; readonly entry: Span; readonly unmet: UnmetTerm }
  /** One entry span continues the service before it, this one does not; `every` was asked for. */
  | {
      readonly kind: 'not-every';
      readonly placed: Placed;
      readonly continued: number;
      /** Of an entry span in a stray: whether it is known that the service before it made the call. */
      readonly certain: boolean;
    };

/** A service's entry spans of a trace that began while the one before it was at work. */
export interface NewTrace {
  readonly kind: 'new-trace';
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

/** What each hop of a path must be, beside being there. */
export interface HopTerms {
  /** How the receiver hangs below the sender: as its child, by a link, or either. */
  readonly via: 'parent' | 'link' | 'any';
  /** It stays in the trace, or goes on in another one. */
  readonly sameTrace: boolean | undefined;
  /** What of the sender's tracestate arrives: all that it has, or these members. */
  readonly tracestate: 'all' | readonly WantedEntry[] | undefined;
  readonly baggage: readonly WantedEntry[] | undefined;
  /** The sampling decision that is handed on. */
  readonly sampled: boolean | undefined;
  /** How long after the sender's span began the receiver's may begin. */
  readonly timeoutMs: number | undefined;
}

/** A member of a tracestate or of baggage that has to be there. */
export interface WantedEntry {
  readonly key: string;
  readonly expected: unknown;
  readonly accepts: (actual: unknown) => boolean;
}

/** A term that a hop does not meet; `unknown` when nothing shows whether it does. */
export type UnmetTerm =
  | { readonly term: 'via'; readonly expected: 'parent' | 'link' }
  | { readonly term: 'sameTrace'; readonly expected: boolean }
  | { readonly term: 'tracestate'; readonly wanted: WantedEntry | undefined; readonly actual: string }
  | { readonly term: 'baggage'; readonly wanted: WantedEntry; readonly actual: string | undefined }
  | { readonly term: 'sampled'; readonly expected: boolean }
  | { readonly term: 'timeout'; readonly limitMs: number; readonly tookMs: number }
  | { readonly term: 'unknown'; readonly of: 'tracestate' | 'baggage' | 'sampled' | 'timeout' };

/** What went wrong at a hop. */
export type DiagnosisKind =
  /** The sender put no context of this trace into the request or message. */
  | 'not-injected'
  /** The context came to the receiver, which did not take it up. */
  | 'not-extracted'
  /** The context was sent and did not arrive: something between the two drops it. */
  | 'dropped-between'
  /** The context was sent in a format that the receiver does not read, or malformed. */
  | 'wrong-format'
  /** The trace id lost half of its 128 bits on the way: the receiver continues another trace. */
  | 'trace-id-cut'
  /** The context arrived with the sampling decision "no". */
  | 'unsampled-upstream'
  /** The receiver continues the trace, but the span that sent the request never arrived. */
  | 'parent-never-exported'
  /** The receiver was called, and sent no span at all. */
  | 'sent-nothing'
  | 'cannot-tell';

/** What speaks for a diagnosis. */
export type Evidence =
  /** The context of this trace crossed, in these formats. */
  | {
      readonly kind: 'crossed';
      readonly crossing: Crossing;
      readonly formats: readonly string[];
      readonly sampled: boolean | undefined;
    }
  /** A request or message crossed without any context. */
  | { readonly kind: 'bare'; readonly crossing: Crossing }
  /** It crossed with headers of another tracing system alone. */
  | { readonly kind: 'foreign'; readonly crossing: Crossing; readonly systems: readonly string[] }
  /** It crossed with a header that breaks the rules of its format. */
  | {
      readonly kind: 'malformed';
      readonly crossing: Crossing;
      readonly header: string;
      readonly value: string;
      readonly reason: string;
    }
  /** The context of this trace crossed in a header of no known format. */
  | { readonly kind: 'renamed'; readonly crossing: Crossing; readonly header: string; readonly form: string }
  /** It crossed with a header of no known format, which looks like the context of another trace. */
  | { readonly kind: 'alike'; readonly crossing: Crossing; readonly header: string; readonly form: string }
  /** It crossed with a sampling decision, and without ids. */
  | { readonly kind: 'decision'; readonly crossing: Crossing; readonly header: string; readonly value: string }
  /** The trace id crossed cut to half of its bits. */
  | { readonly kind: 'cut-id'; readonly crossing: Crossing; readonly header: string; readonly half: 'low' | 'high' }
  /** The receiver began in a trace whose id is half of this trace's. */
  | { readonly kind: 'cut-trace'; readonly traceId: string; readonly half: 'low' | 'high' }
  /** The flags that crossed also have the random bit of Level 2, which a receiver of before may refuse. */
  | { readonly kind: 'random-flag'; readonly crossing: Crossing; readonly side: 'sender' | 'receiver' }
  /** The receiver sent spans at that time, but none that fits this call; one of them. */
  | { readonly kind: 'heard'; readonly span: Span }
  /** It crossed with the context of another trace; `own` when that is the trace in which the receiver began. */
  | { readonly kind: 'other-trace'; readonly crossing: Crossing; readonly traceId: string; readonly own: boolean }
  /** It crossed with the context that the sender itself had received, instead of one of its own. */
  | { readonly kind: 'passed-on'; readonly crossing: Crossing }
  /** The sender's span of the call is itself in the new trace. */
  | { readonly kind: 'call-elsewhere'; readonly call: Span }
  /** What `OTEL_PROPAGATORS` of a service that was started from the test says. */
  | { readonly kind: 'propagators'; readonly service: string; readonly propagators: readonly string[] }
  /** The sender's span says that it was answered. */
  | { readonly kind: 'answered'; readonly status: number }
  /** What saw the request is not the one that the sender called, or that called the receiver: more lies between. */
  | { readonly kind: 'more-between'; readonly side: 'sender' | 'receiver' };

/** What went wrong at a hop, and how that is known. */
export interface Diagnosis {
  readonly kind: DiagnosisKind;
  readonly evidence: readonly Evidence[];
  /** When it cannot be told: what it can be. */
  readonly possible: readonly DiagnosisKind[];
}

export interface BrokenHop {
  /** Undefined when the first service is itself what is missing. */
  readonly from: string | undefined;
  readonly to: string;
  /** The entry spans of `from` that the path reached, or for the first service its spans. */
  readonly reached: readonly Span[];
  /** The span that most likely made the call: sent below `reached`, and never answered. */
  readonly sent: Span | undefined;
  readonly reason: BreakReason;
  readonly diagnosis: Diagnosis | undefined;
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
  readonly terms: HopTerms;
  /** Undefined when the path was found. */
  readonly broken: BrokenHop | undefined;
  /** One span for each service that was reached, in order. */
  readonly steps: readonly Span[];
  readonly gaps: Gaps;
  /**
   * `lost`: the path stops where spans seem to be absent, and they may be among what was lost. `silent`: a service sent
   * nothing, so neither the path nor its absence can be asserted. `unseen`: nothing shows what the options ask about.
   * `stray`: an entry span arrived in a stray, and nothing shows who called it.
   */
  readonly unknown: 'gaps' | 'lost' | 'silent' | 'unseen' | 'stray' | undefined;
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

/** How a stray hangs together with the capture that it is a stray of. */
export type StrayOrigin =
  /** Its root took up a call of the captured trace that no other span answered. */
  | { readonly kind: 'hop'; readonly hop: BrokenHop }
  /** A service that takes part in the captured trace started its root without a parent. */
  | { readonly kind: 'inside'; readonly root: Span }
  /** Nothing but the time ties it to the capture. */
  | { readonly kind: 'unknown'; readonly root: Span | undefined };
