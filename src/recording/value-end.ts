/** Bytes that JSON's structure is made of. */
export const BYTE = {
  lineFeed: 0x0a,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openArray: 0x5b,
  backslash: 0x5c,
  closeArray: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/** Finds where a JSON value ends, over as many chunks as it has. Only follows brackets and quotes. */
export class ValueEnd {
  readonly #isScalar: boolean;
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** @param first the value's first byte */
  constructor(first: number) {
    this.#isScalar = first !== BYTE.openObject && first !== BYTE.openArray && first !== BYTE.quote;
  }

  /**
   * The index after the value's last byte; undefined when it goes on in the next chunk.
   *
   * @param from where in this chunk the value begins or goes on
   * @param newLine called with the index of every line feed within
   */
  find(chunk: Buffer, from: number, newLine: (at: number) => void): number | undefined {
    if (this.#isScalar) {
      for (let at = from; at < chunk.length; at++) if (endsScalar(chunk[at] as number)) return at;
      return undefined;
    }
    let at = this.#escaped ? from + 1 : from;
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = false;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === BYTE.quote) {
        inString = !inString;
        if (!inString && depth === 0) return at + 1;
      } else if (byte === BYTE.lineFeed) {
        newLine(at);
      } else if (inString) {
        if (byte === BYTE.backslash) {
          at++;
          escaped = at === chunk.length;
        }
      } else if (byte === BYTE.openObject || byte === BYTE.openArray) {
        depth++;
      } else if (byte === BYTE.closeObject || byte === BYTE.closeArray) {
        depth--;
        if (depth === 0) return at + 1;
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    return undefined;
  }
}

/** A comma, a colon or a closing bracket. */
export function isPunctuation(byte: number): boolean {
  return byte === BYTE.comma || byte === BYTE.colon || byte === BYTE.closeArray || byte === BYTE.closeObject;
}

function endsScalar(byte: number): boolean {
  return (
    byte <= 0x20 || isPunctuation(byte) || byte === BYTE.quote || byte === BYTE.openArray || byte === BYTE.openObject
  );
}
