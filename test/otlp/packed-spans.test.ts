import assert from 'node:assert/strict';
import { context, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type PackedSpans, type SpanOrigin, WORDS_A_SPAN } from '../../src/model/packed-spans.ts';
import { type SpanData, serviceOf } from '../../src/model/span-data.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { PackedSpanDecoder } from '../../src/otlp/packed/packed-span.ts';
import { TraceIndex } from '../../src/otlp/packed/trace-index.ts';
import { leastOf, runs } from '../runs.ts';
import { encodeRequest } from './encode-request.ts';
import { EVERY_FIELD } from './every-field.ts';
import type { RequestJson } from './otlp-json.ts';
import { randomRequest } from './random-request.ts';
import {
  bytes,
  fixed32Field,
  fixed64Field,
  hex,
  IDS,
  lenField,
  type Part,
  requestOfSpans,
  requestOfValue,
  SPAN_ID,
  TRACE_ID,
  tag,
  varintField,
} from './wire-builder.ts';

// Shared by all tests: what one body leaves behind in them must not show in the next.
const index = new TraceIndex();
const decoder = new PackedSpanDecoder();

/** What the full decoder finds wrong. */
function faultsOf(body: Uint8Array): readonly unknown[] {
  try {
    const { problems, rejected } = decodeTracesProtobuf(body);
    return [...problems, ...rejected];
  } catch (error) {
    return [error];
  }
}

/** Whether the index takes a body; if so, the full decoder must find nothing wrong, and the very same spans. */
function isTaken(body: Buffer): boolean {
  if (!index.read(body)) return false;
  const { spans, problems, rejected } = decodeTracesProtobuf(body);
  expect({ problems, rejected, size: index.size }).toStrictEqual({ problems: [], rejected: [], size: spans.length });
  for (const [row, span] of spans.entries()) {
    // Not toStrictEqual, which takes an attribute `constructor` for an object's type.
    assert.deepStrictEqual(decoder.decode(body, startOf(index, row), originOf(index, row)), span);
    expect(columnsOf(index, row)).toStrictEqual(columnsThatTell(span));
  }
  const links = spans.flatMap((span, row) => span.links.map(({ traceId }) => ({ span: row, traceId })));
  expect(index.links).toStrictEqual(links);
  return true;
}

function startOf({ columns }: PackedSpans, row: number): number {
  return columns.starts[row] as number;
}

function originOf({ columns, origins }: PackedSpans, row: number): SpanOrigin {
  return origins[columns.originOf[row] as number] as SpanOrigin;
}

function columnsOf(packed: PackedSpans, row: number): unknown {
  const { ids, nameStarts, nameEnds, startMs, endMs } = packed.columns;
  const words = Array.from(ids.subarray(row * WORDS_A_SPAN, (row + 1) * WORDS_A_SPAN));
  return {
    ids: words.map(word => word.toString(16).padStart(8, '0')).join(''),
    name: packed.bytes.toString('utf8', nameStarts[row], nameEnds[row]),
    startMs: startMs[row],
    endMs: endMs[row],
    service: originOf(packed, row).service,
  };
}

/** The same as `columnsOf`, of a span that was decoded. */
function columnsThatTell(span: SpanData): unknown {
  const { traceId, spanId, parentSpanId, name, startTimeUnixNano, endTimeUnixNano, resource } = span;
  return {
    ids: traceId + spanId + (parentSpanId ?? '0'.repeat(16)),
    name,
    startMs: Number(startTimeUnixNano) / 1e6,
    endMs: Number(endTimeUnixNano) / 1e6,
    service: serviceOf(resource),
  };
}

/** EVERY_FIELD with nothing dropped, of which nothing is a problem. */
const EVERY_PLAIN_FIELD: RequestJson = JSON.parse(
  JSON.stringify(EVERY_FIELD, (key, value) => (key.startsWith('dropped') ? 0 : value)),
);

