import { isUtf8 } from 'node:buffer';
import { TracewrightError } from '../../errors.ts';
import { VALID_TEXT } from '../attribute-rules.ts';
import type { Findings } from '../findings.ts';
import {
  END_GROUP,
  I32,
  I64,
  LEN,
  type MessageType,
  messageType,
  START_GROUP,
  VARINT,
  WIRE_TYPE_NAMES,
} from './message-type.ts';
import { StringTable } from './string-table.ts';

const MAX_LENGTH = 2 ** 31 - 1;
const MAX_TAG = 2 ** 32 - 1;
const MAX_GROUP_DEPTH = 100;
const NO_MESSAGE = messageType('the body');

/**
 * Reads the protobuf wire format strictly: nothing past the end of the message that is being read, no varint of over
 * 64 bits, no int64 that loses digits; whatever is malformed throws MALFORMED_PROTOBUF with its place.
 *
 * Shaped like protobufjs's Reader, which it cannot extend: of that one, every method would have to be replaced (it
 * steps over the ends of messages, takes overlong varints and mismatched groups, and needs Long for an int64).
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class WireReader {
  readonly findings: Findings;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #strings: StringTable;
  /** Where it reads. */
  #position = 0;
  /** The end of the innermost message. */
  #end: number;
  #message: MessageType = NO_MESSAGE;
  #field = 0;
  #wireType = 0;
  /** The two halves of the varint that was read last, as unsigned 32-bit numbers. */
  #low = 0;
  #high = 0;
  /** The id of 16 bytes that was read last, and where it is. */
  #lastId = '';
  #lastIdAt = -1;

  /** @param strings found again in the next body, where one reader follows another */
  constructor(body: Uint8Array, findings: Findings, strings: StringTable = new StringTable()) {
    this.findings = findings;
    this.#strings = strings;
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.#end = body.length;
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  }

  /** Goes to where a message begins with its length, whatever was read before. */
  moveTo(position: number): void {
    this.#position = position;
    this.#end = this.#bytes.length;
  }

  /** The number of the next field of the innermost message, which is of this type; 0 at its end. */
  next(type: MessageType): number {
    this.#message = type;
    this.#field = 0;
    if (this.#position === this.#end) return 0;
    const start = this.#position;
    const field = this.#readTag();
    this.#field = field;
    this.#checkWireType(start);
    const expected = type.wireTypes[field] ?? -1;
    if (expected !== this.#wireType) {
      if (expected !== -1) this.#failWireType(start, expected);
      if (this.#wireType === END_GROUP) this.#fail(start, 'a group ends that did not begin');
    }
    return field;
  }

  /** Begins a nested message; returns the end of the outer one, for `leave`. */
  enter(): number {
    const outer = this.#end;
    const length = this.#readLength();
    this.#end = this.#position + length;
    return outer;
  }

  leave(outer: number): void {
    this.#end = outer;
  }

  readBool(): boolean {
    this.#readVarint();
    return (this.#low | this.#high) !== 0;
  }

  /** Also for enums. A negative number comes as ten bytes, of which the lower 32 bits count. */
  readInt32(): number {
    this.#readVarint();
    return this.#low | 0;
  }

  readUint32(): number {
    this.#readVarint();
    return this.#low;
  }

  /** A number while it is safe, a bigint beyond. */
  readInt64(): number | bigint {
    this.#readVarint();
    const value = (this.#high | 0) * 2 ** 32 + this.#low;
    if (Number.isSafeInteger(value)) return value;
    return BigInt.asIntN(64, (BigInt(this.#high) << 32n) | BigInt(this.#low));
  }

  readFixed32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  readFixed64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  readDouble(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** A copy, which does not keep the whole body in memory. */
  readBytes(): Uint8Array {
    const length = this.#readLength();
    const start = this.#advance(length);
    return new Uint8Array(this.#bytes.subarray(start, start + length));
  }

  /** Bytes as lower-case hex. */
  readHex(): string {
    const length = this.#readLength();
    const start = this.#advance(length);
    // The spans of a trace mostly stand together: its id is made, and held, once.
    if (length === 16 && this.#isLastId(start)) return this.#lastId;
    const hex = this.#bytes.toString('hex', start, start + length);
    if (length === 16) {
      this.#lastId = hex;
      this.#lastIdAt = start;
    }
    return hex;
  }

  #isLastId(start: number): boolean {
    const view = this.#view;
    const last = this.#lastIdAt;
    if (last < 0) return false;
    for (let word = 0; word < 16; word += 4) {
      if (view.getInt32(start + word) !== view.getInt32(last + word)) return false;
    }
    return true;
  }

  /** Text; what is not UTF-8 becomes U+FFFD, and a finding of `field`. */
  readString(field: string, rule: string = VALID_TEXT): string {
    const length = this.#readLength();
    const start = this.#advance(length);
    const end = start + length;
    const text = this.#strings.ascii(this.#bytes, start, end);
    if (text !== undefined) return text;
    if (!isUtf8(this.#bytes.subarray(start, end))) this.findings.add(field, rule);
    return this.#bytes.toString('utf8', start, end);
  }

  /** Skips the field that `next` gave. */
  skipField(): void {
    if (this.#wireType === START_GROUP) this.#skipGroup();
    else this.#skipValue();
  }

  #skipValue(): void {
    switch (this.#wireType) {
      case VARINT:
        this.#readVarint();
        break;
      case I64:
        this.#advance(8);
        break;
      case I32:
        this.#advance(4);
        break;
      case LEN:
        this.#advance(this.#readLength());
        break;
    }
  }

  /** Skips the rest of a group, which can hold others; their nesting is bounded. */
  #skipGroup(): void {
    const open = [this.#field];
    while (open.length > 0) {
      const start = this.#position;
      if (start === this.#end) this.#fail(start, `${this.#container()} ends inside a group`);
      // `#field` remains the outermost group: the numbers inside mean fields of a message that is not known here.
      const field = this.#readTag();
      this.#checkWireType(start);
      if (this.#wireType === START_GROUP) {
        if (open.length === MAX_GROUP_DEPTH) this.#fail(start, `groups are nested over ${MAX_GROUP_DEPTH} levels deep`);
        open.push(field);
      } else if (this.#wireType === END_GROUP) {
        const begun = open.pop();
        if (begun !== field) this.#fail(start, `group ${begun} ends as group ${field}`);
      } else {
        this.#skipValue();
      }
    }
  }

  #readTag(): number {
    const start = this.#position;
    this.#readVarint();
    const tag = this.#low;
    if (this.#high !== 0) this.#fail(start, `a tag is over 32 bits long; the limit is ${MAX_TAG}`);
    const field = tag >>> 3;
    this.#wireType = tag & 7;
    if (field === 0) this.#fail(start, 'a field has number 0; the lowest is 1');
    return field;
  }

  #checkWireType(start: number): void {
    const type = this.#wireType;
    if (type > I32) this.#fail(start, `wire type ${type} does not exist; the highest is ${I32}`);
  }

  #readLength(): number {
    const start = this.#position;
    this.#readVarint();
    const length = this.#high * 2 ** 32 + this.#low;
    if (length > MAX_LENGTH) this.#fail(start, `the length is ${length} bytes; the limit is ${MAX_LENGTH}`);
    if (length > this.#end - this.#position) {
      this.#fail(start, `the length is ${length} bytes; ${this.#container()} has ${this.#end - this.#position} left`);
    }
    return length;
  }

  /** Steps over `length` bytes; returns where they begin. */
  #advance(length: number): number {
    const start = this.#position;
    const left = this.#end - start;
    if (length > left) this.#fail(start, `the value takes ${length} bytes; ${this.#container()} has ${left} left`);
    this.#position = start + length;
    return start;
  }

  #readVarint(): void {
    const byte = this.#position < this.#end ? (this.#bytes[this.#position] ?? 0) : 128;
    if (byte > 127) {
      this.#readLongVarint();
    } else {
      this.#position++;
      this.#low = byte;
      this.#high = 0;
    }
  }

  #readLongVarint(): void {
    const start = this.#position;
    let low = 0;
    let high = 0;
    for (let index = 0, byte = 128; byte > 127; index++) {
      if (this.#position === this.#end) this.#fail(start, `${this.#container()} ends inside a varint`);
      byte = this.#bytes[this.#position++] ?? 0;
      if (index < 4) {
        low |= (byte & 127) << (7 * index);
      } else if (index === 4) {
        low |= (byte & 15) << 28;
        high = (byte & 127) >>> 4;
      } else if (index < 9) {
        high |= (byte & 127) << (7 * index - 32);
      } else {
        if (byte > 1) this.#fail(start, 'a varint is over 64 bits long');
        high |= byte << 31;
      }
    }
    this.#low = low >>> 0;
    this.#high = high >>> 0;
  }

  #container(): string {
    return this.#end === this.#bytes.length ? 'the body' : 'the enclosing message';
  }

  #failWireType(start: number, expected: number): never {
    const received = WIRE_TYPE_NAMES[this.#wireType];
    this.#fail(
      start,
      `the wire type is ${this.#wireType} (${received}); it must be ${expected} (${WIRE_TYPE_NAMES[expected]})`,
    );
  }

  #fail(position: number, reason: string): never {
    const { name, fields } = this.#message;
    const field = this.#field === 0 ? '' : ` field ${fields[this.#field] ?? this.#field}`;
    throw new TracewrightError('MALFORMED_PROTOBUF', `at byte ${position}, in ${name}${field}: ${reason}.`);
  }
}
