import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import { LogRecord } from '../../src/model/log-record.ts';
import { decodeLogsJson } from '../../src/otlp/decode-logs-json.ts';
import { decodeLogsProtobuf } from '../../src/otlp/decode-logs-protobuf.ts';
import type { DecodedLogs } from '../../src/otlp/decoded-logs.ts';
import { runs } from '../runs.ts';
import { encodeLogRecord, encodeLogsRequest } from './encode-request.ts';
import { EVERY_LOG_FIELD, EVERY_LOG_FIELD_RECORD } from './every-log-field.ts';
import { type AnyValueJson, jsonBytes, type LogRecordJson, type LogsRequestJson } from './otlp-json.ts';
import { bytes, hex, lenField, SPAN_ID, TRACE_ID, tag, varintField } from './wire-builder.ts';

const IDS = { traceId: TRACE_ID, spanId: SPAN_ID };
const SERVICE = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] };
const TWICE = [{ key: 'k' }, { key: 'k' }];

const ENCODINGS: readonly [string, (request: LogsRequestJson) => DecodedLogs][] = [
  ['protobuf', request => decodeLogsProtobuf(encodeLogsRequest(request))],
  ['JSON', request => decodeLogsJson(jsonBytes(request))],
];

function ofRecords(...logRecords: LogRecordJson[]): LogsRequestJson {
  return { resourceLogs: [{ resource: SERVICE, scopeLogs: [{ logRecords }] }] };
}

function outcome(decode: (body: Uint8Array) => DecodedLogs, body: Uint8Array): string {
  try {
    decode(body);
    return 'decoded';
  } catch (error) {
    return error instanceof TracewrightError ? error.code : `not ours: ${String(error)}`;
  }
}

