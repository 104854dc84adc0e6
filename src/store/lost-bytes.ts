import { createHash } from 'node:crypto';

/** Two requests of one service begin with the same resource: fewer bytes would not tell them apart. */
const LEAST = 64;

/** The bytes that came of a body which is not stored, to recognise the body when it is sent again. */
export class LostBytes {
  readonly #first: Buffer;
  readonly #length: number;
  readonly #digest: string;

  private constructor(bytes: Buffer) {
    this.#first = Buffer.from(bytes.subarray(0, LEAST));
    this.#length = bytes.length;
    this.#digest = digestOf(bytes);
  }

  /** Undefined when there are too few to recognise anything. */
  static of(bytes: Buffer): LostBytes | undefined {
    return bytes.length < LEAST ? undefined : new LostBytes(bytes);
  }

  /** Whether a body begins with all of these bytes. */
  isBeginningOf(body: Uint8Array): boolean {
    if (body.length < this.#length || this.#first.compare(body, 0, LEAST) !== 0) return false;
    return digestOf(body.subarray(0, this.#length)) === this.#digest;
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
