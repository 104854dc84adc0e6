import { describe, expect, it } from 'vitest';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import type { DecodedTraces } from '../../src/otlp/decoded-traces.ts';
import { encodeRequest } from './encode-request.ts';
import { jsonBytes, type RequestJson, type SpanJson } from './otlp-json.ts';
import { SPAN_ID, TIME, TRACE_ID } from './wire-builder.ts';

const IDS = { traceId: TRACE_ID, spanId: SPAN_ID };
const TIMES = { startTimeUnixNano: String(TIME), endTimeUnixNano: String(TIME) };
const NANOSECONDS = 'is in nanoseconds since 1970';
const SERVICE = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] };

function ofSpan(span: SpanJson): RequestJson {
  return { resourceSpans: [{ resource: SERVICE, scopeSpans: [{ spans: [{ name: 'GET /', ...TIMES, ...span }] }] }] };
}

describe.each<[string, (request: RequestJson) => DecodedTraces]>([
  ['protobuf', request => decodeTracesProtobuf(encodeRequest(request))],
  ['JSON', request => decodeTracesJson(jsonBytes(request))],
])('rules of a span in %s', (_encoding, decode) => {
  it.each([
    ['no trace id', { spanId: SPAN_ID }, 'traceId is 0 bytes; it must be 16 bytes, not all zero'],
    [
      'a trace id of 15 bytes',
      { ...IDS, traceId: 'ab'.repeat(15) },
      'traceId is 15 bytes; it must be 16 bytes, not all zero',
    ],
    [
      'a trace id of 17 bytes',
      { ...IDS, traceId: 'ab'.repeat(17) },
      'traceId is 17 bytes; it must be 16 bytes, not all zero',
    ],
    [
      'a trace id of zeroes',
      { ...IDS, traceId: '0'.repeat(32) },
      'traceId is all zero; it must be 16 bytes, not all zero',
    ],
    ['no span id', { traceId: TRACE_ID }, 'spanId is 0 bytes; it must be 8 bytes, not all zero'],
    ['a span id of 16 bytes', { ...IDS, spanId: TRACE_ID }, 'spanId is 16 bytes; it must be 8 bytes, not all zero'],
    ['a span id of zeroes', { ...IDS, spanId: '0'.repeat(16) }, 'spanId is all zero; it must be 8 bytes, not all zero'],
  ])('rejects a span with %s', (_name, span, fault) => {
    const [, field, received, rule] = /^(\w+) is (.+); it must be (.+)$/.exec(fault) ?? [];
    expect(decode(ofSpan({ ...span, kind: 9 }))).toStrictEqual({
      spans: [],
      problems: [
        {
          service: 'orders',
          span: 'GET /',
          traceId: field === 'spanId' ? TRACE_ID : '',
          spanId: field === 'traceId' ? IDS.spanId : '',
          field,
          rule: `is ${rule} (received ${received})`,
        },
      ],
      rejected: [
        {
          reason: `${fault} (span "GET /" of service "orders")`,
          service: 'orders',
          span: 'GET /',
          traceId: field === 'spanId' ? TRACE_ID : undefined,
          spanId: field === 'traceId' ? IDS.spanId : undefined,
        },
      ],
    });
  });

  it('keeps the other spans of a request with a rejected one', () => {
    const request = {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                { name: 'bad', kind: 9 },
                { ...IDS, ...TIMES, name: 'good' },
              ],
            },
          ],
        },
      ],
    };
    const { spans, problems, rejected } = decode(request);
    expect(problems.map(({ span, field }) => `${span}: ${field}`)).toStrictEqual(['bad: traceId']);
    expect(spans.map(span => span.name)).toStrictEqual(['good']);
    expect(rejected.map(span => [span.span, span.service])).toStrictEqual([['bad', 'unknown_service']]);
  });

  it('counts every rejected span, alike or not', () => {
    const spans = [{ name: 'a' }, { name: 'a' }, { name: 'b' }, { name: 'b', traceId: TRACE_ID }];
    const { rejected } = decode({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    expect(rejected.map(({ span, reason }) => `${span}: ${reason.slice(0, 17)}`)).toStrictEqual([
      'a: traceId is 0 byte',
      'a: traceId is 0 byte',
      'b: traceId is 0 byte',
      'b: spanId is 0 bytes',
    ]);
  });

  it('cuts and escapes a long name in a reason', () => {
    const [rejected] = decode(ofSpan({ name: `"\n${'x'.repeat(200)}` })).rejected;
    expect(rejected?.reason).toContain(`(span "\\"\\n${'x'.repeat(78)}"… (202 characters) of service`);
  });

  it('takes an empty parent id for none', () => {
    expect(decode(ofSpan({ ...IDS, parentSpanId: '' }))).toMatchObject({
      spans: [{ parentSpanId: undefined }],
      problems: [],
    });
  });

  it.each<[string, SpanJson, string, string]>([
    [
      'a parent id of 7 bytes',
      { parentSpanId: 'ab'.repeat(7) },
      'parentSpanId',
      'is 8 bytes, not all zero (received 7 bytes)',
    ],
    [
      'a parent id of zeroes',
      { parentSpanId: '0'.repeat(16) },
      'parentSpanId',
      'is 8 bytes, not all zero (received all zero)',
    ],
    [
      "a link's trace id of 3 bytes",
      { links: [{ ...IDS }, { ...IDS, traceId: 'abcdef' }] },
      'links[1].traceId',
      'is 16 bytes, not all zero (received 3 bytes)',
    ],
    [
      "a link's span id that is missing",
      { links: [{ traceId: TRACE_ID }] },
      'links[0].spanId',
      'is 8 bytes, not all zero (received 0 bytes)',
    ],
    ['an unknown kind', { kind: 6 }, 'kind', 'is a span kind, 0 to 5 (received 6)'],
    ['a negative kind', { kind: -1 }, 'kind', 'is a span kind, 0 to 5 (received -1)'],
    ['an unknown status', { status: { code: 3 } }, 'status.code', 'is a status code, 0 to 2 (received 3)'],
    [
      'a key given twice',
      { attributes: [{ key: 'k' }, { key: 'k' }] },
      'attributes["k"]',
      'has a key that is given once',
    ],
    [
      'an inherited name given twice',
      { attributes: [{ key: '__proto__' }, { key: '__proto__' }] },
      'attributes["__proto__"]',
      'has a key that is given once',
    ],
    ['an empty key', { attributes: [{ key: '' }] }, 'attributes[""]', 'has a key that is not empty'],
    [
      'an empty key of an event',
      { events: [{}, { attributes: [{ key: '' }] }] },
      'events[1].attributes[""]',
      'has a key that is not empty',
    ],
    [
      'an empty key of a link',
      { links: [{ ...IDS, attributes: [{ key: '' }] }] },
      'links[0].attributes[""]',
      'has a key that is not empty',
    ],
    [
      'an empty key inside a kvlist inside an array',
      {
        attributes: [{ key: 'k', value: { arrayValue: { values: [{}, { kvlistValue: { values: [{ key: '' }] } }] } } }],
      },
      'attributes["k"][1][""]',
      'has a key that is not empty',
    ],
  ])('keeps a span with %s, and records the problem', (_name, span, field, rule) => {
    const { spans, problems, rejected } = decode(ofSpan({ ...IDS, ...span }));
    expect(spans).toHaveLength(1);
    expect(rejected).toStrictEqual([]);
    expect(problems).toStrictEqual([{ service: 'orders', span: 'GET /', ...IDS, field, rule }]);
  });

  it.each([
    ['too short', 'ab'.repeat(7)],
    ['all zero', '0'.repeat(16)],
  ])('takes a parent id that is %s for none', (_name, parentSpanId) => {
    expect(decode(ofSpan({ ...IDS, parentSpanId })).spans[0]?.parentSpanId).toBeUndefined();
  });

  it('keeps the hex of a link id of the wrong length', () => {
    const [span] = decode(ofSpan({ ...IDS, links: [{ traceId: 'abcdef', spanId: SPAN_ID }] })).spans;
    expect(span?.links).toMatchObject([{ traceId: 'abcdef', spanId: SPAN_ID }]);
  });

  it('reads an unknown kind and an unknown status as unspecified and unset', () => {
    expect(decode(ofSpan({ ...IDS, kind: 99, status: { code: 99 } })).spans).toMatchObject([
      { kind: 'UNSPECIFIED', status: { code: 'UNSET' } },
    ]);
  });

  it('lets the last of two attributes with the same key win', () => {
    const attributes = ['first', 'last'].map(stringValue => ({ key: 'k', value: { stringValue } }));
    expect(decode(ofSpan({ ...IDS, attributes })).spans[0]?.attributes).toStrictEqual({ k: 'last' });
  });

  it.each<[string, SpanJson, Record<string, string>]>([
    [
      'an end before the start',
      { endTimeUnixNano: String(TIME - 1n) },
      {
        endTimeUnixNano: `is not before startTimeUnixNano (received ${TIME - 1n}, where the start is ${TIME})`,
      },
    ],
    [
      'no end',
      { endTimeUnixNano: '0' },
      { endTimeUnixNano: `${NANOSECONDS} (received 0, which means that no time was set)` },
    ],
    [
      'times in milliseconds',
      { startTimeUnixNano: '1700000000000', endTimeUnixNano: '1700000000001' },
      {
        startTimeUnixNano: `${NANOSECONDS} (received 1700000000000, which looks like milliseconds)`,
        endTimeUnixNano: `${NANOSECONDS} (received 1700000000001, which looks like milliseconds)`,
      },
    ],
    [
      'an event in seconds',
      { events: [{ timeUnixNano: '1700000000' }] },
      { 'events[0].timeUnixNano': `${NANOSECONDS} (received 1700000000, which looks like seconds)` },
    ],
  ])('keeps a span with %s, and records an impossible time', (_name, fields, rules) => {
    const { spans, problems } = decode(ofSpan({ ...IDS, ...fields }));
    expect(spans).toHaveLength(1);
    expect(problems.map(({ field, rule, code }) => [field, rule, code])).toStrictEqual(
      Object.entries(rules).map(([field, rule]) => [field, rule, 'IMPOSSIBLE_TIME']),
    );
  });

  it('takes times of any age, which may be of a file, and events without a time', () => {
    const year2001 = { startTimeUnixNano: '1000000000000000000', endTimeUnixNano: '1000000000000000001' };
    expect(decode(ofSpan({ ...IDS, ...year2001, events: [{ name: 'e' }] })).problems).toStrictEqual([]);
  });

  it('takes what a sender dropped for a problem, at every level', () => {
    const event = { name: 'e', droppedAttributesCount: 4 };
    const link = { traceId: TRACE_ID, spanId: IDS.spanId, droppedAttributesCount: 5 };
    const span = { ...IDS, ...TIMES, droppedAttributesCount: 1, droppedEventsCount: 2, droppedLinksCount: 3 };
    const request = {
      resourceSpans: [
        {
          resource: { droppedAttributesCount: 6 },
          scopeSpans: [{ scope: { droppedAttributesCount: 7 }, spans: [{ ...span, events: [event], links: [link] }] }],
        },
      ],
    };
    expect(decode(request).problems.map(({ field, rule }) => `${field} ${rule}`)).toStrictEqual([
      'droppedAttributesCount is 0 (received 1)',
      'droppedEventsCount is 0 (received 2)',
      'droppedLinksCount is 0 (received 3)',
      'events[0].droppedAttributesCount is 0 (received 4)',
      'links[0].droppedAttributesCount is 0 (received 5)',
      'scope.droppedAttributesCount is 0 (received 7)',
      'resource.droppedAttributesCount is 0 (received 6)',
    ]);
  });

  it('names a problem of a resource or a scope once in each trace it touches', () => {
    const duplicate = [{ key: 'k' }, { key: 'k' }];
    const spans = [IDS, { ...IDS, spanId: 'aa'.repeat(8) }, { ...IDS, traceId: 'bb'.repeat(16) }].map(ids => ({
      ...TIMES,
      ...ids,
    }));
    const request = {
      resourceSpans: [
        { resource: { attributes: duplicate }, scopeSpans: [{ scope: { attributes: duplicate }, spans }] },
      ],
    };
    const { problems } = decode(request);
    expect(problems.map(problem => `${problem.traceId.slice(0, 2)} ${problem.field}`).sort()).toStrictEqual([
      '5b resource.attributes["k"]',
      '5b scope.attributes["k"]',
      'bb resource.attributes["k"]',
      'bb scope.attributes["k"]',
    ]);
  });

  it('lists at most 100 problems of one span, and counts the others', () => {
    const attributes = Array.from({ length: 120 }, (_, index) => ({ key: `${index % 10}` }));
    const { problems } = decode(ofSpan({ ...IDS, attributes }));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ field: '', rule: 'has at most 100 problems (10 more are not listed)' });
  });

  it('bounds the problems of a request, yet leaves no span without its first', () => {
    const attributes = Array.from({ length: 102 }, () => ({ key: 'k' }));
    const spans = Array.from({ length: 150 }, (_, index) => ({
      traceId: TRACE_ID,
      spanId: (index + 1).toString(16).padStart(16, '0'),
      attributes,
    }));
    const { problems } = decode({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    expect(problems.length).toBeLessThanOrEqual(10_000 + 2 * 150);
    expect(new Set(problems.map(problem => problem.spanId)).size).toBe(150);
    expect(problems.at(-1)?.rule).toBe('has no more problems (100 are not listed)');
  });
});