describe('a request without problems', () => {
  it('is taken whatever fields it has, in whatever order', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        expect(isTaken(randomRequest(draw, false))).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });

  it('is taken with every field of trace.proto', () => {
    expect(isTaken(Buffer.from(encodeRequest(EVERY_PLAIN_FIELD)))).toBe(true);
    expect(index.size).toBe(1);
  });

  it('is taken as the SDK sends it', () => {
    const body = Buffer.from(sdkRequest());
    expect(isTaken(body)).toBe(true);
    expect(index.size).toBe(3);
  });

  it.each<[string, Buffer, number]>([
    ['an empty body', Buffer.alloc(0), 0],
    ['no span of a scope', Buffer.from(lenField(1, lenField(1, lenField(1, lenField(1, 'k'))), lenField(2))), 0],
    ['3,000 spans', Buffer.from(requestOfSpans(...Array<Uint8Array>(3_000).fill(IDS))), 3_000],
    ['a span of 200 attributes', Buffer.from(requestOfSpans(bytes(IDS, ...attributes(200)))), 1],
    ['values nested 100 levels deep', Buffer.from(requestOfValue(nested(99))), 1],
    ['an empty parent id', Buffer.from(requestOfSpans(bytes(IDS, lenField(4)))), 1],
    ['a parent id taken back', Buffer.from(requestOfSpans(bytes(IDS, lenField(4, hex(SPAN_ID)), lenField(4)))), 1],
    ['a name given twice', Buffer.from(requestOfSpans(bytes(IDS, lenField(5, 'a'), lenField(5)))), 1],
    [
      'resource and scope after the spans',
      Buffer.from(
        lenField(
          1,
          lenField(2, lenField(2, IDS), lenField(1, lenField(1, 'late'))),
          lenField(1, attributeField(1, 'k')),
        ),
      ),
      1,
    ],
  ])('is taken: %s', (_what, body, size) => {
    expect(isTaken(body)).toBe(true);
    expect(index.size).toBe(size);
  });

  it('is found again by identity where another request repeats its resource and scope', () => {
    index.read(Buffer.from(encodeRequest(EVERY_PLAIN_FIELD)));
    const first = originOf(index, 0);
    index.read(Buffer.from(bytes(encodeRequest(EVERY_PLAIN_FIELD), requestOfSpans(IDS))));
    expect(originOf(index, 0)).toBe(first);
    expect(originOf(index, 1)).not.toBe(first);
  });

  it.each<[string, (request: { resource: Part; scope: Part; urls: readonly [string, string] }) => void]>([
    ['the resource', request => Object.assign(request, { resource: attributeField(1, 'x') })],
    ['the scope', request => Object.assign(request, { scope: lenField(1, 'x') })],
    ["the resource's schema URL", request => Object.assign(request, { urls: ['x', 'b'] })],
    ["the scope's schema URL", request => Object.assign(request, { urls: ['a', 'x'] })],
  ])('has another origin when %s differs', (_what, change) => {
    const request = { resource: attributeField(1, 'k'), scope: lenField(1, 'scope'), urls: ['a', 'b'] as const };
    const body = ({ resource, scope, urls }: typeof request): Buffer =>
      Buffer.from(
        lenField(
          1,
          lenField(1, resource),
          lenField(2, lenField(1, scope), lenField(2, IDS), lenField(3, urls[1])),
          lenField(3, urls[0]),
        ),
      );
    expect(isTaken(body(request))).toBe(true);
    const before = originOf(index, 0);
    change(request);
    expect(isTaken(body(request))).toBe(true);
    expect(originOf(index, 0)).not.toBe(before);
    expect(originOf(index, 0)).not.toStrictEqual(before);
  });
});

describe('a request in which anything may be odd', () => {
  it('is not taken, or has no problem and the same spans', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.gen(), draw => {
        if (isTaken(randomRequest(draw, true))) taken++;
      }),
      { numRuns: runs(2_000) },
    );
    expect(taken).toBeGreaterThan(leastOf(100));
    expect(taken).toBeLessThan(runs(1_900));
  });

  const whole = Buffer.from(encodeRequest(EVERY_PLAIN_FIELD));
  const places = Array.from(whole.keys());

  it('is not taken, or read the same, when it is cut off at any byte', () => {
    for (const at of places) isTaken(whole.subarray(0, at));
  });

  it('is not taken, or read the same, with any byte changed, doubled or left out', () => {
    let taken = 0;
    for (const at of places) {
      const changed = [1, 2, 4, 8, 16, 32, 64, 128].map(bit => [(whole[at] as number) ^ bit]);
      for (const put of [...changed, [0], [255], [whole[at] as number, whole[at] as number], []]) {
        if (isTaken(Buffer.concat([whole.subarray(0, at), Buffer.from(put), whole.subarray(at + 1)]))) taken++;
      }
    }
    // Most bytes are text, ids and times, which can be others.
    expect(taken).toBeGreaterThan(places.length);
  });
});

