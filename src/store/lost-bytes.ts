import { createHash } from 'node:crypto';

/** Two requests of one service begin with the same resource: fewer bytes would not tell them apart. */
const LEAST = 64;

/** An id of a span or the time of a log record, whole, in JSON. */
const TELLING_IN_JSON = /"spanId"\s*:\s*"[\da-f]{16}"|"(?:observedT|t)imeUnixNano"\s*:\s*"?\d+[",}\s]/i;

/** The bytes that came of a body which is not stored, to recognise the body when it is sent again. */
export class LostBytes {
  readonly #first: Buffer;
  readonly #length: number;
  readonly #digest: string;
  /** The length of the whole body; undefined when it is not known, or when no other body begins with these bytes. */
  readonly #whole: number | undefined;
  readonly #isTelling: boolean;

  private constructor(bytes: Buffer, whole: number | undefined) {
    this.#first = Buffer.from(bytes.subarray(0, LEAST));
    this.#length = bytes.length;
    this.#digest = digestOf(bytes);
    this.#whole = whole;
    this.#isTelling = isTelling(bytes);
  }

  /**
   * Undefined when there are too few bytes to recognise anything.
   *
   * @param whole the length of the whole body, where it is known
   */
  static of(bytes: Buffer, whole: number | undefined): LostBytes | undefined {
    return bytes.length < LEAST ? undefined : new LostBytes(bytes, whole);
  }

  /**
   * Whether a body begins with all of these bytes, and they tell it from others: a span's id is among them, or the length
   * is the same.
   */
  isBeginningOf(body: Uint8Array): boolean {
    if (body.length < this.#length || this.#first.compare(body, 0, LEAST) !== 0) return false;
    if (!this.#isTelling && this.#whole !== body.length) return false;
    return digestOf(body.subarray(0, this.#length)) === this.#digest;
  }
}

function isTelling(bytes: Buffer): boolean {
  return TELLING_IN_JSON.test(bytes.toString('latin1')) || holdsIds(bytes);
}

/**
 * Whether the bytes hold the ids of a span in protobuf: field 1 of 16 bytes, then field 2 of 8; or of a log record: field
 * 9 of 16 bytes.
 */
function holdsIds(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(0x10); at > 0; at = bytes.indexOf(0x10, at + 1)) {
    const tag = bytes[at - 1];
    const end = at + 17;
    if (tag === 0x0a && bytes[end] === 0x12 && bytes[end + 1] === 0x08 && bytes.length >= end + 10) return true;
    if (tag === 0x4a && bytes.length >= end) return true;
  }
  return false;
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
