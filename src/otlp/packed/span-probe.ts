import type { AttributeValue } from '../../model/attributes.ts';
import { SPAN_KINDS, STATUS_CODES } from '../../model/span-data.ts';
import { Findings } from '../findings.ts';
import { readAnyValue } from '../protobuf/any-value.ts';
import { StringTable } from '../protobuf/string-table.ts';
import { WireReader } from '../protobuf/wire-reader.ts';

const NOTHING = Buffer.alloc(0);
const FIRST_ROOM = 64;

/**
 * Reads single fields of a span that a TraceIndex found, and decodes no others.
 *
 * The index has proved that the bytes are well-formed, that no key comes twice and that lengths fit 28 bits: nothing is
 * checked again. The field maps stand in `../protobuf`; a tag is `field number * 8 + wire type`.
 */
export class SpanProbe {
  #bytes: Buffer = NOTHING;
  #start = -1;
  #at = 0;
  /** By attribute: where its key begins, the key's length, and where its value begins with its length; 0 for none. */
  #keyStarts = new Uint32Array(FIRST_ROOM);
  #keyLengths = new Uint32Array(FIRST_ROOM);
  #values = new Uint32Array(FIRST_ROOM);
  #attributes = 0;
  /** Where texts begin, with their length; 0 for none. */
  #name = 0;
  #traceState = 0;
  #statusMessage = 0;
  #kind = 0;
  #statusCode = 0;
  #flags = 0;
  /** Where the start time is; 0 for none. */
  #began = 0;
  #reader = new WireReader(NOTHING, new Findings());
  #readerBytes: Buffer = NOTHING;
  readonly #strings = new StringTable();

  /** Goes to the span whose message begins, with its length, at `start`. */
  open(bytes: Buffer, start: number): void {
    if (this.#bytes === bytes && this.#start === start) return;
    this.#bytes = bytes;
    this.#start = start;
    this.#at = start;
    this.#attributes = 0;
    this.#name = 0;
    this.#traceState = 0;
    this.#statusMessage = 0;
    this.#kind = 0;
    this.#statusCode = 0;
    this.#flags = 0;
    this.#began = 0;
    const end = this.#length() + this.#at;
    while (this.#at < end) this.#field(bytes[this.#at++] as number);
  }

  get name(): string {
    return this.#text(this.#name);
  }

  get traceState(): string {
    return this.#text(this.#traceState);
  }

  get statusMessage(): string {
    return this.#text(this.#statusMessage);
  }

  get kind(): string {
    return SPAN_KINDS[this.#kind] as string;
  }

  get statusCode(): string {
    return STATUS_CODES[this.#statusCode] as string;
  }

  get flags(): number {
    return this.#flags;
  }

  get startTimeUnixNano(): bigint {
    return this.#began === 0 ? 0n : this.#bytes.readBigUInt64LE(this.#began);
  }

  /** The value of an attribute, by the bytes of its key; undefined when the span has no such attribute. */
  attribute(key: Buffer): AttributeValue | undefined {
    const index = this.#indexOf(key);
    if (index < 0) return undefined;
    const value = this.#values[index] as number;
    if (value === 0) return null;
    if (this.#readerBytes !== this.#bytes) {
      this.#readerBytes = this.#bytes;
      this.#reader = new WireReader(this.#bytes, new Findings(), this.#strings);
    }
    this.#reader.moveTo(value);
    return readAnyValue(this.#reader, null, 1);
  }

  /** Whether an attribute is the text of these bytes. */
  isText(key: Buffer, text: Buffer): boolean {
    const index = this.#indexOf(key);
    if (index < 0 || this.#values[index] === 0) return false;
    const bytes = this.#bytes;
    this.#at = this.#values[index] as number;
    if (this.#length() === 0 || bytes[this.#at++] !== 10) return false;
    return this.#length() === text.length && isAt(bytes, this.#at, text);
  }

  #field(tag: number): void {
    switch (tag) {
      case 42:
        this.#name = this.#at;
        break;
      case 26:
        this.#traceState = this.#at;
        break;
      case 48:
        this.#kind = this.#bytes[this.#at++] as number;
        return;
      case 57:
        this.#began = this.#at;
        this.#at += 8;
        return;
      case 65:
        this.#at += 8;
        return;
      case 74:
        this.#attribute();
        return;
      case 80:
      case 96:
      case 112:
        this.#at++;
        return;
      case 122:
        this.#status();
        return;
      case 133: // a tag of two bytes
        this.#flags = this.#bytes.readUInt32LE(this.#at + 1);
        this.#at += 5;
        return;
    }
    const length = this.#length();
    this.#at += length;
  }

  #attribute(): void {
    const length = this.#length();
    const end = this.#at + length;
    const index = this.#attributes++;
    if (index === this.#values.length) this.#grow();
    this.#values[index] = 0;
    while (this.#at < end) {
      const isKey = this.#bytes[this.#at++] === 10;
      const start = this.#at;
      const size = this.#length();
      if (isKey) {
        this.#keyStarts[index] = this.#at;
        this.#keyLengths[index] = size;
      } else {
        this.#values[index] = start;
      }
      this.#at += size;
    }
  }

  /** May come several times: what each holds counts. */
  #status(): void {
    const length = this.#length();
    const end = this.#at + length;
    while (this.#at < end) {
      if (this.#bytes[this.#at++] === 24) {
        this.#statusCode = this.#bytes[this.#at++] as number;
      } else {
        this.#statusMessage = this.#at;
        const size = this.#length();
        this.#at += size;
      }
    }
  }

  #indexOf(key: Buffer): number {
    const { length } = key;
    for (let index = 0; index < this.#attributes; index++) {
      if (this.#keyLengths[index] === length && isAt(this.#bytes, this.#keyStarts[index] as number, key)) return index;
    }
    return -1;
  }

  #text(at: number): string {
    if (at === 0) return '';
    this.#at = at;
    const length = this.#length();
    return this.#bytes.toString('utf8', this.#at, this.#at + length);
  }

  #length(): number {
    const bytes = this.#bytes;
    let length = bytes[this.#at++] as number;
    if (length < 128) return length;
    length &= 127;
    for (let shift = 7; ; shift += 7) {
      const byte = bytes[this.#at++] as number;
      length |= (byte & 127) << shift;
      if (byte < 128) return length;
    }
  }

  #grow(): void {
    const room = 2 * this.#values.length;
    this.#keyStarts = grown(this.#keyStarts, room);
    this.#keyLengths = grown(this.#keyLengths, room);
    this.#values = grown(this.#values, room);
  }
}

/** Compared from the end: keys mostly begin alike. */
function isAt(bytes: Buffer, start: number, expected: Buffer): boolean {
  for (let index = expected.length - 1; index >= 0; index--) {
    if (bytes[start + index] !== expected[index]) return false;
  }
  return true;
}

function grown(before: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  const after = new Uint32Array(room);
  after.set(before);
  return after;
}