/** Bodies that the full decoder refuses, or finds a problem in: each by one thing. */
const FAULTY: readonly (readonly [string, Uint8Array])[] = [
  ...['trace_id', 'span_id', 'parent_span_id'].flatMap((name, place) => {
    const field = [1, 2, 4][place] as number;
    const length = field === 1 ? 16 : 8;
    return [
      ...[length - 1, length + 1, 1].map(
        size => [`${name} of ${size} bytes`, ofSpan(lenField(field, Buffer.alloc(size, 1)))] as const,
      ),
      [`${name} all zero`, ofSpan(lenField(field, Buffer.alloc(length)))] as const,
      [`${name} as a varint`, ofSpan(varintField(field, 1))] as const,
    ];
  }),
  ['trace_id absent', requestOfSpans(lenField(2, hex(SPAN_ID)))],
  ['span_id absent', requestOfSpans(lenField(1, hex(TRACE_ID)))],
  ['trace_id empty', ofSpan(lenField(1))],
  ['span_id empty', ofSpan(lenField(2))],
  ['trace_id good, then empty', ofSpan(lenField(1, hex(TRACE_ID)), lenField(1))],
  ['parent_span_id cut off by the end of its span', lenField(1, lenField(2, lenField(2, IDS, [34]), [0]))],
  ['an unknown kind', ofSpan(varintField(6, 6))],
  ['a negative kind', ofSpan(varintField(6, -1))],
  ['an unknown status', ofSpan(lenField(15, varintField(3, 3)))],
  ['an end before the start', ofSpan(fixed64Field(7, 2n), fixed64Field(8, 1n))],
  ['a start without an end', ofSpan(fixed64Field(7, 1n))],
  ['an end before the start by its upper half', ofSpan(fixed64Field(7, 2n ** 32n), fixed64Field(8, 2n ** 32n - 1n))],
  ['dropped attributes', ofSpan(varintField(10, 1))],
  ['dropped events', ofSpan(varintField(12, 1))],
  ['dropped links', ofSpan(varintField(14, 1))],
  ["an event's dropped attributes", ofSpan(lenField(11, varintField(4, 1)))],
  ["a link's dropped attributes", ofSpan(lenField(13, IDS, varintField(5, 1)))],
  ["a resource's dropped attributes", lenField(1, lenField(1, varintField(2, 1)), lenField(2, lenField(2, IDS)))],
  ["a scope's dropped attributes", lenField(1, lenField(2, lenField(1, varintField(4, 1)), lenField(2, IDS)))],
  ['a link without ids', ofSpan(lenField(13))],
  ['a link with a trace id of zeroes', ofSpan(lenField(13, lenField(1, Buffer.alloc(16)), lenField(2, hex(SPAN_ID))))],
  ['a link with a span id of zeroes', ofSpan(lenField(13, lenField(1, hex(TRACE_ID)), lenField(2, Buffer.alloc(8))))],
  ['a link with a short id', ofSpan(lenField(13, lenField(1, hex(TRACE_ID)), lenField(2, hex('01'))))],
  ['a key without a text', ofSpan(lenField(9))],
  ['an empty key', ofSpan(lenField(9, lenField(1)))],
  ['an empty key with an overlong length', ofSpan(lenField(9, [10, 0x80, 0]))],
  ['a key given twice', ofSpan(attributeField(9, 'k'), attributeField(9, 'k'))],
  [
    'a long key given twice',
    ofSpan(attributeField(9, 'a long key'), attributeField(9, 'b'), attributeField(9, 'a long key')),
  ],
  ['a key given twice in an event', ofSpan(lenField(11, attributeField(3, 'k'), attributeField(3, 'k')))],
  ['a key given twice in a link', ofSpan(lenField(13, IDS, attributeField(4, 'k'), attributeField(4, 'k')))],
  ['a key given twice in a kvlist', requestOfValue(lenField(6, attributeField(1, 'a'), attributeField(1, 'a')))],
  [
    'a key given twice in kvlists that are merged',
    requestOfValue(lenField(6, attributeField(1, 'a')), lenField(6, attributeField(1, 'a'))),
  ],
  [
    'a key given twice in values that are merged',
    ofSpan(lenField(9, lenField(1, 'k'), ...twice(lenField(2, lenField(6, attributeField(1, 'a')))))),
  ],
  ['a key given twice, 150 others apart', ofSpan(attributeField(9, 'k'), ...attributes(150), attributeField(9, 'k'))],
  [
    'a key given twice around a kvlist',
    ofSpan(attributeField(9, 'k'), attributeField(9, 'l', lenField(6, ...attributes(5, 1))), attributeField(9, 'k')),
  ],
  ['a strindex for a key', ofSpan(lenField(9, lenField(1, 'k'), varintField(3, 1)))],
  ['a strindex for a value', requestOfValue(varintField(8, 1))],
  ['values nested 101 levels deep', requestOfValue(nested(100))],
  ['an int64 of over 64 bits', requestOfValue([24], Array(9).fill(0xff), [2])],
  ['a varint of 11 bytes', requestOfValue([24], Array(10).fill(0x80), [0])],
  ['a bool that is cut off', requestOfValue([16])],
  ['a double that is cut off', requestOfValue([33, 0, 0, 0])],
  ['an array of the wrong wire type', requestOfValue([40, 0])],
  ['bytes that are longer than their value', requestOfValue([58, 5, 1])],
  ['a length of 2^31', ofSpan(bytes([42, 0x80, 0x80, 0x80, 0x80, 0x08]))],
  ['a length of 2^64 - 1', ofSpan(bytes([42], Array(9).fill(0xff), [1]))],
  ['flags that are cut off', ofSpan(bytes(tag(16, 5), [1, 2, 3]))],
  ['flags as a varint', ofSpan(varintField(16, 1))],
  ['a time that is cut off', ofSpan(bytes([57, 1, 2, 3, 4, 5, 6, 7]))],
  ['a field with number 0', ofSpan([0])],
  ['a group that never ends', ofSpan(tag(99, 3))],
  ['a span that is longer than its scope', lenField(1, [18, 3, 18, 9, 0])],
  ['bytes after the request', bytes(ofSpan(), [10])],
  ['a malformed resource without scopes', lenField(1, lenField(1, [0xff]))],
  ['a resource with dropped attributes without scopes', lenField(1, lenField(1, varintField(2, 1)))],
  ['a schema URL that is not UTF-8 without scopes', lenField(1, lenField(3, [0xff]))],
  ['a malformed scope without spans', lenField(1, lenField(2, lenField(1, [0xff])))],
  ...NOT_UTF8().map(([name, body]) => [`${name} that is not UTF-8`, body] as const),
];

