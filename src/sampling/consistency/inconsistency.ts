import type { Crossing } from '../../model/crossing.ts';
import type { Span, Trace } from '../../model/trace.ts';
import type { Gaps } from '../../query/gaps.ts';
import type { Outcome } from '../../query/verdict.ts';

/** What shows that the services of a trace did not decide alike. */
export type Inconsistency =
  /** A service recorded this span, though the context that it continues says that the trace is not sampled. */
  | { readonly kind: 'recorded-unsampled'; readonly span: Span; readonly crossing: Crossing | undefined }
  /** This span was exported, and its service handed the trace on as not sampled. */
  | { readonly kind: 'handed-on-unsampled'; readonly span: Span; readonly crossing: Crossing }
  /** This span was exported, and its own flags say that it is not sampled; other spans of its service have the flag. */
  | { readonly kind: 'flag-missing'; readonly span: Span }
  /** The parent of this span never arrived. In another trace, a span of this service calls the same operation. */
  | { readonly kind: 'parent-missing'; readonly span: Span; readonly caller: string }
  /** This call was answered, and the service sent no span; in another trace it does for the same call. */
  | { readonly kind: 'callee-missing'; readonly span: Span; readonly callee: string; readonly elsewhere: Span }
  /** The threshold of this span is above the randomness of its trace, which rejects it. */
  | {
      readonly kind: 'below-threshold';
      readonly span: Span;
      readonly threshold: string;
      readonly randomness: string;
      readonly isExplicit: boolean;
    }
  /** The threshold of this span is above that of its parent, so that it is missing in some traces that have the parent. */
  | { readonly kind: 'threshold-raised'; readonly span: Span; readonly threshold: string; readonly parent: string }
  /** The randomness of this span is not that of its parent: the two do not decide alike. */
  | {
      readonly kind: 'randomness-changed';
      readonly span: Span;
      readonly randomness: string | undefined;
      readonly parent: string;
    }
  | { readonly kind: 'malformed'; readonly span: Span; readonly key: 'th' | 'rv'; readonly value: string };

/** Whether all services of traces decided alike whether to record. */
export interface ConsistencyVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly found: readonly Inconsistency[];
  /** Those that rest on the absence of spans which may still come, or were lost. */
  readonly doubtful: readonly Inconsistency[];
  /** Spans whose parent never arrived, where nothing shows who called them. */
  readonly strangers: readonly Span[];
  readonly gaps: Gaps;
}
