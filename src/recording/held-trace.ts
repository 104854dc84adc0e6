import type { Problem } from '../model/problem.ts';
import type { SpanData } from '../model/span-data.ts';
import type { UnendedSpan } from '../model/unended-span.ts';

/** Spans and their problems, as they were read from one place of a file. */
export interface SpanBatch {
  readonly spans: readonly SpanData[];
  readonly problems: readonly Problem[];
}

/** What is known of a trace beyond its spans: see `traceNote`. */
export interface TraceNote {
  readonly traceId: string;
  /** Span ids that captures sent as parents. */
  readonly sentSpanIds: readonly string[];
  /** Spans of it were still arriving when it was recorded. */
  readonly unsettled: boolean;
  /** Spans of it that had been started and not ended when it was recorded. */
  readonly unended?: readonly UnendedSpan[];
}

/** All that a file holds of one trace. */
export interface HeldTrace extends SpanBatch {
  readonly traceId: string;
  readonly note: TraceNote | undefined;
}

/** Puts together the traces of a file; how, depends on whether a trace's spans may be anywhere in it. */
export interface Gathering {
  /** Takes spans in; returns the traces that are whole by now. */
  add(batch: SpanBatch): readonly HeldTrace[];
  note(note: TraceNote): void;
  /** The traces that are left, once the file has been read. Each is let go of as it is handed out. */
  rest(): Iterable<HeldTrace>;
}