/** Bodies that are odd, and right. */
const ODD: readonly (readonly [string, Uint8Array])[] = [
  ['an unknown field in the request', bytes(ofSpan(), lenField(9, 'x'))],
  ['an unknown field in a span', ofSpan(lenField(99, 'x'))],
  ['an unknown group in an event', ofSpan(lenField(11, tag(9, 3), varintField(1, 1), tag(9, 4)))],
  ['an overlong tag', ofSpan([0xaa, 0, 1, 0x61])],
  ['an overlong length', ofSpan([42, 0x81, 0, 0x61])],
  ['an overlong length of five bytes', ofSpan([42, 0x81, 0x80, 0x80, 0x80, 0, 0x61])],
  ['an overlong kind', ofSpan([48, 0x81, 0])],
  ['an overlong count of 0', ofSpan([80, 0x80, 0])],
  ['a kind whose lower 32 bits are a kind', ofSpan(varintField(6, 2n ** 32n + 1n))],
  ['a value of several kinds', requestOfValue(varintField(2, 1), lenField(1, 'x'))],
  ['arrays that are merged', requestOfValue(...twice(lenField(5, lenField(1))))],
  ['300 attributes', ofSpan(...attributes(300))],
  ['255 attributes and an empty event', ofSpan(...attributes(255), lenField(11))],
  [
    'two resources, which are merged',
    lenField(1, ...['a', 'b'].map(key => lenField(1, attributeField(1, key))), lenField(2, lenField(2, IDS))),
  ],
  [
    'two scopes, which are merged',
    lenField(1, lenField(2, lenField(1, lenField(1, 'a')), lenField(1, lenField(2, 'b')), lenField(2, IDS))),
  ],
  [
    'two schema URLs',
    lenField(1, lenField(2, lenField(2, IDS), lenField(3, 'a'), lenField(3, 'b')), lenField(3, 'a'), lenField(3, 'b')),
  ],
  ['a trace id that is mended', ofSpan(lenField(1, hex(TRACE_ID)))],
  ['two statuses, which are merged', ofSpan(lenField(15, varintField(3, 2)), lenField(15, lenField(2, 'x')))],
  ['all bits of the flags', ofSpan(fixed32Field(16, 2 ** 32 - 1))],
];

