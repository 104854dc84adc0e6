import type { AttributeValue } from './attributes.ts';
import type { SpanData } from './span-data.ts';

/** What can be read of a span that is not decoded; good until the next one is asked for. */
export interface HeldSpan {
  readonly resource: SpanData['resource'];
  /** The value of one of its attributes. */
  attribute(key: string): AttributeValue | undefined;
  /** All of them: it is decoded for that. */
  readonly attributes: SpanData['attributes'];
}

/** All spans of a receiver, of every trace, as they were at a moment. */
export interface HeldSpans {
  /** The same object for moments of which the later has all that the earlier has. */
  readonly store: object;
  /** How many there were. */
  readonly count: number;
  spans(): Iterable<HeldSpan>;
}
