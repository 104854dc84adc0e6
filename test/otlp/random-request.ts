import fc from 'fast-check';
import {
  bytes,
  doubleField,
  fixed32Field,
  fixed64Field,
  lenField,
  type Part,
  tag,
  varint,
  varintField,
} from './wire-builder.ts';

type Draw = fc.GeneratorValue;
type Fields = readonly Uint8Array[];

const NONE: Fields = [];
const NOT_UTF8 = [[0xff], [0x61, 0x62, 0x63, 0xc3], [0x61, 0xed, 0xa0, 0x80, 0x61], [0xc0, 0x80]];

// What is drawn from is a function of its own each: by it, fast-check knows a draw again while it shrinks.
const plainText = () =>
  fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('', '\ufeffa', 'x'.repeat(127), 'y'.repeat(128), '🛒'),
  );
const upTo = (max: number) => fc.integer({ min: 0, max });
const idNumber = () => fc.oneof(fc.constantFrom(1, 2, 255), fc.integer({ min: 1, max: 0xffffff }));
const fixed64 = () => fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
/** Any time from 1980 to 2262: an earlier or later one is a problem. */
const possibleTime = () => fc.bigInt({ min: 316_000_000_000_000_000n, max: 2n ** 63n - 1n });
const int64 = () => fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const bytesOf = () => fc.uint8Array({ maxLength: 8 });
const orderOf = (length: number) =>
  fc.shuffledSubarray(
    Array.from({ length }, (_, index) => index),
    { minLength: length },
  );

/**
 * Writes a random ExportTraceServiceRequest with every field of trace.proto, each set, empty or left out, and in any
 * order at every level.
 *
 * With `odd`, now and then something in it breaks a rule, or is unusual: given twice, unknown, overlong.
 */
export function randomRequest(draw: Draw, odd: boolean): Buffer {
  return Buffer.from(new RequestWriter(draw, odd).request());
}

class RequestWriter {
  readonly #draw: Draw;
  readonly #odd: boolean;

  constructor(draw: Draw, odd: boolean) {
    this.#draw = draw;
    this.#odd = odd;
  }

