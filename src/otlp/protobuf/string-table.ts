const SLOTS = 512;
const MAX_LENGTH = 64;

/**
 * Short ASCII strings by their bytes. A batch repeats the same keys in every span: found here, a key is neither
 * decoded nor held twice.
 */
export class StringTable {
  readonly #slots: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

  /** The string of these bytes, or undefined when they are not ASCII. */
  ascii(bytes: Buffer, start: number, end: number): string | undefined {
    let seen = 0;
    let hash = end - start;
    for (let index = start; index < end; index++) {
      const byte = bytes[index] ?? 0;
      seen |= byte;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (seen > 127) return undefined;
    if (end - start > MAX_LENGTH) return bytes.toString('latin1', start, end);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#slots[slot];
    if (known !== undefined && isSame(known, bytes, start, end)) return known;
    const text = bytes.toString('latin1', start, end);
    this.#slots[slot] = text;
    return text;
  }
}

function isSame(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
