import { LongNumber } from './long-numbers.ts';

const NUMERIC = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const INTEGER = /^-?\d{1,40}$/;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_UINT32 = 2 ** 32 - 1;

/** What a numeric field holds, exactly: ProtoJSON takes numbers and strings alike. Undefined when it is neither. */
export function numericOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number') return value;
  const text = value instanceof LongNumber ? value.text : value;
  if (typeof text !== 'string' || !NUMERIC.test(text)) return undefined;
  return INTEGER.test(text) ? BigInt(text) : Number(text);
}

/** An int64: a number while it is safe, a bigint beyond; undefined when it is none. */
export function int64Of(value: number | bigint): number | bigint | undefined {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value + 0; // -0 is 0
    return Number.isInteger(value) ? int64Of(BigInt(value)) : undefined;
  }
  if (value < MIN_INT64 || value > MAX_INT64) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A fixed64; undefined when it is none. */
export function uint64Of(value: number | bigint): bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? uint64Of(BigInt(value)) : undefined;
  return value < 0n || value > MAX_UINT64 ? undefined : value;
}

/** A uint32 or fixed32; undefined when it is none. */
export function uint32Of(value: number | bigint): number | undefined {
  const number = Number(value) + 0;
  return Number.isInteger(number) && number >= 0 && number <= MAX_UINT32 ? number : undefined;
}
