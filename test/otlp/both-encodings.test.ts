import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../src/model/attributes.ts';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import type { DecodedTraces } from '../../src/otlp/decoded-traces.ts';
import { runs } from '../runs.ts';
import { encodeRequest } from './encode-request.ts';
import { EVERY_FIELD, EVERY_FIELD_SPAN } from './every-field.ts';
import { type AnyValueJson, jsonBytes, type KeyValueJson, type RequestJson, type SpanJson } from './otlp-json.ts';
import { requestsInJson } from './requests-in-json.ts';
import { SPAN_ID, TIME, TRACE_ID } from './wire-builder.ts';

const IDS = { traceId: TRACE_ID, spanId: SPAN_ID };
/** What a sound span has at least. */
const SOUND = { ...IDS, startTimeUnixNano: String(TIME), endTimeUnixNano: String(TIME) };

const ENCODINGS: readonly [string, (request: RequestJson) => DecodedTraces][] = [
  ['protobuf', request => decodeTracesProtobuf(encodeRequest(request))],
  ['JSON', request => decodeTracesJson(jsonBytes(request))],
];

function ofSpans(...spans: SpanJson[]): RequestJson {
  const attributes = [{ key: 'service.name', value: { stringValue: 'orders' } }];
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] };
}

describe.each(ENCODINGS)('%s', (_encoding, decode) => {
  it('decodes every field of trace.proto, common.proto and resource.proto', () => {
    const { spans, problems, rejected } = decode(EVERY_FIELD);
    expect({ spans, rejected }).toStrictEqual({ spans: [EVERY_FIELD_SPAN], rejected: [] });
    expect(problems.map(({ field }) => field).filter(field => !/dropped/.test(field))).toStrictEqual([]);
  });

  it("keeps the model's order of keys", () => {
    const [span] = decode(EVERY_FIELD).spans;
    expect(JSON.stringify(span, bigintAsText)).toBe(JSON.stringify(EVERY_FIELD_SPAN, bigintAsText));
  });

  it('gives absent fields the defaults of proto3', () => {
    expect(decode({ resourceSpans: [{ scopeSpans: [{ spans: [IDS] }] }] }).spans).toStrictEqual([
      {
        ...IDS,
        parentSpanId: undefined,
        traceState: '',
        flags: 0,
        name: '',
        kind: 'UNSPECIFIED',
        startTimeUnixNano: 0n,
        endTimeUnixNano: 0n,
        attributes: {},
        droppedAttributesCount: 0,
        events: [],
        droppedEventsCount: 0,
        links: [],
        droppedLinksCount: 0,
        status: { code: 'UNSET', message: '' },
        resource: { attributes: {}, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' },
        scope: { name: '', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
      },
    ]);
  });

  it('decodes an empty request to nothing', () => {
    expect(decode({})).toStrictEqual({ spans: [], problems: [], rejected: [] });
  });

  const values: readonly [string, AnyValueJson, AttributeValue][] = [
    ['text', { stringValue: 'Grüße 🛒' }, 'Grüße 🛒'],
    ['empty text', { stringValue: '' }, ''],
    ['text of over 64 characters', { stringValue: 'x'.repeat(65) }, 'x'.repeat(65)],
    ['text that begins with a byte order mark', { stringValue: '\ufeffa' }, '\ufeffa'],
    ['true', { boolValue: true }, true],
    ['false', { boolValue: false }, false],
    ['a small integer', { intValue: '42' }, 42],
    ['-1', { intValue: '-1' }, -1],
    ['2^31', { intValue: '2147483648' }, 2147483648],
    ['-2^32 - 1', { intValue: '-4294967297' }, -4294967297],
    ['the largest safe integer', { intValue: '9007199254740991' }, Number.MAX_SAFE_INTEGER],
    ['2^53', { intValue: '9007199254740992' }, 2n ** 53n],
    ['2^53 + 1', { intValue: '9007199254740993' }, 2n ** 53n + 1n],
    ['the smallest safe integer', { intValue: '-9007199254740991' }, Number.MIN_SAFE_INTEGER],
    ['-2^53', { intValue: '-9007199254740992' }, -(2n ** 53n)],
    ['-2^53 - 1', { intValue: '-9007199254740993' }, -(2n ** 53n) - 1n],
    ['2^63 - 1', { intValue: '9223372036854775807' }, 2n ** 63n - 1n],
    ['-2^63', { intValue: '-9223372036854775808' }, -(2n ** 63n)],
    ['a double', { doubleValue: 0.1 }, 0.1],
    ['a double that is an integer', { doubleValue: 1e21 }, 1e21],
    ['NaN', { doubleValue: 'NaN' }, Number.NaN],
    ['Infinity', { doubleValue: 'Infinity' }, Number.POSITIVE_INFINITY],
    ['-Infinity', { doubleValue: '-Infinity' }, Number.NEGATIVE_INFINITY],
    ['an array', { arrayValue: { values: [{ stringValue: 'a' }, {}, { boolValue: true }] } }, ['a', null, true]],
    ['an empty array', { arrayValue: {} }, []],
    ['an array of arrays', { arrayValue: { values: [{ arrayValue: { values: [{ intValue: '1' }] } }] } }, [[1]]],
    [
      'a kvlist',
      { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }, { key: 'b' }] } },
      { a: 1, b: null },
    ],
    ['an empty kvlist', { kvlistValue: {} }, {}],
    ['bytes', { bytesValue: 'AAH/' }, new Uint8Array([0, 1, 255])],
    ['no bytes', { bytesValue: '' }, new Uint8Array()],
    ['an empty value', {}, null],
  ];

  it.each(values)('decodes %s', (_name, value, expected) => {
    const { spans, problems } = decode(ofSpans({ ...SOUND, attributes: [{ key: 'k', value }] }));
    expect(spans[0]?.attributes).toStrictEqual({ k: expected });
    expect(problems).toStrictEqual([]);
  });

  it('decodes an attribute without a value to null', () => {
    expect(decode(ofSpans({ ...IDS, attributes: [{ key: 'k' }] })).spans[0]?.attributes).toStrictEqual({ k: null });
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])('takes the key %s like any other', key => {
    const list: KeyValueJson[] = [{ key, value: { stringValue: 'v' } }];
    const inner = { key: 'inner', value: { kvlistValue: { values: list } } };
    const { spans, problems } = decode(ofSpans({ ...SOUND, attributes: [...list, inner] }));
    const attributes = spans[0]?.attributes ?? {};
    expect(Object.keys(attributes)).toStrictEqual([key, 'inner']);
    expect(Object.getOwnPropertyDescriptor(attributes, key)?.value).toBe('v');
    expect(Object.getOwnPropertyDescriptor(attributes.inner, key)?.value).toBe('v');
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    expect(problems).toStrictEqual([]);
  });

  it.each([
    [0, 'UNSPECIFIED'],
    [1, 'INTERNAL'],
    [2, 'SERVER'],
    [3, 'CLIENT'],
    [4, 'PRODUCER'],
    [5, 'CONSUMER'],
  ])('reads kind %i as %s', (number, kind) => {
    expect(decode(ofSpans({ ...IDS, kind: number })).spans[0]?.kind).toBe(kind);
  });

  it.each([
    [0, 'UNSET'],
    [1, 'OK'],
    [2, 'ERROR'],
  ])('reads status code %i as %s', (number, code) => {
    expect(decode(ofSpans({ ...IDS, status: { code: number } })).spans[0]?.status).toStrictEqual({ code, message: '' });
  });

  it('keeps times and 32-bit fields exact up to their limits', () => {
    const time = '18446744073709551615';
    const max = 4294967295;
    const span = { ...IDS, startTimeUnixNano: time, endTimeUnixNano: time, flags: max, droppedAttributesCount: max };
    expect(decode(ofSpans(span))).toMatchObject({
      spans: [
        { startTimeUnixNano: 2n ** 64n - 1n, endTimeUnixNano: 2n ** 64n - 1n, flags: max, droppedAttributesCount: max },
      ],
      problems: [
        { field: 'droppedAttributesCount', rule: `is 0 (received ${max})` },
        { field: 'startTimeUnixNano' },
        { field: 'endTimeUnixNano' },
      ],
    });
  });

  it('shares resource and scope between their spans', () => {
    const [first, second] = decode(ofSpans(IDS, { ...IDS, spanId: '00000000000000aa' })).spans;
    expect(second?.resource).toBe(first?.resource);
    expect(second?.scope).toBe(first?.scope);
  });
});

describe('protobuf and JSON', () => {
  it('decode the same content to deeply equal results', () => {
    fc.assert(
      fc.property(requestsInJson(), request => {
        // Not toStrictEqual, which takes an attribute `constructor` for an object's type.
        assert.deepStrictEqual(decodeTracesJson(jsonBytes(request)), decodeTracesProtobuf(encodeRequest(request)));
      }),
      { numRuns: runs(500) },
    );
  });
});

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
