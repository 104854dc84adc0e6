import protobuf from 'protobufjs/minimal.js';

/** Bytes of the wire format; nothing keeps a test from building ones that are malformed. */
export type Part = Uint8Array | readonly number[] | string;

export function bytes(...parts: readonly Part[]): Uint8Array {
  const chunks = parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part)));
  return new Uint8Array(Buffer.concat(chunks));
}

export function hex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

/** Of a negative number the ten bytes of its 64-bit two's complement. */
export function varint(value: number | bigint): number[] {
  const out: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return [...out, Number(rest)];
    out.push(Number(rest & 127n) | 128);
  }
}

export function tag(field: number, wireType: number): number[] {
  return varint((BigInt(field) << 3n) | BigInt(wireType));
}

export function varintField(field: number, value: number | bigint): Uint8Array {
  return bytes(tag(field, 0), varint(value));
}

export function fixed64Field(field: number, value: bigint): Uint8Array {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(value);
  return bytes(tag(field, 1), out);
}

export function doubleField(field: number, value: number): Uint8Array {
  return new Uint8Array(
    protobuf.Writer.create()
      .uint32((field << 3) | 1)
      .double(value)
      .finish(),
  );
}

export function fixed32Field(field: number, value: number): Uint8Array {
  return new Uint8Array(
    protobuf.Writer.create()
      .uint32((field << 3) | 5)
      .fixed32(value)
      .finish(),
  );
}

/** A string, bytes or a message. */
export function lenField(field: number, ...parts: readonly Part[]): Uint8Array {
  const content = bytes(...parts);
  return new Uint8Array(
    protobuf.Writer.create()
      .uint32((field << 3) | 2)
      .bytes(content)
      .finish(),
  );
}

export const TRACE_ID = '5b8efff798038103d269b633813fc60c';
export const SPAN_ID = 'eee19b7ec3c1b174';

/** When spans began and ended, as every sound one says. */
export const TIME = 1_700_000_000_000_000_000n;

/** The ids that every kept span needs, and its times. */
export const IDS = bytes(
  lenField(1, hex(TRACE_ID)),
  lenField(2, hex(SPAN_ID)),
  fixed64Field(7, TIME),
  fixed64Field(8, TIME),
);

/** A request of one resource without attributes, one scope without a name, and a span for each part. */
export function requestOfSpans(...spans: readonly Uint8Array[]): Uint8Array {
  return lenField(1, lenField(2, ...spans.map(span => lenField(2, span))));
}

/** A request of one span with one attribute `k` of this AnyValue. */
export function requestOfValue(...anyValue: readonly Part[]): Uint8Array {
  return requestOfSpans(bytes(IDS, lenField(9, lenField(1, 'k'), lenField(2, ...anyValue))));
}
