import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../src/model/attributes.ts';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { EVERY_FIELD, EVERY_FIELD_SPAN } from './every-field.ts';
import { jsonBytes } from './otlp-json.ts';
import { SPAN_ID, TRACE_ID } from './wire-builder.ts';

/** A body as text, so that a test decides about every digit and escape: `fields` of one span with valid ids. */
function bodyOf(fields: string): Uint8Array {
  const ids = `"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}"`;
  return Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[{${ids},${fields}}]}]}]}`);
}

function decodeOne(fields: string) {
  const { spans, problems } = decodeTracesJson(bodyOf(fields));
  expect(spans).toHaveLength(1);
  // Which times can be right is in span-rules.test.ts; most spans here have none.
  const others = problems.filter(({ code }) => code === undefined);
  return { span: spans[0], problems: others.map(problem => `${problem.field} ${problem.rule}`) };
}

function decodeValue(anyValue: string) {
  const { span, problems } = decodeOne(`"attributes":[{"key":"k","value":${anyValue}}]`);
  return { value: span?.attributes.k, problems };
}

describe('decodeTracesJson', () => {
  it.each<[string, string, AttributeValue]>([
    ['an integer as a number', '{"intValue":42}', 42],
    ['an integer as a string', '{"intValue":"42"}', 42],
    ['-0', '{"intValue":-0}', 0],
    ['an integer with an exponent', '{"intValue":5e2}', 500],
    ['a large integer with an exponent', '{"intValue":1e18}', 10n ** 18n],
    ['2^53 - 1 as a number', '{"intValue":9007199254740991}', 9007199254740991],
    ['2^53 + 1 as a number', '{"intValue":9007199254740993}', 9007199254740993n],
    ['-2^53 - 1 as a number', '{"intValue": -9007199254740993}', -9007199254740993n],
    ['2^63 - 1 as a number', '{"intValue":\n\t9223372036854775807}', 2n ** 63n - 1n],
    ['-2^63 as a number', '{"intValue":-9223372036854775808}', -(2n ** 63n)],
    [
      'a long number in an array',
      '{"arrayValue":{"values":[{"intValue":1234567890123456789}]}}',
      [1234567890123456789n],
    ],
    [
      'a long number after a string with quotes',
      '{"x":"a\\"b\\\\","intValue":1234567890123456789}',
      1234567890123456789n,
    ],
    ['text that looks like a long number', '{"stringValue":"a: 1234567890123456789"}', 'a: 1234567890123456789'],
    ['text of digits', '{"stringValue":"1234567890123456789"}', '1234567890123456789'],
    ['a double of many digits', '{"doubleValue":12345678901234567890}', 1.2345678901234567e19],
    ['a double as a string', '{"doubleValue":"1.5e3"}', 1500],
    ['-0 as a double', '{"doubleValue":-0.0}', -0],
    ['NaN', '{"doubleValue":"NaN"}', Number.NaN],
    ['-Infinity', '{"doubleValue":"-Infinity"}', Number.NEGATIVE_INFINITY],
    ['base64', '{"bytesValue":"+/8="}', new Uint8Array([251, 255])],
    ['base64 of the URL alphabet', '{"bytesValue":"-_8="}', new Uint8Array([251, 255])],
    ['base64 without padding', '{"bytesValue":"+/8"}', new Uint8Array([251, 255])],
    ['a null kind', '{"stringValue":null}', null],
    ['a null kind beside another', '{"stringValue":null,"intValue":1}', 1],
    ['an unknown kind', '{"string_value":"x"}', null],
    ['an array without values', '{"arrayValue":{"values":null}}', []],
  ])('reads %s', (_name, anyValue, expected) => {
    expect(decodeValue(anyValue)).toStrictEqual({ value: expected, problems: [] });
  });

  it.each<[string, string, AttributeValue, string]>([
    ['1e+21, as JS SDKs send it', '{"intValue":1e+21}', 1e21, 'is an int64, -2^63 to 2^63 - 1 (received 1e+21)'],
    ['a fraction', '{"intValue":1.5}', 1.5, 'is an int64, -2^63 to 2^63 - 1 (received 1.5)'],
    ['a fraction as a string', '{"intValue":"1.5"}', 1.5, 'is an int64, -2^63 to 2^63 - 1 (received 1.5)'],
    [
      '2^63',
      '{"intValue":9223372036854775808}',
      2n ** 63n,
      'is an int64, -2^63 to 2^63 - 1 (received 9223372036854775808)',
    ],
    [
      '-2^63 - 1',
      '{"intValue":"-9223372036854775809"}',
      -(2n ** 63n) - 1n,
      'is an int64, -2^63 to 2^63 - 1 (received -9223372036854775809)',
    ],
    [
      'a number beyond doubles',
      '{"intValue":1e999}',
      Number.POSITIVE_INFINITY,
      'is an int64, -2^63 to 2^63 - 1 (received Infinity)',
    ],
    ['two kinds', '{"stringValue":"a","boolValue":true}', true, 'holds one kind of value, not several'],
    [
      'a string table index',
      '{"stringValueStrindex":3}',
      null,
      'holds its text (string_value_strindex is for profiles only)',
    ],
    ['half a surrogate pair', '{"stringValue":"a\\ud83db"}', 'a\ufffdb', 'is valid UTF-8'],
  ])('keeps %s, and records the problem', (_name, anyValue, value, rule) => {
    expect(decodeValue(anyValue)).toStrictEqual({ value, problems: [`attributes["k"] ${rule}`] });
  });

  it('reads a whole surrogate pair', () => {
    expect(decodeValue('{"stringValue":"\\ud83d\\uded2"}')).toStrictEqual({ value: '🛒', problems: [] });
  });

  it.each<[string, string, bigint]>([
    ['a string', '"1544712660300000001"', 1544712660300000001n],
    ['a number', '1544712660300000001', 1544712660300000001n],
    ['2^64 - 1', '18446744073709551615', 2n ** 64n - 1n],
    ['null', 'null', 0n],
  ])('reads a time as %s', (_name, time, expected) => {
    const { span, problems } = decodeOne(`"startTimeUnixNano":${time},"endTimeUnixNano":${time}`);
    expect(span).toMatchObject({ startTimeUnixNano: expected, endTimeUnixNano: expected });
    expect(problems).toStrictEqual([]);
  });

  it.each([
    ['a negative time', '"startTimeUnixNano":-5', 'startTimeUnixNano is an integer, 0 to 2^64 - 1 (received -5)'],
    [
      '2^64',
      '"endTimeUnixNano":"18446744073709551616"',
      'endTimeUnixNano is an integer, 0 to 2^64 - 1 (received 18446744073709551616)',
    ],
    [
      'a fraction of a nanosecond',
      '"startTimeUnixNano":0.5',
      'startTimeUnixNano is an integer, 0 to 2^64 - 1 (received 0.5)',
    ],
    [
      'an infinite time',
      '"startTimeUnixNano":1e999',
      'startTimeUnixNano is an integer, 0 to 2^64 - 1 (received Infinity)',
    ],
    [
      'a time of an event',
      '"events":[{"timeUnixNano":-1}]',
      'events[0].timeUnixNano is an integer, 0 to 2^64 - 1 (received -1)',
    ],
    ['a negative count', '"droppedEventsCount":-1', 'droppedEventsCount is an integer, 0 to 2^32 - 1 (received -1)'],
    ['flags of 33 bits', '"flags":4294967296', 'flags is an integer, 0 to 2^32 - 1 (received 4294967296)'],
    [
      'a kind of many digits',
      '"kind":12345678901234567890',
      'kind is a span kind, 0 to 5 (received 12345678901234567000)',
    ],
  ])('reads %s as unset, and records the problem', (_name, fields, problem) => {
    const { span, problems } = decodeOne(fields);
    expect(problems).toStrictEqual([problem]);
    expect(span).toMatchObject({
      startTimeUnixNano: 0n,
      endTimeUnixNano: 0n,
      droppedEventsCount: 0,
      flags: 0,
      kind: 'UNSPECIFIED',
    });
  });

  it('accepts enums by the names of the .proto files, and 32-bit numbers as strings', () => {
    const { span } = decodeOne('"kind":"SPAN_KIND_SERVER","status":{"code":"STATUS_CODE_ERROR"},"flags":"257"');
    expect(span).toMatchObject({ kind: 'SERVER', status: { code: 'ERROR' }, flags: 257 });
  });

  it('reads ids in hex of any case as lower case', () => {
    const ids = { traceId: TRACE_ID.toUpperCase(), spanId: SPAN_ID.toUpperCase() };
    const span = { ...ids, parentSpanId: 'ABCDEF0123456789', links: [ids] };
    expect(decodeTracesJson(jsonBytes({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })).spans).toMatchObject([
      {
        traceId: TRACE_ID,
        spanId: SPAN_ID,
        parentSpanId: 'abcdef0123456789',
        links: [{ traceId: TRACE_ID, spanId: SPAN_ID }],
      },
    ]);
  });

  it.each([
    [
      'base64',
      'W47/95gDgQPSabYzgT/GDA==',
      'traceId is base64 ("W47/95gDgQPSabYzgT/GDA=="), while OTLP/JSON has ids in hex; it must be 16 bytes, not all zero',
    ],
    ['an odd number of digits', TRACE_ID.slice(1), 'traceId is 31 hex digits; it must be 16 bytes, not all zero'],
    ['nothing', '', 'traceId is 0 bytes; it must be 16 bytes, not all zero'],
  ])('rejects a span whose trace id is %s', (_name, traceId, fault) => {
    const body = jsonBytes({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId: SPAN_ID, name: 'n' }] }] }] });
    expect(decodeTracesJson(body)).toMatchObject({
      spans: [],
      rejected: [{ reason: `${fault} (span "n" of service "unknown_service")` }],
    });
  });

  it('takes null for an absent field everywhere', () => {
    const names = Object.keys(EVERY_FIELD_SPAN).filter(
      name => !['traceId', 'spanId', 'resource', 'scope'].includes(name),
    );
    const nulls = names.map(name => `"${name}":null`).join();
    const plain = decodeTracesJson(bodyOf('"x":1')).spans;
    expect(decodeTracesJson(bodyOf(nulls))).toMatchObject({ spans: plain, rejected: [] });
    expect(decodeOne(nulls).problems).toStrictEqual([]);
    expect(decodeTracesJson(jsonBytes({ resourceSpans: null })).spans).toStrictEqual([]);
    expect(decodeTracesJson(jsonBytes({ resourceSpans: [{ resource: null, scopeSpans: null }] })).spans).toStrictEqual(
      [],
    );
  });

  it('ignores unknown fields, those in snake_case too', () => {
    const { span, problems } = decodeOne('"start_time_unix_nano":5,"future":{"a":[1]},"name":"n","kind":1');
    expect(span).toMatchObject({ name: 'n', kind: 'INTERNAL', startTimeUnixNano: 0n });
    expect(problems).toStrictEqual([]);
  });

  it('tolerates a byte order mark and white space', () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(EVERY_FIELD, null, '\t'))]);
    expect(decodeTracesJson(body).spans).toStrictEqual([EVERY_FIELD_SPAN]);
  });

  it('replaces bytes that are not UTF-8 by U+FFFD, and records where', () => {
    const body = Buffer.from(bodyOf('"name":"a?","traceState":"fine","attributes":[{"key":"?k"}]')).map(byte =>
      byte === 0x3f ? 0xff : byte,
    );
    const { spans, problems: all } = decodeTracesJson(body);
    const problems = all.filter(({ code }) => code === undefined);
    expect(spans).toMatchObject([{ name: 'a\ufffd', traceState: 'fine', attributes: { '\ufffdk': null } }]);
    expect(problems.map(({ field, rule }) => `${field} ${rule}`)).toStrictEqual([
      'name is valid UTF-8',
      'attributes["\ufffdk"] has a key of valid UTF-8',
    ]);
  });

  it('takes a U+FFFD that was sent for what it is', () => {
    expect(decodeOne('"name":"a\ufffd"')).toMatchObject({ span: { name: 'a\ufffd' }, problems: [] });
  });
});
