import type { Resource, Scope } from './span-data.ts';

/** What the spans of one ScopeSpans share. The same object for the same bytes, so that it compares by identity. */
export interface SpanOrigin {
  readonly resource: Resource;
  readonly scope: Scope;
  readonly service: string;
}

/** Words of 32 bits per span in {@link SpanColumns.ids}: trace id 4, span id 2, parent span id 2 (both 0: none). */
export const WORDS_A_SPAN = 8;

/** What must be known of each span of a request at once, an element a span. */
export interface SpanColumns {
  /** Where the span's message begins in the body: at its length. */
  readonly starts: Uint32Array;
  /** Ids as {@link WORDS_A_SPAN} words, most significant byte first. */
  readonly ids: Uint32Array;
  /** The name's bytes, and a hash of them. */
  readonly nameStarts: Uint32Array;
  readonly nameEnds: Uint32Array;
  readonly namePrints: Int32Array;
  /** Milliseconds since the epoch. */
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** An index of {@link PackedSpans.origins}. */
  readonly originOf: Uint32Array;
}

/** The spans of one request, not decoded: nothing is wrong with any of them. The next request overwrites them. */
export interface PackedSpans {
  readonly size: number;
  /** The request's body. */
  readonly bytes: Buffer;
  readonly columns: SpanColumns;
  readonly origins: readonly SpanOrigin[];
  /** Links: the span's index and the trace id. */
  readonly links: readonly PackedLink[];
}

export interface PackedLink {
  readonly span: number;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
}
