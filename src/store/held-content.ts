import type { SpanData } from '../model/span-data.ts';
import { countBelow } from './count-below.ts';

const SLAB_BYTES = 256 * 1024;
/** Bodies up to this size are copied together: on its own, each would keep a far larger buffer of its socket alive. */
const SMALL_BYTES = 32 * 1024;

/** What spans hold besides their columns: the bytes they came in, or for unusual ones the decoded span. */
export class HeldContent {
  /** Runs of rows with their content in the same place: where each begins, and the bytes. */
  readonly #firstRows: number[] = [];
  readonly #bytes: (Buffer | undefined)[] = [];
  readonly #decoded: SpanData[] = [];
  #lastRun = 0;
  #slab: Buffer | undefined;
  #slabUsed = 0;

  /** Holds a body, the spans of which get the rows from this one on; returns where in the held bytes it begins. */
  keepBytes(firstRow: number, body: Buffer): number {
    if (body.length > SMALL_BYTES) {
      this.#begin(firstRow, body);
      return 0;
    }
    if (this.#slab === undefined || this.#slabUsed + body.length > SLAB_BYTES) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#slabUsed = 0;
    }
    const offset = this.#slabUsed;
    body.copy(this.#slab, offset);
    this.#slabUsed += body.length;
    this.#begin(firstRow, this.#slab);
    return offset;
  }

  /** Holds a decoded span; returns its place. */
  keepDecoded(row: number, span: SpanData): number {
    this.#begin(row, undefined);
    return this.#decoded.push(span) - 1;
  }

  /** The bytes that hold a row; undefined when {@link decodedAt} has it. */
  bytesOf(row: number): Buffer | undefined {
    // Rows are mostly asked for one after the other.
    const last = this.#lastRun;
    const isInLast =
      row >= (this.#firstRows[last] ?? Number.POSITIVE_INFINITY) &&
      row < (this.#firstRows[last + 1] ?? Number.POSITIVE_INFINITY);
    if (!isInLast) this.#lastRun = countBelow(this.#firstRows, row + 1) - 1;
    return this.#bytes[this.#lastRun];
  }

  decodedAt(place: number): SpanData {
    return this.#decoded[place] as SpanData;
  }

  #begin(firstRow: number, bytes: Buffer | undefined): void {
    if (this.#bytes.length > 0 && this.#bytes.at(-1) === bytes) return;
    this.#firstRows.push(firstRow);
    this.#bytes.push(bytes);
  }
}
