import type { SpanOrigin } from '../../model/packed-spans.ts';
import type { SpanData } from '../../model/span-data.ts';
import { Findings } from '../findings.ts';
import { readSpan } from '../protobuf/span.ts';
import { StringTable } from '../protobuf/string-table.ts';
import { WireReader } from '../protobuf/wire-reader.ts';
import { SpanProbe } from './span-probe.ts';

/** Decodes spans that a TraceIndex found, and lets what repeats in them be held once. */
export class PackedSpanDecoder {
  readonly #strings = new StringTable();
  // Spans are mostly looked at in the order in which they are held: many of the same bytes, one after the other.
  #bytes: Buffer = Buffer.alloc(0);
  #reader = new WireReader(this.#bytes, new Findings(), this.#strings);
  readonly #probe = new SpanProbe();

  /** The span whose message begins, with its length, at `start`. */
  decode(bytes: Buffer, start: number, { resource, scope }: SpanOrigin): SpanData {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#reader = new WireReader(bytes, new Findings(), this.#strings);
    }
    this.#reader.moveTo(start);
    const span = readSpan(this.#reader, resource, scope);
    // An empty parent id is none.
    if (span.parentSpanId === '') span.parentSpanId = undefined;
    return span;
  }

  /** Single fields of the span whose message begins at `start`; the next call gives the same object. */
  probe(bytes: Buffer, start: number): SpanProbe {
    this.#probe.open(bytes, start);
    return this.#probe;
  }

  /** Whether the messages that begin at these places are the same bytes. */
  isSame(bytes: Buffer, start: number, others: Buffer, otherStart: number): boolean {
    return bytes.compare(others, otherStart, messageEnd(others, otherStart), start, messageEnd(bytes, start)) === 0;
  }
}

/** Where a message ends that is known to be well-formed, and begins with its length at `start`. */
function messageEnd(bytes: Buffer, start: number): number {
  let length = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] as number;
    length |= (byte & 127) << shift;
    if (byte < 128) return at + length;
  }
}
