import type { Problem } from '../model/problem.ts';
import type { SpanData } from '../model/span-data.ts';

/** A span that could not be kept, because no trace can hold a span without valid ids. */
export interface RejectedSpan {
  /** The field, its value, the rule, the span and its service, as one line. */
  readonly reason: string;
  readonly service: string;
  /** The span's name. */
  readonly span: string;
  /** The trace that lacks it, in lower-case hex; undefined when no valid trace id can be read. */
  readonly traceId: string | undefined;
  /** Its own id, in lower-case hex; undefined when no valid one can be read. */
  readonly spanId: string | undefined;
}

/** What one export request held. */
export interface DecodedTraces {
  readonly spans: readonly SpanData[];
  readonly problems: readonly Problem[];
  readonly rejected: readonly RejectedSpan[];
}
