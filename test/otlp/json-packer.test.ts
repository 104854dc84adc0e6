import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import type { DecodedTraces } from '../../src/otlp/decoded-traces.ts';
import { JsonPacker } from '../../src/otlp/packed/json-packer.ts';
import { PackedSpanDecoder } from '../../src/otlp/packed/packed-span.ts';
import { TraceIndex } from '../../src/otlp/packed/trace-index.ts';
import { leastOf, runs } from '../runs.ts';
import { TIME } from './wire-builder.ts';

const packer = new JsonPacker();
const index = new TraceIndex();
const decoder = new PackedSpanDecoder();
const IDS = { traceId: '5B8EFFF798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };

/** The spans by way of protobuf; undefined when the full decoder has to read the body. */
function packedSpans(body: string): SpanData[] | undefined {
  const packed = packer.pack(Buffer.from(body));
  if (packed === undefined || !index.read(packed)) return undefined;
  return Array.from({ length: index.size }, (_, row) => {
    const origin = index.origins[index.columns.originOf[row] ?? -1];
    if (origin === undefined) throw new Error('a span without an origin');
    return decoder.decode(packed, index.columns.starts[row] ?? -1, origin);
  });
}

function fullyDecoded(body: string): DecodedTraces | 'refused' {
  try {
    return decodeTracesJson(Buffer.from(body));
  } catch (error) {
    if (error instanceof TracewrightError) return 'refused';
    throw error;
  }
}

function requestOf(fields: string): string {
  const times = `,"startTimeUnixNano":"${TIME}","endTimeUnixNano":"${TIME}"`;
  const given = /"(?:start|end)TimeUnixNano"/.test(fields) ? '' : times;
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${IDS.traceId}","spanId":"${IDS.spanId}"${given}${fields}}]}]}]}`;
}

describe('JsonPacker', () => {
  it.each([
    ['a span of an SDK', ',"name":"GET /","kind":2,"flags":257'],
    ['integers as numbers and as strings', attribute('"intValue":42') + events('"intValue":"-42"')],
    ['negative and large integers', attribute('"intValue":-9007199254740991')],
    ['doubles', attribute('"doubleValue":-0.0')],
    ['text beyond ASCII', attribute('"stringValue":"Grüße \\ud83d\\uded2 \\u0000"')],
    ['long text', attribute(`"stringValue":"${'long '.repeat(5_000)}"`)],
    ['nested lists', attribute('"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"a","value":{}}]}},{}]}')],
    ['names of enums', ',"kind":"SPAN_KIND_SERVER","status":{"code":"STATUS_CODE_ERROR","message":"no"}'],
    ['nulls', ',"name":null,"kind":null,"attributes":null,"status":null,"parentSpanId":null,"flags":null'],
    [
      'events and links',
      `,"events":[{"name":"e","timeUnixNano":"1763869443000000123"}],"links":[{"traceId":"${IDS.traceId}","spanId":"${IDS.spanId}","flags":1}]`,
    ],
    ['unknown fields', ',"future":{"a":[1]},"start_time_unix_nano":5'],
    ['times up to their limit', ',"startTimeUnixNano":"9223372036854775807","endTimeUnixNano":"9223372036854775807"'],
  ])('packs %s as the full decoder reads it', (_name, fields) => {
    const body = requestOf(fields);
    const full = fullyDecoded(body);
    if (full === 'refused') throw new Error('the example is wrong');
    expect(full.problems).toStrictEqual([]);
    expect(packedSpans(body)).toStrictEqual(full.spans);
  });

  it.each([
    ['a syntax error', '{"resourceSpans":[}'],
    ['another type at the top', '[]'],
    ['a list that is none', '{"resourceSpans":{}}'],
    ['an integer that a double cannot hold', requestOf(attribute('"intValue":9007199254740993'))],
    ['a time as a number', requestOf(',"startTimeUnixNano":1763869443000000123')],
    ['an unknown name of an enum', requestOf(',"kind":"SERVER"')],
    ['an unknown number of an enum', requestOf(',"kind":9')],
    ['half a surrogate pair', requestOf(',"name":"\\ud83d"')],
    ['a key that comes twice', requestOf(',"name":"a","name":"b"')],
    ['a number that JSON does not have', requestOf(attribute('"intValue":01'))],
    ['text after the end', `${requestOf('')}]`],
    ['two kinds of value at once', requestOf(attribute('"intValue":1,"stringValue":"1"'))],
    ['an id that is not hex', requestOf(',"parentSpanId":"zzz19b7ec3c1b174"')],
    ['an id that is short', requestOf(',"parentSpanId":"abcd"')],
    ['values nested too deep', requestOf(attribute(`${'"arrayValue":{"values":[{'.repeat(101)}${'}]}'.repeat(101)}`))],
  ])('leaves %s to the full decoder', (_name, body) => {
    expect(packedSpans(body)).toBeUndefined();
  });

  it('leaves a body that is not UTF-8 to the full decoder', () => {
    const body = Buffer.from(requestOf(',"name":"a"'), 'latin1');
    body[body.lastIndexOf('a')] = 0xff;
    expect(packer.pack(body)).toBeUndefined();
  });

  it('never reads a body otherwise than the full decoder does', () => {
    let packed = 0;
    fc.assert(
      fc.property(bodies(), body => {
        const spans = packedSpans(body);
        if (spans === undefined) return;
        packed++;
        const full = fullyDecoded(body);
        expect(full).toStrictEqual({ spans, problems: [], rejected: [] });
      }),
      { numRuns: runs(2_000) },
    );
    expect(packed).toBeGreaterThan(leastOf(200));
  });
});

function attribute(value: string): string {
  return `,"attributes":[{"key":"k","value":{${value}}}]`;
}

function events(value: string): string {
  return `,"events":[{"attributes":[{"value":{${value}},"key":"k"}]}]`;
}

/** Requests with most fields of most types, some of them wrong. */
function bodies(): fc.Arbitrary<string> {
  const time = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
    fc.nat(),
    fc.constantFrom('', '-1', '1e3', '01'),
  );
  const id = (bytes: number) =>
    fc.oneof(
      { weight: 30, arbitrary: fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(hex) },
      fc.constantFrom('', 'ab', 'xy', '0'.repeat(2 * bytes)),
    );
  const { any } = fc.letrec(tie => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ stringValue: fc.string({ unit: fc.constantFrom('a', 'é', '🛒', '\ud83d', '\u0000', '"') }) }),
      fc.record({ intValue: fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double(), fc.bigInt().map(String)) }),
      fc.record({ doubleValue: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant('NaN')) }),
      fc.record({ boolValue: fc.oneof({ weight: 9, arbitrary: fc.boolean() }, fc.constant(1)) }),
      fc.record({ bytesValue: fc.base64String() }),
      fc.record({ arrayValue: fc.record({ values: fc.array(tie('any')) }) }),
      fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: tie('any') })) }) }),
      fc.constant({}),
    ),
  }));
  const attributes = fc.array(fc.record({ key: fc.string({ maxLength: 3 }), value: any }, { requiredKeys: [] }), {
    maxLength: 3,
  });
  const count = fc.oneof(
    { weight: 30, arbitrary: fc.constant(0) },
    fc.constantFrom<unknown>(1, -1, 2 ** 32, '3', null),
  );
  const event = fc.record({ timeUnixNano: time, name: fc.string(), attributes }, { requiredKeys: [] });
  const link = fc.record({ traceId: id(16), spanId: id(8), attributes, flags: count }, { requiredKeys: [] });
  const span = fc.record(
    {
      traceId: id(16),
      spanId: id(8),
      parentSpanId: id(8),
      traceState: fc.string(),
      name: fc.string(),
      kind: fc.constantFrom<unknown>(0, 1, 2, 3, 4, 5, 'SPAN_KIND_CLIENT', null, 6, 1.5),
      startTimeUnixNano: fc.constantFrom('0', '1763869443000000123'),
      endTimeUnixNano: time,
      attributes,
      events: fc.array(event, { maxLength: 2 }),
      links: fc.array(link, { maxLength: 2 }),
      droppedEventsCount: count,
      status: fc.record(
        { code: fc.constantFrom(0, 1, 2, 'STATUS_CODE_OK', 3), message: fc.string() },
        { requiredKeys: [] },
      ),
      flags: count,
    },
    { requiredKeys: ['traceId', 'spanId'] },
  );
  const scopeSpans = fc.record(
    {
      scope: fc.record({ name: fc.string(), attributes }, { requiredKeys: [] }),
      spans: fc.array(span, { maxLength: 2 }),
      schemaUrl: fc.string(),
    },
    { requiredKeys: [] },
  );
  const resource = fc.record({ attributes, droppedAttributesCount: count }, { requiredKeys: [] });
  const resourceSpans = fc.record(
    { resource, scopeSpans: fc.array(scopeSpans, { maxLength: 2 }), schemaUrl: fc.string() },
    { requiredKeys: [] },
  );
  return fc
    .record({ resourceSpans: fc.array(resourceSpans, { maxLength: 2 }) })
    .chain(request => fc.constantFrom(0, 1, '\t').map(space => JSON.stringify(request, undefined, space)));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