describe('the full decoder has to read', () => {
  test.each(FAULTY)('%s', (_what, body) => {
    expect(faultsOf(body)).not.toStrictEqual([]);
    expect(index.read(Buffer.from(body))).toBe(false);
  });
});

describe('what is odd and right is left to the full decoder, or read the same', () => {
  test.each(ODD)('%s', (_what, body) => {
    expect(faultsOf(body)).toStrictEqual([]);
    isTaken(Buffer.from(body));
  });
});

describe('two packed spans', () => {
  const spans = [IDS, bytes(IDS, lenField(5, 'a')), bytes(IDS, lenField(5, 'b')), IDS];

  it('are the same when their bytes are, wherever these stand', () => {
    const body = Buffer.from(requestOfSpans(...spans));
    index.read(body);
    const starts = Array.from(index.columns.starts.subarray(0, index.size));
    const elsewhere = Buffer.concat([Buffer.from('elsewhere'), body]);
    const same = starts.map(start => starts.map(other => decoder.isSame(body, start, elsewhere, other + 9)));
    expect(same).toStrictEqual(spans.map(span => spans.map(other => Buffer.compare(span, other) === 0)));
  });

  it('have the same hash of their names when these are the same', () => {
    const names = ['', 'a', 'b', 'abc', 'abcd', 'abce', 'abcde', 'bbcde', 'ü', 'a\0', '\0a', '\0', 'x'.repeat(300)];
    const named = (name: string): Uint8Array => bytes(IDS, lenField(5, name));
    index.read(Buffer.from(requestOfSpans(...[...names, ...names].map(named))));
    const prints = Array.from(index.columns.namePrints.subarray(0, index.size));
    expect(prints.slice(names.length)).toStrictEqual(prints.slice(0, names.length));
    expect(new Set(prints).size).toBe(names.length);
  });

  it('with absent and empty names have the same hash of them', () => {
    index.read(Buffer.from(requestOfSpans(IDS, bytes(IDS, lenField(5)), bytes(IDS, lenField(5, 'a'), lenField(5)))));
    expect(new Set(index.columns.namePrints.subarray(0, 3)).size).toBe(1);
  });
});

function ofSpan(...parts: readonly Part[]): Uint8Array {
  return requestOfSpans(bytes(IDS, ...parts));
}

function attributeField(field: number, key: string, ...value: readonly Part[]): Uint8Array {
  return lenField(field, lenField(1, key), lenField(2, ...value));
}

function attributes(count: number, field = 9): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, number) => attributeField(field, `key ${number}`));
}

function twice(part: Uint8Array): readonly Uint8Array[] {
  return [part, part];
}

/** Arrays around each other, so many. */
function nested(levels: number): Uint8Array {
  let value: Uint8Array = new Uint8Array();
  for (let level = 0; level < levels; level++) value = lenField(5, lenField(1, value));
  return value;
}

/** Requests with a text that is not UTF-8 in each of the fields that hold text. */
function NOT_UTF8(): readonly (readonly [string, Uint8Array])[] {
  const text = (field: number): Uint8Array => lenField(field, 'abcdefgh', [0xff], 'abcdefgh');
  const around = (...parts: readonly Uint8Array[]): Uint8Array => lenField(1, ...parts, lenField(2, lenField(2, IDS)));
  const ofScope = (...parts: readonly Uint8Array[]): Uint8Array => lenField(1, lenField(2, ...parts, lenField(2, IDS)));
  return [
    ['a name', ofSpan(text(5))],
    ['a name of two bytes', ofSpan(lenField(5, 'a', [0xff]))],
    ['a trace state', ofSpan(text(3))],
    ['a status message', ofSpan(lenField(15, text(2)))],
    ["an event's name", ofSpan(lenField(11, text(2)))],
    ["a link's trace state", ofSpan(lenField(13, IDS, text(3)))],
    ['a key', ofSpan(lenField(9, text(1)))],
    ['a value', requestOfValue(text(1))],
    ['a value in an array', requestOfValue(lenField(5, lenField(1, text(1))))],
    ['a key in a kvlist', requestOfValue(lenField(6, lenField(1, text(1))))],
    ["a resource's key", around(lenField(1, lenField(1, text(1))))],
    ["a resource's schema URL", around(text(3))],
    ["an entity's type", around(lenField(1, lenField(3, text(2))))],
    ["a scope's name", ofScope(lenField(1, text(1)))],
    ["a scope's version", ofScope(lenField(1, text(2)))],
    ["a scope's schema URL", ofScope(text(3))],
  ];
}

