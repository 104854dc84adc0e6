import { I32, I64, LEN, VARINT } from './message-type.ts';

/** One field of a message, where it stands. */
export interface WireField {
  readonly number: number;
  readonly type: number;
  readonly start: number;
  /** Where its value begins; after the length, where it has one. */
  readonly value: number;
  readonly end: number;
}

/**
 * Goes through the fields of a message that was found to be well-formed before.
 *
 * @throws {RangeError} for groups, which no message of OTLP has
 */
export function* wireFields(message: Buffer): Generator<WireField> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const [number, type] = [Math.floor(tag / 8), tag % 8];
    let value = at;
    if (type === VARINT) varint();
    else if (type === I64) at += 8;
    else if (type === I32) at += 4;
    else if (type === LEN) {
      const length = varint();
      value = at;
      at += length;
    } else throw new RangeError(`wire type ${type}`);
    yield { number, type, start, value, end: at };
  }
}

/** The bytes of a field; of several, the last. Undefined when there is none. */
export function lengthDelimitedOf(message: Buffer, number: number): Buffer | undefined {
  const field = lastField(message, number, LEN);
  return field && message.subarray(field.value, field.end);
}

/** A field of 8 bytes; 0 when there is none. */
export function fixed64Of(message: Buffer, number: number): bigint {
  const field = lastField(message, number, I64);
  return field === undefined ? 0n : message.readBigUInt64LE(field.value);
}

/** A small enum; 0 when there is none. */
export function varintOf(message: Buffer, number: number): number {
  const field = lastField(message, number, VARINT);
  return field === undefined ? 0 : message.readUInt8(field.value) & 127;
}

function lastField(message: Buffer, number: number, type: number): WireField | undefined {
  let found: WireField | undefined;
  for (const field of wireFields(message)) if (field.number === number && field.type === type) found = field;
  return found;
}
