import type { Span, Trace } from '../model/trace.ts';
import type { XRayIndexing } from '../model/xray-indexing.ts';
import type { Gaps } from '../query/gaps.ts';
import type { Outcome, Reading, Renamed, WantedField } from '../query/verdict.ts';

/** Where an attribute is asked for in X-Ray. */
export type XRayPlace = 'annotation' | 'metadata';

/** What becomes of an attribute that is not where it was asked for. */
export type XRayElsewhere =
  /** In the other place. */
  | { readonly kind: XRayPlace; readonly key: string; readonly value: unknown }
  /** In a member of its own, such as `http.response.status`. */
  | { readonly kind: 'member'; readonly path: string }
  /** The exporter takes it out for a member that this document does not have. */
  | { readonly kind: 'taken' }
  /** It is indexed, and no annotation can have its type. */
  | { readonly kind: 'type'; readonly type: string }
  /** It is of the resource: in the metadata of a segment, and in no subsegment. */
  | { readonly kind: 'resource'; readonly key: string; readonly isSubsegment: boolean }
  /** Exporters before 0.97 wrote `_` for a dot. */
  | { readonly kind: 'dots'; readonly key: string }
  /** The exporter drops the span: JSON has no word for a number in it. */
  | { readonly kind: 'no-document'; readonly path: string };

/** Whether a span has an annotation, or metadata, in X-Ray. */
export interface XRayFieldVerdict {
  readonly outcome: Outcome;
  readonly span: Span;
  readonly place: XRayPlace;
  readonly key: string;
  /** What X-Ray calls it. */
  readonly xrayKey: string;
  readonly expected: Reading;
  readonly actual: Reading;
  readonly elsewhere: XRayElsewhere | undefined;
  /** How many attributes its SDK dropped. */
  readonly dropped: number;
  readonly unknown: 'dropped' | 'renamed' | undefined;
  readonly renamed: Renamed | undefined;
  /** The keys that are there. */
  readonly keys: readonly string[];
  readonly indexing: XRayIndexing;
}

/** Something that X-Ray or the exporter cuts off, changes or drops without a word. */
export type XRayMisfit = { readonly spans: readonly Span[] } & (
  | { readonly kind: 'annotations'; readonly trace: Trace; readonly count: number; readonly limit: number }
  | { readonly kind: 'annotation-key'; readonly attribute: string; readonly length: number; readonly limit: number }
  | {
      readonly kind: 'annotation-value';
      readonly attribute: string;
      readonly value: string;
      readonly length: number;
      readonly limit: number;
    }
  | { readonly kind: 'key-changed'; readonly attribute: string; readonly becomes: string }
  | { readonly kind: 'keys-collide'; readonly attributes: readonly string[]; readonly becomes: string }
  | { readonly kind: 'type'; readonly attribute: string; readonly type: string }
  | { readonly kind: 'number'; readonly path: string }
  | { readonly kind: 'document'; readonly bytes: number; readonly limit: number }
  | {
      readonly kind: 'name-length';
      readonly from: string;
      readonly name: string;
      readonly length: number;
      readonly limit: number;
    }
  | {
      readonly kind: 'name-characters';
      readonly from: string;
      readonly name: string;
      readonly characters: string;
      /** What the exporter makes of it; undefined where it leaves the name as it is. */
      readonly becomes: string | undefined;
    }
  | {
      readonly kind: 'epoch';
      readonly trace: Trace;
      readonly traceId: string;
      readonly epochMs: number;
      readonly nowMs: number;
    }
);

/** Whether traces reach X-Ray whole. */
export interface XRayFitVerdict {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  readonly misfits: readonly XRayMisfit[];
  readonly documents: number;
  readonly excepted: number;
  readonly except: readonly (readonly WantedField[])[];
  /** Undefined where the receiver was told nothing of X-Ray: then no attribute is indexed. */
  readonly indexing: XRayIndexing | undefined;
  readonly epoch: boolean;
  readonly gaps: Gaps;
  readonly unknown: 'gaps' | 'nothing-judged' | undefined;
}