function sdkRequest(): Uint8Array {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'checkout', 'process.command_args': ['node', 'app.js'] }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  record(provider.getTracer('checkout-lib', '2.0.0', { schemaUrl: 'https://schema/1' }));
  record(provider.getTracer('other'));
  return ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans().slice(0, 3)) ?? new Uint8Array();
}

function record(tracer: Tracer): void {
  const root = tracer.startSpan('POST /checkout', { kind: SpanKind.SERVER });
  root.setAttributes({ text: 'ünïcödé ✓', yes: true, n: -42, pi: 3.25, list: ['a', 'b'], none: [] });
  const child = tracer.startSpan(
    'charge',
    { kind: SpanKind.CLIENT, links: [{ context: root.spanContext(), attributes: { l: 1 } }] },
    trace.setSpan(context.active(), root),
  );
  child.addEvent('declined', { attempt: 1 });
  child.recordException(new Error('no funds'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'no funds' });
  child.end();
  root.end();
}

describe('times that cannot be right', () => {
  const NOW_MS = Date.UTC(2026, 0, 1);
  const DAY_MS = 86_400_000;
  const nano = (ms: number) => BigInt(ms) * 1_000_000n;
  const ids = bytes(lenField(1, hex(TRACE_ID)), lenField(2, hex(SPAN_ID)));
  const spanAt = (start: bigint, end: bigint, ...more: Part[]) =>
    Buffer.from(requestOfSpans(bytes(ids, fixed64Field(7, start), fixed64Field(8, end), ...more)));
  const eventAt = (time: bigint) => lenField(11, fixed64Field(1, time));

  it.each<[string, Buffer]>([
    ['now', spanAt(nano(NOW_MS), nano(NOW_MS))],
    ['23 hours ago', spanAt(nano(NOW_MS - 0.95 * DAY_MS), nano(NOW_MS))],
    ['in 23 hours', spanAt(nano(NOW_MS), nano(NOW_MS + 0.95 * DAY_MS))],
    [
      'with an event now, and one without a time',
      spanAt(nano(NOW_MS), nano(NOW_MS), eventAt(nano(NOW_MS)), eventAt(0n)),
    ],
  ])('a span %s stays packed', (_label, body) => {
    expect(index.read(body, NOW_MS)).toBe(true);
    expect(decodeTracesProtobuf(body, nano(NOW_MS)).problems).toStrictEqual([]);
  });

  it.each<[string, Buffer]>([
    ['without a start', spanAt(0n, nano(NOW_MS))],
    ['without times', spanAt(0n, 0n)],
    ['in milliseconds', spanAt(BigInt(NOW_MS), BigInt(NOW_MS))],
    ['of 25 hours ago', spanAt(nano(NOW_MS - 1.05 * DAY_MS), nano(NOW_MS))],
    ['in 25 hours', spanAt(nano(NOW_MS), nano(NOW_MS + 1.05 * DAY_MS))],
    ['of a negative number', spanAt(nano(NOW_MS), 2n ** 64n - 1n)],
    ['with an event in milliseconds', spanAt(nano(NOW_MS), nano(NOW_MS), eventAt(BigInt(NOW_MS)))],
  ])('a span %s is read by the full decoder', (_label, body) => {
    expect(index.read(body, NOW_MS)).toBe(false);
    expect(decodeTracesProtobuf(body, nano(NOW_MS)).problems.map(({ code }) => code)).toContain('IMPOSSIBLE_TIME');
  });

  it('an old span stays packed where its arrival does not count', () => {
    expect(index.read(spanAt(nano(Date.UTC(1999, 0)), nano(Date.UTC(2015, 0))))).toBe(true);
  });
});
