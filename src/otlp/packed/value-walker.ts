import { isUtf8 } from 'node:buffer';
import { MAX_VALUE_DEPTH } from '../attribute-rules.ts';

const NOT_ASCII = 0x80808080 | 0;
const MIX = 0x9e3779b1 | 0;
const KEY_ROOM = 256;

/**
 * Steps over protobuf values without decoding them, and proves on the way that nothing is wrong with them.
 *
 * Every span that arrives goes through here once, so: no objects, and `false` (or -1 for a position) instead of an
 * error. False means malformed, or unusual, or a problem; which of them, the full decoder tells. It may be false for
 * what is right, but never true for what is wrong.
 */
export class ValueWalker {
  bytes: Buffer = Buffer.alloc(0);
  protected view: DataView = new DataView(this.bytes.buffer, 0, 0);
  /** Where it reads. */
  protected at = 0;
  /** The text that was read last: where it begins, after its length, and a hash of it. */
  protected textStart = 0;
  protected print = 0;
  /** The hashes of the keys of every list that is open; each list begins with a mask of its own. */
  readonly #keys = new Int32Array(KEY_ROOM);
  #keyTop = 0;

  protected open(bytes: Buffer): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
    this.#keyTop = 0;
  }

  /** Reads a length; returns where what it measures ends, or -1 when that is beyond `limit`. */
  protected enter(limit: number): number {
    const { bytes } = this;
    let { at } = this;
    if (at >= limit) return -1;
    let length = bytes[at++] as number;
    if (length > 127) {
      length &= 127;
      for (let shift = 7; ; shift += 7) {
        if (at >= limit || shift > 21) return -1;
        const byte = bytes[at++] as number;
        length |= (byte & 127) << shift;
        if (byte < 128) break;
      }
    }
    this.at = at;
    const end = at + length;
    return end > limit ? -1 : end;
  }

  /** Steps over text that is UTF-8. */
  protected text(limit: number): boolean {
    const end = this.enter(limit);
    if (end < 0) return false;
    const { view } = this;
    let { at } = this;
    let print = end - at;
    let seen = 0;
    if (print >= 4) {
      for (; at + 4 <= end; at += 4) {
        const word = view.getInt32(at, true);
        seen |= word;
        print = Math.imul(print ^ word, MIX);
      }
      const last = view.getInt32(end - 4, true);
      seen |= last;
      print = Math.imul(print ^ last, MIX);
    } else {
      for (; at < end; at++) {
        const byte = view.getUint8(at);
        seen |= byte;
        print = Math.imul(print ^ byte, MIX);
      }
    }
    if ((seen & NOT_ASCII) !== 0 && !isUtf8(this.bytes.subarray(this.at, end))) return false;
    this.textStart = this.at;
    this.at = end;
    print = Math.imul(print ^ (print >>> 16), MIX);
    this.print = print ^ (print >>> 13);
    return true;
  }

  /** Steps over a varint of at most 64 bits. */
  protected varint(limit: number): boolean {
    const { bytes } = this;
    for (let read = 1; this.at < limit && read <= 10; read++) {
      const byte = bytes[this.at++] as number;
      if (byte < 128) return read < 10 || byte < 2;
    }
    return false;
  }

  protected skip(length: number, limit: number): boolean {
    this.at += length;
    return this.at <= limit;
  }

  /** Begins a list of attributes whose keys must differ; returns what {@link closeKeys} needs. */
  protected openKeys(): number {
    const base = this.#keyTop++;
    this.#keys[base] = 0;
    return base;
  }

  protected closeKeys(base: number): void {
    this.#keyTop = base;
  }

  /** KeyValue: `1 key string · 2 value AnyValue`, of the list that began at `base`. */
  protected attribute(limit: number, base: number, depth: number): boolean {
    const end = this.enter(limit);
    if (end < 0) return false;
    const { bytes } = this;
    let hasKey = false;
    let hasValue = false;
    while (this.at < end) {
      const tag = bytes[this.at++];
      if (tag === 10) {
        if (hasKey || !this.text(end) || this.at === this.textStart || !this.#isNewKey(base)) return false;
        hasKey = true;
      } else {
        // A second value would be merged into the first, and their keys would have to differ.
        if (hasValue || tag !== 18 || !this.#anyValue(end, depth)) return false;
        hasValue = true;
      }
    }
    return hasKey;
  }

  /** AnyValue: `1 string · 2 bool · 3 int64 · 4 double · 5 ArrayValue · 6 KeyValueList · 7 bytes`. */
  #anyValue(limit: number, depth: number): boolean {
    const end = this.enter(limit);
    if (end < 0 || depth > MAX_VALUE_DEPTH) return false;
    if (this.at === end) return true;
    switch (this.bytes[this.at++]) {
      case 10:
        if (!this.text(end)) return false;
        break;
      case 16:
      case 24:
        if (!this.varint(end)) return false;
        break;
      case 33:
        if (!this.skip(8, end)) return false;
        break;
      case 42:
        if (!this.#list(end, depth, false)) return false;
        break;
      case 50:
        if (!this.#list(end, depth, true)) return false;
        break;
      case 58:
        this.at = this.enter(end);
        break;
      default:
        return false;
    }
    // Else it holds several values, which are merged or of which the last counts.
    return this.at === end;
  }

  /** ArrayValue: `1 values repeated AnyValue`; KeyValueList: `1 values repeated KeyValue`. */
  #list(limit: number, depth: number, keyed: boolean): boolean {
    const end = this.enter(limit);
    if (end < 0 || this.#keyTop >= KEY_ROOM) return false;
    const base = this.openKeys();
    while (this.at < end) {
      if (this.bytes[this.at++] !== 10) return false;
      if (!(keyed ? this.attribute(end, base, depth + 1) : this.#anyValue(end, depth + 1))) return false;
    }
    this.closeKeys(base);
    return true;
  }

  /** Notes the key that was read last; false when the list may have had it before. */
  #isNewKey(base: number): boolean {
    const keys = this.#keys;
    const { print } = this;
    const bit = 1 << (print & 31);
    const top = this.#keyTop;
    if (top >= KEY_ROOM) return false;
    const mask = keys[base] as number;
    if ((mask & bit) !== 0) for (let index = base + 1; index < top; index++) if (keys[index] === print) return false;
    keys[base] = mask | bit;
    keys[top] = print;
    this.#keyTop = top + 1;
    return true;
  }
}
