const SLOTS = 512;
const MAX_LENGTH = 64;
const WORDS_A_SLOT = MAX_LENGTH / 4;
const NOT_ASCII = 0x80808080 | 0;
const MIX = 0x9e3779b1 | 0;
const NOTHING = Buffer.alloc(0);

/**
 * Short ASCII strings by their bytes. A batch repeats the same keys in every span: found here, a key is neither
 * decoded nor held twice. Bytes are read four at a time, the last four once more where they do not come out even.
 */
export class StringTable {
  readonly #slots: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);
  /** The bytes of the strings; made for the first. */
  #words: Int32Array | undefined;
  #bytes: Buffer = NOTHING;
  #view: DataView = new DataView(NOTHING.buffer, 0, 0);

  /** The string of these bytes, or undefined when they are not ASCII. */
  ascii(bytes: Buffer, start: number, end: number): string | undefined {
    const length = end - start;
    if (length < 4) return shortAscii(bytes, start, end);
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    const view = this.#view;
    const last = view.getInt32(end - 4, true);
    let seen = last;
    let hash = length ^ Math.imul(last, MIX);
    for (let at = start; at + 4 < end; at += 4) {
      const word = view.getInt32(at, true);
      seen |= word;
      hash = Math.imul(hash ^ word, MIX);
      hash ^= hash >>> 15;
    }
    if ((seen & NOT_ASCII) !== 0) return undefined;
    if (length > MAX_LENGTH) return bytes.toString('latin1', start, end);
    const slot = (hash ^ (hash >>> 9)) & (SLOTS - 1);
    const known = this.#slots[slot];
    if (known !== undefined && known.length === length && this.#isSame(slot, start, end)) return known;
    const text = bytes.toString('latin1', start, end);
    this.#slots[slot] = text;
    this.#keep(slot, start, end);
    return text;
  }

  #isSame(slot: number, start: number, end: number): boolean {
    const view = this.#view;
    const words = this.#words as Int32Array;
    let index = slot * WORDS_A_SLOT;
    for (let at = start; at + 4 < end; at += 4) if (words[index++] !== view.getInt32(at, true)) return false;
    return words[index] === view.getInt32(end - 4, true);
  }

  #keep(slot: number, start: number, end: number): void {
    this.#words ??= new Int32Array(SLOTS * WORDS_A_SLOT);
    let index = slot * WORDS_A_SLOT;
    for (let at = start; at + 4 < end; at += 4) this.#words[index++] = this.#view.getInt32(at, true);
    this.#words[index] = this.#view.getInt32(end - 4, true);
  }
}

function shortAscii(bytes: Buffer, start: number, end: number): string | undefined {
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 127) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}
