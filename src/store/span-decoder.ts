import type { AttributeValue } from '../model/attributes.ts';
import type { SpanOrigin } from '../model/packed-spans.ts';
import type { SpanData } from '../model/span-data.ts';

/** How packed spans are read; the store itself knows nothing of the wire. */
export interface SpanDecoder {
  /** The span whose message begins at `start`. */
  decode(bytes: Buffer, start: number, origin: SpanOrigin): SpanData;
  /** Whether the messages that begin at these places are the same bytes. */
  isSame(bytes: Buffer, start: number, others: Buffer, otherStart: number): boolean;
  /** Single fields of the span whose message begins at `start`; good until the next call. */
  probe(bytes: Buffer, start: number): SpanFields;
}

/** Fields of a span, each read when it is asked for. */
export interface SpanFields {
  readonly name: string;
  readonly kind: string;
  readonly statusCode: string;
  readonly statusMessage: string;
  readonly traceState: string;
  readonly flags: number;
  readonly startTimeUnixNano: bigint;
  /** The value of an attribute, by the UTF-8 bytes of its key; undefined when the span has no such attribute. */
  attribute(key: Buffer): AttributeValue | undefined;
  /** Whether an attribute is this text, both as UTF-8. */
  isText(key: Buffer, text: Buffer): boolean;
}
