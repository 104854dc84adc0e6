import fc from 'fast-check';

/** One change to a text in JSON, by its tokens or by its bytes. */
interface Change {
  readonly kind:
    | 'alike'
    | 'values'
    | 'tokens'
    | 'replace'
    | 'rename'
    | 'delete'
    | 'double'
    | 'key'
    | 'byte'
    | 'truncate';
  readonly at: number;
  readonly other: number;
  readonly by: string;
  readonly text: string;
  readonly number: string;
  readonly byte: number;
}

const KINDS: readonly Change['kind'][] = [
  ...Array<'alike'>(10).fill('alike'),
  ...([
    'values',
    'replace',
    'replace',
    'rename',
    'rename',
    'key',
    'tokens',
    'delete',
    'double',
    'byte',
    'truncate',
  ] as const),
];

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[a-z]+|[^\s]/g;

/** Texts and numbers that readers go wrong at. */
const TEXTS: readonly string[] = [
  ...['""', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\ud83d\\uded2"', '"ü"', '"__proto__"', '"constructor"'],
  ...['"NaN"', '"-Infinity"', '"zz"', '"abc"', `"${'0'.repeat(32)}"`, `"${'F'.repeat(16)}"`, '"SPAN_KIND_SERVER"'],
  ...['"0"', '"-1"', '"00"', '"1e3"', '"-5"', '"9223372036854775808"', '"18446744073709551615"', `"${'9'.repeat(20)}"`],
  ...[`"${'x'.repeat(126)}"`, `"${'ü'.repeat(8_200)}"`, '"5b8efff798038103d269b633813fc60c"', '"eee19b7ec3c1b174"'],
];
const NUMBERS: readonly string[] = [
  ...['0', '-0', '-1', '1', '5', '1.5', '127', '128', '1e2', '1e400', '-1e999', '1e21', '4294967295', '4294967296'],
  ...['9007199254740991', '9007199254740993', '-9223372036854775808', '18446744073709551616', '9'.repeat(400)],
];

/** What may stand where something else stood; some of it is no JSON. */
const STRANGE: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '{}',
    '[]',
    '[null]',
    '[[]]',
    '[{}]',
    '{"":{}}',
    '{"values":[{}]}',
    '{"stringValue":"x"}',
  ],
  ...['"\\x"', '"', '"\n"', '"0x10"', '"SPAN_KIND_X"', '\ufeff', '/* */', 'undefined', 'NaN', '01', '1.', ' ', ','],
  ...['['.repeat(10_000), `${'['.repeat(500)}${']'.repeat(500)}`, '{"a":'.repeat(2_000), '"1e'.repeat(500)],
  `{"arrayValue":{"values":[`.repeat(300),
  `${'{"arrayValue":{"values":['.repeat(120)}${']}}'.repeat(120)}`,
  `${'{"kvlistValue":{"values":[{"key":"k","value":'.repeat(101)}{}${'}]}}'.repeat(101)}`,
];

const KEYS: readonly string[] = [
  'traceId',
  'spanId',
  'name',
  'kind',
  'key',
  'value',
  'intValue',
  'stringValue',
  'attributes',
  'spans',
  '__proto__',
  'x',
];

const fraction = fc.nat(0xffff).map(value => value / 0x10000);
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fraction,
  other: fraction,
  by: fc.oneof(fc.constantFrom(...STRANGE), fc.constantFrom(...TEXTS, ...NUMBERS)),
  text: fc.constantFrom(...TEXTS),
  number: fc.constantFrom(...NUMBERS),
  byte: fc.nat(255),
});

/** Texts of a corpus with one to three changes each. */
export function mutatedJson(corpus: readonly string[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...corpus), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) => {
      let body: Buffer = Buffer.from(text);
      for (const one of changes) body = changed(body, one);
      return body;
    });
}

function changed(body: Buffer, { kind, at, other, by, byte, text, number }: Change): Buffer {
  const place = Math.floor(at * body.length);
  if (kind === 'truncate') return body.subarray(0, place);
  if (kind === 'byte') return Buffer.concat([body.subarray(0, place), Buffer.of(byte), body.subarray(place + 1)]);
  const tokens: string[] = body.toString('utf8').match(TOKEN) ?? [];
  const index = Math.floor(at * tokens.length);
  const another = Math.floor(other * tokens.length);
  const token = tokens[index] ?? '';
  switch (kind) {
    case 'alike': {
      const value = valueFrom(tokens, index);
      tokens[value] = tokens[value]?.startsWith('"') ? text : number;
      break;
    }
    case 'values': {
      const [one, two] = [valueFrom(tokens, index), valueFrom(tokens, another)];
      [tokens[one], tokens[two]] = [tokens[two] ?? '', tokens[one] ?? ''];
      break;
    }
    case 'tokens':
      [tokens[index], tokens[another]] = [tokens[another] ?? '', token];
      break;
    case 'rename': {
      const colon = tokens.indexOf(':', index);
      if (colon > 0) tokens[colon - 1] = `"${KEYS[Math.floor(other * KEYS.length)]}"`;
      break;
    }
    case 'replace':
      tokens[valueFrom(tokens, index)] = by;
      break;
    case 'delete':
      tokens[index] = '';
      break;
    case 'double':
      tokens[index] = `${token},${token}`;
      break;
    case 'key': {
      const open = tokens.indexOf('{', index);
      if (open !== -1) tokens[open] = `{"${KEYS[Math.floor(other * KEYS.length)]}":${by},`;
      break;
    }
  }
  return Buffer.from(tokens.join(''));
}

/** The index of the next token that is a value and neither a key nor punctuation. */
function valueFrom(tokens: readonly string[], from: number): number {
  const found = tokens.findIndex((token, index) => index >= from && /^["\d-]/.test(token) && tokens[index + 1] !== ':');
  return found === -1 ? from : found;
}