describe.each(ENCODINGS)('log records in %s', (_encoding, decode) => {
  it('have every field of logs.proto', () => {
    const { records, problems } = decode(EVERY_LOG_FIELD);
    expect(records).toStrictEqual([EVERY_LOG_FIELD_RECORD]);
    expect(problems.map(({ field }) => field)).toStrictEqual([
      'logRecord.droppedAttributesCount',
      'scope.droppedAttributesCount',
      'resource.droppedAttributesCount',
    ]);
  });

  it("keep the model's order of keys", () => {
    const [record] = decode(EVERY_LOG_FIELD).records;
    expect(Object.keys(record ?? {})).toStrictEqual(Object.keys(EVERY_LOG_FIELD_RECORD));
  });

  it('have the defaults of proto3 where a field is absent', () => {
    expect(decode({ resourceLogs: [{ scopeLogs: [{ logRecords: [{}] }] }] })).toStrictEqual({
      records: [
        new LogRecord({
          traceId: undefined,
          spanId: undefined,
          flags: 0,
          timeUnixNano: 0n,
          observedTimeUnixNano: 0n,
          severityNumber: 0,
          severityText: '',
          body: null,
          attributes: {},
          droppedAttributesCount: 0,
          eventName: '',
          resource: { attributes: {}, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' },
          scope: { name: '', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
        }),
      ],
      problems: [],
    });
  });

  it('are none in an empty request', () => {
    expect(decode({})).toStrictEqual({ records: [], problems: [] });
  });

  it('share resource and scope', () => {
    const [first, second] = decode(ofRecords({}, {})).records;
    expect(second?.resource).toBe(first?.resource);
    expect(second?.scope).toBe(first?.scope);
  });

  it('come in the order they were sent in, over resources and scopes', () => {
    const scopeLogs = (...names: string[]) => ({ logRecords: names.map(eventName => ({ eventName })) });
    const { records } = decode({
      resourceLogs: [
        { resource: SERVICE, scopeLogs: [scopeLogs('a', 'b'), scopeLogs('c')] },
        { scopeLogs: [scopeLogs('d')] },
      ],
    });
    expect(records.map(record => `${record.service} ${record.eventName}`)).toStrictEqual([
      'orders a',
      'orders b',
      'orders c',
      'unknown_service d',
    ]);
  });

  it.each<[string, AnyValueJson, unknown]>([
    ['text', { stringValue: 'paid' }, 'paid'],
    ['empty text', { stringValue: '' }, ''],
    ['an empty value', {}, null],
    ['2^53 + 1', { intValue: '9007199254740993' }, 2n ** 53n + 1n],
    ['bytes', { bytesValue: 'AAH/' }, new Uint8Array([0, 1, 255])],
    ['an array', { arrayValue: { values: [{ boolValue: true }, {}] } }, [true, null]],
    ['a map', { kvlistValue: { values: [{ key: 'a', value: { kvlistValue: {} } }] } }, { a: {} }],
  ])('have %s for a body', (_name, body, expected) => {
    const { records, problems } = decode(ofRecords({ body }));
    expect(records[0]?.body).toStrictEqual(expected);
    expect(problems).toStrictEqual([]);
  });

  it.each(Array.from({ length: 25 }, (_, number) => number))('have severity number %i', severityNumber => {
    expect(decode(ofRecords({ severityNumber }))).toMatchObject({ records: [{ severityNumber }], problems: [] });
  });

  it('have times and 32-bit fields exact up to their limits', () => {
    const time = '18446744073709551615';
    const max = 4294967295;
    expect(
      decode(ofRecords({ timeUnixNano: time, observedTimeUnixNano: time, flags: max, droppedAttributesCount: max })),
    ).toMatchObject({
      records: [
        {
          timeUnixNano: 2n ** 64n - 1n,
          observedTimeUnixNano: 2n ** 64n - 1n,
          flags: max,
          droppedAttributesCount: max,
        },
      ],
      problems: [
        { field: 'logRecord.droppedAttributesCount' },
        { field: 'logRecord.timeUnixNano' },
        { field: 'logRecord.observedTimeUnixNano' },
      ],
    });
  });

  it('have a trace id without a span id, which is no problem', () => {
    expect(decode(ofRecords({ traceId: TRACE_ID }))).toMatchObject({
      records: [{ traceId: TRACE_ID, spanId: undefined }],
      problems: [],
    });
  });

  it.each<[string, LogRecordJson, object, string, string]>([
    [
      'a trace id of 15 bytes',
      { ...IDS, traceId: 'ab'.repeat(15) },
      { traceId: undefined, spanId: SPAN_ID },
      'logRecord.traceId',
      'is 16 bytes, not all zero (received 15 bytes)',
    ],
    [
      'a trace id of zeroes',
      { ...IDS, traceId: '0'.repeat(32) },
      { traceId: undefined, spanId: SPAN_ID },
      'logRecord.traceId',
      'is 16 bytes, not all zero (received all zero)',
    ],
    [
      'a span id without a trace id',
      { spanId: SPAN_ID },
      { traceId: undefined, spanId: SPAN_ID },
      'logRecord.traceId',
      'is present when spanId is',
    ],
    [
      'a span id of 9 bytes',
      { ...IDS, spanId: 'ab'.repeat(9) },
      { traceId: TRACE_ID, spanId: undefined },
      'logRecord.spanId',
      'is 8 bytes, not all zero (received 9 bytes)',
    ],
    [
      'a span id of zeroes',
      { ...IDS, spanId: '0'.repeat(16) },
      { traceId: TRACE_ID, spanId: undefined },
      'logRecord.spanId',
      'is 8 bytes, not all zero (received all zero)',
    ],
    [
      'severity number 25',
      { ...IDS, severityNumber: 25 },
      { severityNumber: 0 },
      'logRecord.severityNumber',
      'is a severity number, 0 to 24 (received 25)',
    ],
    [
      'severity number -1',
      { ...IDS, severityNumber: -1 },
      { severityNumber: 0 },
      'logRecord.severityNumber',
      'is a severity number, 0 to 24 (received -1)',
    ],
    [
      'a key given twice',
      { ...IDS, attributes: TWICE },
      { attributes: { k: null } },
      'logRecord.attributes["k"]',
      'has a key that is given once',
    ],
    [
      'an empty key',
      { ...IDS, attributes: [{ key: '' }] },
      { attributes: { '': null } },
      'logRecord.attributes[""]',
      'has a key that is not empty',
    ],
    [
      'an empty key in the body',
      { ...IDS, body: { kvlistValue: { values: [{ key: '' }] } } },
      { body: { '': null } },
      'logRecord.body[""]',
      'has a key that is not empty',
    ],
  ])('are kept with %s, and the problem is recorded', (_name, record, kept, field, rule) => {
    const { records, problems } = decode(ofRecords(record));
    expect(records).toMatchObject([kept]);
    const { traceId = '', spanId = '' } = records[0] ?? {};
    expect(problems).toStrictEqual([{ service: 'orders', span: '', traceId, spanId, field, rule }]);
  });

  it('name a problem of a resource or a scope once in each trace it touches, and once for those without', () => {
    const logRecords = [{}, { ...IDS }, { ...IDS, spanId: 'aa'.repeat(8) }, {}, { traceId: 'bb'.repeat(16) }];
    const { problems } = decode({
      resourceLogs: [{ resource: { attributes: TWICE }, scopeLogs: [{ scope: { attributes: TWICE }, logRecords }] }],
    });
    expect(problems.map(problem => `${problem.traceId.slice(0, 2)} ${problem.field}`).sort()).toStrictEqual([
      ' resource.attributes["k"]',
      ' scope.attributes["k"]',
      '5b resource.attributes["k"]',
      '5b scope.attributes["k"]',
      'bb resource.attributes["k"]',
      'bb scope.attributes["k"]',
    ]);
  });

  it('do not have to exist for a problem of their resource', () => {
    expect(decode({ resourceLogs: [{ resource: { attributes: TWICE } }] }).problems).toStrictEqual([
      {
        service: 'unknown_service',
        span: '',
        traceId: '',
        spanId: '',
        field: 'resource.attributes["k"]',
        rule: 'has a key that is given once',
      },
    ]);
  });

  it('list at most 100 problems each, and count the others', () => {
    const attributes = Array.from({ length: 120 }, (_, index) => ({ key: `${index % 10}` }));
    const { problems } = decode(ofRecords({ attributes }));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({
      field: 'logRecord',
      rule: 'has at most 100 problems (10 more are not listed)',
    });
  });

  it('bound the problems of a request, yet each keeps its first', () => {
    const attributes = Array.from({ length: 102 }, () => ({ key: 'k' }));
    const records = Array.from({ length: 150 }, (_, index) => ({
      traceId: TRACE_ID,
      spanId: (index + 1).toString(16).padStart(16, '0'),
      attributes,
    }));
    const { problems } = decode(ofRecords(...records));
    expect(problems.length).toBeLessThanOrEqual(10_000 + 2 * 150);
    expect(new Set(problems.map(problem => problem.spanId)).size).toBe(150);
    expect(problems.at(-1)).toMatchObject({ field: 'logRecord', rule: 'has no more problems (100 are not listed)' });
  });
});

describe('log records in protobuf', () => {
  const decodeOne = (...fields: Uint8Array[]) => decodeLogsProtobuf(lenField(1, lenField(2, lenField(2, ...fields))));

  it('take fields that are not known for nothing', () => {
    expect(decodeOne(lenField(4, 'the name of old'), varintField(99, 1), varintField(2, 9))).toMatchObject({
      records: [{ severityNumber: 9, eventName: '' }],
      problems: [],
    });
  });

  it('have the service of a resource that follows them', () => {
    const scopeLogs = lenField(2, lenField(2, encodeLogRecord({ severityNumber: 30 })));
    const resource = lenField(1, lenField(1, lenField(1, 'service.name'), lenField(2, lenField(1, 'late'))));
    const { records, problems } = decodeLogsProtobuf(lenField(1, scopeLogs, resource));
    expect(records[0]?.service).toBe('late');
    expect(problems[0]?.service).toBe('late');
  });

  it.each([
    ['severity text', 3, 'logRecord.severityText'],
    ['an event name', 12, 'logRecord.eventName'],
  ])('keep %s that is not UTF-8, and record the problem', (_name, number, field) => {
    expect(decodeOne(lenField(number, hex('61ff'))).problems).toMatchObject([{ field, rule: 'is valid UTF-8' }]);
  });

  it('keep a body that is not UTF-8, and record the problem', () => {
    expect(decodeOne(lenField(5, lenField(1, hex('61ff'))))).toMatchObject({
      records: [{ body: 'a\ufffd' }],
      problems: [{ field: 'logRecord.body', rule: 'is valid UTF-8' }],
    });
  });

  it.each<[string, Uint8Array, string]>([
    [
      'flags that are a varint',
      varintField(8, 1),
      'at byte 6, in LogRecord field 8 flags fixed32: the wire type is 0 (VARINT); it must be 5 (I32).',
    ],
    [
      'a time of 3 bytes',
      bytes(tag(11, 1), [1, 2, 3]),
      'at byte 7, in LogRecord field 11 observed_time_unix_nano fixed64: the value takes 8 bytes; the body has 3 left.',
    ],
    [
      'a body beyond the end',
      hex('2a05'),
      'at byte 7, in LogRecord field 5 body AnyValue: the length is 5 bytes; the body has 0 left.',
    ],
  ])('are refused with %s', (_name, fields, text) => {
    expect(() => decodeOne(fields)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_PROTOBUF', message: `MALFORMED_PROTOBUF: ${text}` }),
    );
  });

  it('are refused when the body is cut at any byte but its ends', () => {
    const body = encodeLogsRequest(EVERY_LOG_FIELD);
    const outcomes = Array.from(body, (_, length) => outcome(decodeLogsProtobuf, body.subarray(0, length)));
    expect(outcomes).toStrictEqual(['decoded', ...Array.from({ length: body.length - 1 }, () => 'MALFORMED_PROTOBUF')]);
    expect(outcome(decodeLogsProtobuf, body)).toBe('decoded');
  });

  it('are decoded or refused when bytes are changed, and nothing else is thrown', () => {
    expectOnly(decodeLogsProtobuf, encodeLogsRequest(EVERY_LOG_FIELD), /^(decoded|MALFORMED_PROTOBUF)$/);
  });
});

describe('log records in JSON', () => {
  const bodyOf = (record: string) => Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{},${record}]}]}]}`);
  const decodeOne = (record: string) => decodeLogsJson(bodyOf(record)).records[1];

  it.each([
    ['an integer', '9', 9],
    ['a name', '"SEVERITY_NUMBER_INFO"', 9],
    ['the first name', '"SEVERITY_NUMBER_UNSPECIFIED"', 0],
    ['the last name', '"SEVERITY_NUMBER_FATAL4"', 24],
    ['-0', '-0', 0],
    ['null', 'null', 0],
  ])('have a severity number from %s', (_name, json, severityNumber) => {
    expect(decodeOne(`{"severityNumber":${json}}`)?.severityNumber).toBe(severityNumber);
  });

  it('have ids in lower case, and times from numbers', () => {
    const record = `{"traceId":"${TRACE_ID.toUpperCase()}","spanId":"${SPAN_ID.toUpperCase()}","timeUnixNano":1544712660300000001}`;
    expect(decodeOne(record)).toMatchObject({ ...IDS, timeUnixNano: 1544712660300000001n });
  });

  it('have no id from base64, and the problem is recorded', () => {
    const { records, problems } = decodeLogsJson(bodyOf(`{"traceId":"W47/95gDgQPSabYzgT/GDA=="}`));
    expect(records[1]?.traceId).toBeUndefined();
    expect(problems).toMatchObject([
      { field: 'logRecord.traceId', rule: expect.stringContaining('(received base64 ("W47') },
    ]);
  });

  it('have a null body for null', () => {
    expect(decodeOne('{"body":null}')?.body).toBeNull();
  });

  it('keep a body with half a surrogate pair, and record the problem', () => {
    const { records, problems } = decodeLogsJson(bodyOf('{"body":{"stringValue":"a\\ud83d"}}'));
    expect(records[1]?.body).toBe('a\ufffd');
    expect(problems).toMatchObject([{ field: 'logRecord.body', rule: 'is valid UTF-8' }]);
  });

  const RECORD = 'resourceLogs[0].scopeLogs[0].logRecords[1]';

  it.each<[string, string, string]>([
    ['a record', '7', `${RECORD} must be an object; found the number 7.`],
    ['a body', '{"body":"paid"}', `${RECORD}.body must be an object; found the string "paid".`],
    [
      'a value in the body',
      '{"body":{"arrayValue":{"values":[1]}}}',
      `${RECORD}.body.arrayValue.values[0] must be an object; found the number 1.`,
    ],
    ['severity text', '{"severityText":9}', `${RECORD}.severityText must be a string; found the number 9.`],
    ['an event name', '{"eventName":[]}', `${RECORD}.eventName must be a string; found an array of 0.`],
    ['a span id', '{"spanId":1}', `${RECORD}.spanId must be a string of hex digits; found the number 1.`],
    [
      'a time',
      '{"observedTimeUnixNano":"now"}',
      `${RECORD}.observedTimeUnixNano must be an integer, as a number or a string; found the string "now".`,
    ],
    [
      'a severity number',
      '{"severityNumber":true}',
      `${RECORD}.severityNumber must be a severity number (a number or a name); found the boolean true.`,
    ],
  ])('are refused with the wrong type of %s', (_name, record, text) => {
    expect(() => decodeLogsJson(bodyOf(record))).toThrow(
      expect.objectContaining({ code: 'MALFORMED_JSON', message: `MALFORMED_JSON: ${text}` }),
    );
  });

  it('are refused with an unknown name of a severity', () => {
    const text = `${RECORD}.severityNumber must be a severity number; found the string "SEVERITY_NUMBER_INF". Did you mean "SEVERITY_NUMBER_INFO"?`;
    expect(() => decodeLogsJson(bodyOf('{"severityNumber":"SEVERITY_NUMBER_INF"}'))).toThrow(
      expect.objectContaining({ code: 'MALFORMED_JSON', message: expect.stringContaining(text) }),
    );
  });

  it('are refused when the body is cut anywhere', () => {
    const body = jsonBytes(EVERY_LOG_FIELD);
    const outcomes = new Set(Array.from(body, (_, length) => outcome(decodeLogsJson, body.subarray(0, length))));
    expect([...outcomes]).toStrictEqual(['MALFORMED_JSON']);
  });

  it('are decoded or refused when bytes are changed, and nothing else is thrown', () => {
    expectOnly(decodeLogsJson, jsonBytes(EVERY_LOG_FIELD), /^(decoded|MALFORMED_JSON)$/);
  });
});

function expectOnly(decode: (body: Uint8Array) => DecodedLogs, valid: Uint8Array, outcomes: RegExp): void {
  const change = fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
      const body = valid.slice();
      for (const [index, byte] of changes) body[index] = byte;
      expect(outcome(decode, body)).toMatch(outcomes);
    }),
    { numRuns: runs(2000) },
  );
}

describe('log records in protobuf and JSON', () => {
  it('are deeply equal for the same content', () => {
    fc.assert(
      fc.property(requests(), request => {
        expect(decodeLogsJson(jsonBytes(request))).toStrictEqual(decodeLogsProtobuf(encodeLogsRequest(request)));
      }),
      { numRuns: runs(300) },
    );
  });
});

function requests(): fc.Arbitrary<LogsRequestJson> {
  const { any } = fc.letrec<{ any: AnyValueJson }>(tie => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.record({ stringValue: fc.string({ unit: 'grapheme' }) }),
      fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
      fc.record({ bytesValue: fc.base64String() }),
      fc.constant({}),
      fc.record({ arrayValue: fc.record({ values: fc.array(tie('any')) }) }),
      fc.record({
        kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: tie('any') })) }),
      }),
    ),
  }));
  const attributes = fc.array(
    fc.record({ key: fc.oneof(fc.string(), fc.constantFrom('', 'k', '__proto__')), value: any }),
  );
  const time = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
  const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const digits = (size: number) =>
    fc.uint8Array({ minLength: size, maxLength: size }).map(id => Buffer.from(id).toString('hex'));
  const record = fc.record(
    {
      timeUnixNano: time,
      severityNumber: fc.integer({ min: -1, max: 26 }),
      severityText: fc.string({ unit: 'grapheme' }),
      body: any,
      attributes,
      droppedAttributesCount: uint32,
      flags: uint32,
      traceId: fc.oneof({ weight: 9, arbitrary: digits(16) }, digits(15), fc.constantFrom('', '0'.repeat(32))),
      spanId: fc.oneof({ weight: 9, arbitrary: digits(8) }, digits(9), fc.constantFrom('', '0'.repeat(16))),
      observedTimeUnixNano: time,
      eventName: fc.string(),
    },
    { requiredKeys: [] },
  );
  const scopeLogs = fc.record({
    scope: fc.record({ name: fc.string(), attributes }),
    logRecords: fc.array(record, { maxLength: 3 }),
    schemaUrl: fc.string(),
  });
  const resourceLogs = fc.record({
    resource: fc.record({ attributes }),
    scopeLogs: fc.array(scopeLogs, { maxLength: 2 }),
    schemaUrl: fc.string(),
  });
  return fc.record({ resourceLogs: fc.array(resourceLogs, { maxLength: 2 }) });
}

describe.each<[string, (records: ReadableLogRecord[]) => DecodedLogs]>([
  ['protobuf', records => decodeLogsProtobuf(ProtobufLogsSerializer.serializeRequest(records) ?? new Uint8Array())],
  ['JSON', records => decodeLogsJson(JsonLogsSerializer.serializeRequest(records) ?? new Uint8Array())],
])('log records of the JS SDK in %s', (_encoding, decode) => {
  it('arrive as they were emitted', () => {
    const { records, problems } = decode(emitted());
    expect(problems).toStrictEqual([]);
    expect(records).toMatchObject([
      {
        ...IDS,
        flags: 1,
        timeUnixNano: 1_700_000_000_123_456_789n,
        observedTimeUnixNano: 1_700_000_001_000_000_005n,
        severityNumber: 9,
        severityText: 'INFO',
        body: { order: 'ü', lines: [1, 2] },
        attributes: { n: 42, list: ['a', 'b'] },
        eventName: 'order.placed',
        service: 'checkout',
        scope: { name: 'checkout-lib', version: '2.0.0', schemaUrl: 'https://schema/1' },
      },
      { traceId: undefined, spanId: undefined, flags: 0, severityNumber: 0, body: 'no span', eventName: '' },
    ]);
  });
});

function emitted(): ReadableLogRecord[] {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'checkout' }),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('checkout-lib', '2.0.0', { schemaUrl: 'https://schema/1' });
  logger.emit({
    context: trace.setSpanContext(ROOT_CONTEXT, { ...IDS, traceFlags: 1 }),
    timestamp: [1_700_000_000, 123_456_789],
    observedTimestamp: [1_700_000_001, 5],
    severityNumber: 9,
    severityText: 'INFO',
    body: { order: 'ü', lines: [1, 2] },
    attributes: { n: 42, list: ['a', 'b'] },
    eventName: 'order.placed',
  });
  logger.emit({ context: ROOT_CONTEXT, body: 'no span' });
  return exporter.getFinishedLogRecords();
}
