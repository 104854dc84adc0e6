import { createHash } from 'node:crypto';

/** Two requests of one service begin with the same resource: fewer bytes would not tell them apart. */
const LEAST = 64;

/** As much of a body as is kept: in it is the id of a first span. */
const HEAD = 4_096;

/** An id of a span or the time of a log record, whole, in JSON. */
const TELLING_IN_JSON = /"spanId"\s*:\s*"[\da-f]{16}"|"(?:observedT|t)imeUnixNano"\s*:\s*"?\d+[",}\s]/i;

/** What came of a body that is not stored. */
export interface CameOf {
  readonly bytes: Buffer;
  /** Whether the whole body came. */
  readonly isWhole: boolean;
  /** The length of the whole body, where the sender said it; undefined for what is compressed. */
  readonly length?: number | undefined;
}

/** The bytes that came of a body which is not stored, to recognise the body when it is sent again. */
export class LostBytes {
  readonly #first: Buffer;
  readonly #length: number;
  readonly #digest: string;
  readonly #isTelling: boolean;
  /** The length of the whole body, where nothing else tells it from others; undefined where that is not needed. */
  readonly #whole: number | undefined;

  private constructor({ bytes, isWhole, length }: CameOf) {
    this.#first = Buffer.from(bytes.subarray(0, HEAD));
    this.#length = bytes.length;
    this.#digest = digestOf(bytes);
    this.#isTelling = bytes.length >= LEAST && isTelling(bytes);
    if (bytes.length < LEAST) this.#whole = bytes.length;
    else this.#whole = isWhole || this.#isTelling ? undefined : length;
  }

  /** Undefined when there are too few bytes to recognise anything. */
  static of(came: CameOf): LostBytes | undefined {
    const { bytes, isWhole } = came;
    return bytes.length >= LEAST || (isWhole && bytes.length > 0) ? new LostBytes(came) : undefined;
  }

  /**
   * Whether a body begins with all of these bytes. Where no id among them tells it from others, it also has the length
   * that the sender gave, if it gave one.
   */
  isBeginningOf(body: Uint8Array): boolean {
    if (body.length < this.#length || body.length !== (this.#whole ?? body.length)) return false;
    if (this.#first.compare(body, 0, this.#first.length) !== 0) return false;
    return digestOf(body.subarray(0, this.#length)) === this.#digest;
  }

  /**
   * Whether the same body was accepted before: the client noticed first that a connection was gone, and sent again. An id
   * has to be among the bytes, since another body of the same service begins like this one without it.
   */
  wasAmong(accepted: readonly AcceptedHead[]): boolean {
    if (!this.#isTelling || !isTelling(this.#first)) return false;
    return accepted.some(
      ({ head, length }) => length >= this.#length && head.subarray(0, this.#first.length).equals(this.#first),
    );
  }
}

/** How a body began that was accepted. */
export interface AcceptedHead {
  readonly head: Buffer;
  readonly length: number;
}

/** The beginning of a body that was accepted, to keep. */
export function headOf(body: Uint8Array): AcceptedHead {
  return { head: Buffer.from(body.subarray(0, HEAD)), length: body.length };
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
