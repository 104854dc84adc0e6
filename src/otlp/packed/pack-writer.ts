/** Thrown, and caught again by the packer, where a body is not plain: the full decoder has to read it. */
export const NOT_PLAIN: unique symbol = Symbol('not plain');

/** Bytes up to which a loop is faster than a call. */
const COPIED_BY_HAND = 48;
const LONE_SURROGATE = /\p{Surrogate}/u;
const SPARE = 64;
/** A body's longest length prefix. */
const LENGTH_ROOM = 5;

/**
 * Writes protobuf into a buffer that is used again and again. A nested message gets one byte for its length, and is
 * moved where it turns out to be longer than that can say: most are not.
 */
export class PackWriter {
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(this.#bytes.buffer, 0, 0);
  #at = 0;

  /** Begins a body of at most this many bytes. */
  begin(bytes: number): void {
    if (this.#bytes.length < bytes + SPARE) {
      this.#bytes = Buffer.allocUnsafeSlow(bytes + SPARE);
      this.#view = new DataView(this.#bytes.buffer);
    }
    this.#at = 0;
  }

  /** A copy of what was written; a large buffer is not kept for the next body. */
  end(keptBytes: number): Buffer {
    const body = Buffer.from(this.#bytes.subarray(0, this.#at));
    if (this.#bytes.length > keptBytes) this.#bytes = Buffer.alloc(0);
    return body;
  }

  /** Begins a message as this field; returns what {@link close} needs. */
  open(tag: number): number {
    this.#room(2);
    this.#bytes[this.#at] = tag;
    this.#at += 2;
    return this.#at;
  }

  /** Takes the message back when nothing was written into it: an empty one says what an absent one says. */
  closeUnlessEmpty(start: number): void {
    if (this.#at === start) this.#at = start - 2;
    else this.close(start);
  }

  close(start: number): void {
    const length = this.#at - start;
    if (length > 127) this.#lengthen(start, length);
    else this.#bytes[start - 1] = length;
  }

  text(tag: number, text: string): void {
    if (LONE_SURROGATE.test(text)) throw NOT_PLAIN;
    const start = this.open(tag);
    this.#room(Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, start);
    this.close(start);
  }

  /** Text, as bytes of another buffer. */
  slice(tag: number, source: Buffer, from: number, to: number): void {
    const start = this.open(tag);
    this.#room(to - from);
    const bytes = this.#bytes;
    if (to - from > COPIED_BY_HAND) source.copy(bytes, start, from, to);
    else for (let at = from; at < to; at++) bytes[start + at - from] = source[at] as number;
    this.#at = start + to - from;
    this.close(start);
  }

  /** An id's hex digits, of either case. */
  hex(tag: number, source: Buffer, from: number, to: number): void {
    const start = this.open(tag);
    if ((to - from) % 2 !== 0) throw NOT_PLAIN;
    this.#room((to - from) / 2);
    for (let at = from; at < to; at += 2) {
      this.#bytes[this.#at++] = 16 * digit(source[at] as number) + digit(source[at + 1] as number);
    }
    this.close(start);
  }

  /** A safe integer as an int64, or a smaller unsigned type. */
  varint(tag: number, value: number): void {
    this.#room(12);
    const bytes = this.#bytes;
    bytes[this.#at++] = tag;
    if (value >= 0 && value < 2 ** 31) {
      let rest = value;
      for (; rest > 127; rest >>>= 7) bytes[this.#at++] = (rest & 127) | 128;
      bytes[this.#at++] = rest;
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) bytes[this.#at++] = Number(rest & 127n) | 128;
    bytes[this.#at++] = Number(rest);
  }

  /** `low` and `high`: the halves as unsigned numbers. */
  fixed64(tag: number, low: number, high: number): void {
    this.#room(10);
    this.#bytes[this.#at] = tag;
    this.#view.setUint32(this.#at + 1, low, true);
    this.#view.setUint32(this.#at + 5, high, true);
    this.#at += 9;
  }

  double(tag: number, value: number): void {
    this.#room(10);
    this.#bytes[this.#at] = tag;
    this.#view.setFloat64(this.#at + 1, value, true);
    this.#at += 9;
  }

  /** The tag takes two bytes: the only field above 15 of OTLP's traces is Span.flags. */
  fixed32(tag: readonly number[], value: number): void {
    this.#room(8);
    for (const byte of tag) this.#bytes[this.#at++] = byte;
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  #lengthen(start: number, length: number): void {
    let more = 0;
    for (let rest = length >>> 7; rest > 0; rest >>>= 7) more++;
    this.#room(LENGTH_ROOM);
    this.#bytes.copyWithin(start + more, start, this.#at);
    let at = start - 1;
    let rest = length;
    for (; rest > 127; rest >>>= 7) this.#bytes[at++] = (rest & 127) | 128;
    this.#bytes[at] = rest;
    this.#at += more;
  }

  /** A body in JSON is longer than in protobuf; should one not be, the full decoder reads it. */
  #room(bytes: number): void {
    if (this.#at + bytes > this.#bytes.length) throw NOT_PLAIN;
  }
}

function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  throw NOT_PLAIN;
}