  request(): Uint8Array {
    return this.#message(
      this.#some(2, () => [lenField(1, this.#resourceSpans())]),
      this.#unknown(),
    );
  }

  #resourceSpans(): Uint8Array {
    const resource = () => [
      lenField(
        1,
        this.#message(
          this.#attributes(1),
          this.#dropped(2),
          this.#some(2, () => [this.#entityRef()]),
        ),
      ),
    ];
    return this.#message(
      this.#optional(resource),
      // A resource without any the full decoder has to read.
      this.#odd ? NONE : [lenField(2, this.#scopeSpans())],
      this.#some(2, () => [lenField(2, this.#scopeSpans())]),
      this.#text(3),
      this.#unknown(),
    );
  }

  #entityRef(): Uint8Array {
    return lenField(3, this.#message(this.#text(1), this.#text(2), this.#text(3), this.#text(4)));
  }

  #scopeSpans(): Uint8Array {
    const scope = () => [
      lenField(1, this.#message(this.#text(1), this.#text(2), this.#attributes(3), this.#dropped(4))),
    ];
    return this.#message(
      this.#optional(scope),
      this.#some(3, () => [lenField(2, this.#span())]),
      this.#text(3),
      this.#unknown(),
    );
  }

  #span(): Uint8Array {
    return this.#message(
      this.#id(1, 16),
      this.#id(2, 8),
      this.#text(3),
      this.#optional(() => this.#id(4, 8)),
      this.#text(5),
      this.#enumeration(6, 6),
      this.#times(),
      this.#attributes(9),
      this.#dropped(10),
      this.#some(2, () => [lenField(11, this.#event())]),
      this.#dropped(12),
      this.#some(2, () => [lenField(13, this.#link())]),
      this.#dropped(14),
      this.#some(2, () => [lenField(15, this.#message(this.#text(2), this.#enumeration(3, 3), this.#unknown()))]),
      this.#some(2, () => [fixed32Field(16, this.#draw(upTo, 0x3ff))]),
      this.#unknown(),
    );
  }

  #time(): bigint {
    return this.#isOdd() ? this.#draw(fixed64) : this.#draw(possibleTime);
  }

  #event(): Uint8Array {
    return this.#message(
      this.#optional(() => [fixed64Field(1, this.#time())]),
      this.#text(2),
      this.#attributes(3),
      this.#dropped(4),
      this.#unknown(),
    );
  }

  #link(): Uint8Array {
    return this.#message(
      this.#id(1, 16),
      this.#id(2, 8),
      this.#text(3),
      this.#attributes(4),
      this.#dropped(5),
      this.#optional(() => [fixed32Field(6, this.#draw(upTo, 0x3ff))]),
      this.#unknown(),
    );
  }

  #attributes(field: number): Fields {
    return this.#keyValues(field, 1);
  }

  #keyValues(field: number, depth: number): Fields {
    const keys = new Set<string>();
    return this.#some(depth === 1 ? 3 : 2, () => {
      const key = this.#isOdd() ? this.#pick(['', 'k', 'k', '__proto__', 'constructor']) : this.#draw(plainText);
      if (!this.#odd && (key === '' || keys.has(key))) return NONE;
      keys.add(key);
      const value = () => [lenField(2, this.#anyValue(depth))];
      const parts = this.#message(
        this.#isOdd() ? [this.#overlong(1, key)] : [lenField(1, key)],
        this.#optional(value),
        this.#unknown(),
      );
      return [lenField(field, parts)];
    });
  }

  #anyValue(depth: number): Uint8Array {
    const value = this.#oneKind(depth);
    return this.#isOdd() ? bytes(value, this.#oneKind(depth)) : value;
  }

  #oneKind(depth: number): Uint8Array {
    if (this.#isOdd()) {
      return this.#pick([
        varintField(8, 1),
        lenField(1, [0xff]),
        bytes([0x18], Array(9).fill(0x80), [1]),
        bytes([0x18], Array(10).fill(0x80), [0]),
        bytes([33, 0]),
      ]);
    }
    switch (this.#draw(upTo, depth > 3 ? 5 : 7)) {
      case 0:
        return bytes();
      case 1:
        return lenField(1, this.#draw(plainText));
      case 2:
        return varintField(2, this.#draw(upTo, 1));
      case 3:
        return varintField(3, this.#draw(int64));
      case 4:
        return doubleField(4, this.#draw(fc.double));
      case 5:
        return lenField(7, this.#draw(bytesOf));
      case 6:
        return lenField(5, ...this.#some(2, () => [lenField(1, this.#anyValue(depth + 1))]));
      default:
        return lenField(6, ...this.#keyValues(1, depth + 1));
    }
  }

  #text(field: number): Fields {
    const text = this.#draw(plainText);
    if (!this.#isOdd()) return this.#optional(() => [lenField(field, text)]);
    return this.#pick<Fields>([
      [lenField(field, this.#pick(NOT_UTF8))],
      [lenField(field, text), lenField(field, 'again')],
      [this.#overlong(field, text)],
      [varintField(field, 1)],
    ]);
  }

  /** A text the length of which takes a byte more than it needs. */
  #overlong(field: number, text: string): Uint8Array {
    const length = varint(Buffer.byteLength(text));
    const last = length.pop() ?? 0;
    return bytes(tag(field, 2), length, [last | 0x80, 0], text);
  }

  #dropped(field: number): Fields {
    if (!this.#isOdd()) return this.#optional(() => [varintField(field, 0)]);
    return [this.#pick([varintField(field, 1), bytes(tag(field, 0), [0x80, 0]), fixed32Field(field, 0)])];
  }

  #enumeration(field: number, values: number): Fields {
    if (!this.#isOdd()) return this.#optional(() => [varintField(field, this.#draw(upTo, values - 1))]);
    return [this.#pick([varintField(field, values), varintField(field, -1), bytes(tag(field, 0), [0x81, 0])])];
  }

  /** Of few ids, so that some spans share theirs. */
  #id(field: number, length: number): Fields {
    const number = this.#draw(idNumber);
    const good = lenField(field, idBytes(number, length));
    if (!this.#isOdd()) return [good];
    return this.#pick<Fields>([
      NONE,
      [lenField(field)],
      [lenField(field, new Uint8Array(length))],
      [lenField(field, idBytes(number, length + 1))],
      [lenField(field, idBytes(number, length - 1))],
      [good, lenField(field, new Uint8Array(length))],
      [bytes(tag(field, 2))],
    ]);
  }

  /** Start and end of a span. */
  #times(): Fields {
    const [first, second] = [this.#time(), this.#time()];
    const [start, end] = first < second || this.#isOdd() ? [first, second] : [second, first];
    const ended = fixed64Field(8, end);
    if (this.#isOdd()) return [fixed64Field(7, start), ended, fixed64Field(8, start)];
    return this.#isOdd() ? [ended] : [fixed64Field(7, start), ended];
  }

  #unknown(): Fields {
    if (!this.#isOdd()) return NONE;
    return [this.#pick([varintField(99, 1), lenField(99, 'x'), bytes(tag(99, 3), tag(99, 4)), lenField(1), [0]])].map(
      part => bytes(part as Part),
    );
  }

  #message(...fields: readonly Fields[]): Uint8Array {
    const all = fields.flat();
    return bytes(...this.#draw(orderOf, all.length).map(index => all[index] ?? []));
  }

  #optional(fields: () => Fields): Fields {
    return this.#draw(upTo, 3) === 0 ? NONE : fields();
  }

  #some(most: number, fields: () => Fields): Fields {
    return Array.from({ length: this.#draw(upTo, most) }, fields).flat();
  }

  #pick<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.#draw(upTo, choices.length - 1)] as Choice;
  }

  #isOdd(): boolean {
    return this.#odd && this.#draw(upTo, 200) === 77;
  }
}

function idBytes(number: number, length: number): Uint8Array {
  const id = Buffer.alloc(length, 7);
  id.writeUInt32BE(number, length - 4);
  return id;
}
