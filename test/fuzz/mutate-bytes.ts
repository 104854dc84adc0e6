import fc from 'fast-check';
import { varint } from '../otlp/wire-builder.ts';

/** One change to bytes. Places are fractions of the length, since changes before it may have changed that. */
interface Change {
  readonly kind: 'flip' | 'put' | 'delete' | 'insert' | 'double' | 'splice' | 'length' | 'truncate';
  readonly at: number;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly other: number;
}

const KINDS: readonly Change['kind'][] = [
  'flip',
  'put',
  'delete',
  'insert',
  'double',
  'splice',
  'length',
  'length',
  'truncate',
];

/** Numbers that readers go wrong at: borders of bytes, words, safe integers and varints. */
const BORDERS = [0, 1, 2, 7, 8, 15, 16, 127, 128, 255, 16_383, 16_384, 2 ** 21, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32];

const fraction = fc.nat(0xffff).map(value => value / 0x10000);
const interesting = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 6 }),
  fc.constantFrom(...BORDERS).map(value => Uint8Array.from(varint(value))),
  fc
    .constantFrom([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], Array<number>(11).fill(0x80), [0xc3], [0])
    .map(value => Uint8Array.from(value)),
);
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fraction,
  size: fc.integer({ min: 1, max: 40 }),
  bytes: interesting,
  other: fraction,
});

/** Bodies of a corpus with one to three changes each. */
export function mutatedBytes(corpus: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const lengths = new Map(corpus.map(body => [body, lengthsIn(body)]));
  return fc
    .tuple(fc.constantFrom(...corpus), fc.constantFrom(...corpus), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([body, other, changes]) => {
      let bytes = body;
      for (const one of changes) bytes = changed(bytes, one, other, lengths.get(body) ?? []);
      return bytes;
    });
}

function changed(
  body: Buffer,
  { kind, at, size, bytes, other }: Change,
  donor: Buffer,
  lengths: readonly number[],
): Buffer {
  const start = Math.floor(at * body.length);
  const end = Math.min(body.length, start + size);
  const replaced = (from: number, to: number, by: Uint8Array): Buffer =>
    Buffer.concat([body.subarray(0, from), by, body.subarray(to)]);
  switch (kind) {
    case 'flip':
      return replaced(start, start + 1, Uint8Array.of((body[start] ?? 0) ^ (1 << (size % 8))));
    case 'put':
      return replaced(start, start + bytes.length, bytes);
    case 'delete':
      return replaced(start, end, new Uint8Array());
    case 'insert':
      return replaced(start, start, bytes);
    case 'double':
      return replaced(end, end, body.subarray(start, end));
    case 'splice': {
      const from = Math.floor(other * donor.length);
      return replaced(start, end, donor.subarray(from, from + size));
    }
    case 'length': {
      const place = lengths[Math.floor(at * lengths.length)] ?? start;
      return replaced(
        place,
        place + 1,
        size % 2 === 0 ? bytes : Uint8Array.of(((body[place] ?? 0) + (size % 7) - 3) & 255),
      );
    }
    case 'truncate':
      return body.subarray(0, start);
  }
}

/** Where lengths stand, in a body and in what may be messages in it. */
function lengthsIn(body: Buffer, from = 0, to: number = body.length): number[] {
  const found: number[] = [];
  for (let at = from; at < to; ) {
    const wireType = (body[at++] ?? 0) & 7;
    if ((body[at - 1] ?? 0) > 127) at++;
    if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 0) while ((body[at++] ?? 0) > 127);
    else if (wireType === 2) {
      const place = at;
      let length = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = body[at++] ?? 0;
        length |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      if (at + length > to || length < 0) return [];
      found.push(place, ...lengthsIn(body, at, at + length));
      at += length;
    } else return [];
  }
  return found;
}
