import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../cpu-ms.ts';
import {
  bytes,
  hex,
  IDS,
  lenField,
  requestOfSpans,
  requestOfValue,
  SPAN_ID,
  TRACE_ID,
  tag,
  varint,
  varintField,
} from '../otlp/wire-builder.ts';
import { IngestUnderTest, type Input } from './ingest-under-test.ts';

const MIB = 1024 * 1024;
/** No hostile body of some MiB may take longer, on a busy machine too: what is quadratic takes minutes. */
const MAX_MS = 15_000;

/** Takes in a body within its time; on a busy machine, in the best of three runs. */
function takeInTime(encoding: Input['encoding'], body: Uint8Array, maxMs = MAX_MS): IngestUnderTest {
  const input: Input = { signal: 'traces', encoding, body: Buffer.from(body) };
  let ingest = new IngestUnderTest();
  let ms = ingest.take(input);
  for (let again = 0; again < 2 && ms > maxMs / 2; again++) {
    ingest = new IngestUnderTest();
    ms = Math.min(ms, ingest.take(input));
  }
  expect(ms).toBeLessThan(maxMs);
  ingest.checkCounts();
  return ingest;
}

/** The same bytes over and over, up to this size. */
function repeated(part: Uint8Array, size: number = 4 * MIB): Buffer {
  return Buffer.alloc(Math.floor(size / part.length) * part.length, part);
}

function wordId(number: number): Buffer {
  const id = Buffer.alloc(8);
  id.writeUInt32BE(number, 4);
  return id;
}

/** A request of spans of the trace TRACE_ID. */
function spansOf(count: number, span: (number: number) => readonly Uint8Array[]): Uint8Array {
  const trace = lenField(1, hex(TRACE_ID));
  const spans = Array.from({ length: count }, (_, index) => lenField(2, trace, ...span(index + 1)));
  return lenField(1, lenField(2, Buffer.concat(spans)));
}

describe('refused, with a reason', () => {
  test.each<[string, Input['encoding'], Buffer]>([
    ['10 MB of random bytes as protobuf', 'protobuf', Buffer.concat([Buffer.of(0x0e), randomBytes(10_000_000)])],
    ['10 MB of random bytes as JSON', 'json', randomBytes(10_000_000)],
    ['a length of 2^31', 'protobuf', Buffer.from([10, 0x80, 0x80, 0x80, 0x80, 0x08])],
    ['a length of 2^31 - 1', 'protobuf', Buffer.from([10, 0xff, 0xff, 0xff, 0xff, 0x07])],
    ['a length of 2^64 - 1', 'protobuf', Buffer.from([10, ...Array<number>(9).fill(0xff), 1])],
    ['a length of 2^31 in a value', 'protobuf', Buffer.from(requestOfValue([10, 0x80, 0x80, 0x80, 0x80, 0x08]))],
    ['100,000 groups in each other', 'protobuf', repeated(bytes(tag(2, 3)), 100_000)],
    ['4 MiB of open brackets', 'json', Buffer.alloc(4 * MIB, '[')],
    ['4 MiB of open objects', 'json', Buffer.alloc(4 * MIB, '{"a":')],
    ['4 MiB of quotes', 'json', Buffer.alloc(4 * MIB, '"')],
    ['4 MiB of backslashes', 'json', Buffer.alloc(4 * MIB, '"\\')],
    ['4 MiB of digits', 'json', Buffer.alloc(4 * MIB, '9')],
    ['4 MiB of spaces', 'json', Buffer.alloc(4 * MIB, ' ')],
    ['4 MiB of long numbers', 'json', Buffer.alloc(4 * MIB, '[12345678901234567890 ')],
  ])('%s', (_what, encoding, body) => {
    const { counters, store } = takeInTime(encoding, body);
    const { rejected, rejections } = counters.snapshot();
    expect({ rejected, held: store.size }).toStrictEqual({ rejected: 1, held: 0 });
    expect(rejections[0]?.reason).toMatch(/MALFORMED_(?:PROTOBUF|JSON): /);
    expect(rejections[0]?.reason.length).toBeLessThan(400);
  });
});

describe('taken, in bounded time', () => {
  const values = (levels: number): Uint8Array => {
    let value: Uint8Array = new Uint8Array();
    for (let level = 1; level < levels; level++) value = lenField(5, lenField(1, value));
    return value;
  };
  const attributes = repeated(lenField(9));

  test.each<[string, Uint8Array]>([
    ['a value nested 10,000 levels deep', requestOfValue(values(10_000))],
    ['4 MiB of empty attributes', requestOfSpans(bytes(IDS, attributes))],
    ['4 MiB of empty events', requestOfSpans(bytes(IDS, repeated(lenField(11))))],
    ['4 MiB of empty links', requestOfSpans(bytes(IDS, repeated(lenField(13))))],
    ['4 MiB of empty values', requestOfValue(lenField(5, repeated(lenField(1))))],
    ['4 MiB of empty kvlists', requestOfValue(lenField(6, repeated(lenField(1))))],
    ['4 MiB of one key', requestOfSpans(bytes(IDS, repeated(lenField(9, lenField(1, 'k')))))],
  ])('%s', (_what, body) => {
    const ingest = takeInTime('protobuf', body);
    expect(ingest.counters.snapshot()).toMatchObject({ received: 1, spans: 1 });
    ingest.lookAtAll();
  });

  test.each<[string, Uint8Array]>([
    ['4 MiB of empty resources', repeated(lenField(1))],
    ['4 MiB of empty scopes', lenField(1, repeated(lenField(2)))],
    ['4 MiB of unknown fields', repeated(lenField(99))],
  ])('%s', (_what, body) => {
    expect(takeInTime('protobuf', body).counters.snapshot()).toMatchObject({ received: 0, rejected: 0 });
  });

  test('a value nested 10,000 levels deep in JSON', () => {
    const value = `${'{"arrayValue":{"values":['.repeat(10_000)}{}${']}}'.repeat(10_000)}`;
    const attribute = `{"key":"k","value":${value}}`;
    const span = `{"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}","attributes":[${attribute}]}`;
    const ingest = takeInTime('json', Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`));
    expect(ingest.counters.snapshot().spans).toBe(1);
    expect(ingest.store.table.problems.length).toBeGreaterThan(0);
    ingest.lookAtAll();
  });

  test('4 MiB of empty spans, each of which is rejected', () => {
    const { counters } = takeInTime('protobuf', lenField(1, lenField(2, repeated(lenField(2)))));
    expect(counters.snapshot()).toMatchObject({ received: 2 * MIB, rejectedSpans: 2 * MIB });
  });

  test.each<[string, Uint8Array]>([
    ['log records', lenField(2, varintField(2, 9))],
    ['metrics', lenField(2, lenField(1, 'm'), lenField(5, lenField(1)))],
  ])('1 MiB of %s, none of which is a span', (_what, item) => {
    const { counters } = takeInTime('protobuf', lenField(1, lenField(2, repeated(item, MIB))));
    expect(counters.snapshot()).toMatchObject({ received: 0, rejected: 0 });
    expect(counters.unknown).toHaveLength(1);
  });

  test('1 MiB of spans that are rejected for two reasons by turns', () => {
    const spans = repeated(bytes(lenField(2), lenField(2, lenField(1, [1]))), MIB);
    const { counters } = takeInTime('protobuf', lenField(1, lenField(2, spans)));
    const { received, rejectedSpans, rejections } = counters.snapshot();
    expect(rejectedSpans).toBe(received);
    expect(rejections).toHaveLength(2);
  });

  test('3,000 spans of one id, no two the same', () => {
    const body = spansOf(3_000, number => [lenField(2, hex(SPAN_ID)), lenField(5, `${number}`)]);
    expect(takeInTime('protobuf', body).counters.snapshot()).toMatchObject({ spans: 3_000, duplicates: 0 });
  });

  test('a chain of 20,000 spans, and the text of its trace', () => {
    const body = spansOf(20_000, number =>
      [lenField(2, wordId(number)), lenField(4, wordId(number - 1))].slice(0, number),
    );
    const ingest = takeInTime('protobuf', body);
    const began = cpuMs();
    ingest.lookAtAll();
    expect(cpuMs() - began).toBeLessThan(10_000);
  });
});

describe('memory stays bounded', () => {
  test('by resources that come without a span, which nothing counts', () => {
    const ingest = new IngestUnderTest();
    const before = heldBytes();
    for (let number = 0; number < 50; number++) {
      // A resource with one long text, and a scope without spans.
      const text = Buffer.alloc(4 * MIB, 'x');
      text.write(`${number}`);
      const value = Buffer.concat([Buffer.of(10, ...varint(text.length)), text]);
      const attribute = Buffer.concat([Buffer.of(10, 1, 0x6b, 18, ...varint(value.length)), value]);
      const resource = Buffer.concat([Buffer.of(10, ...varint(attribute.length)), attribute]);
      const resourceSpans = Buffer.concat([Buffer.of(10, ...varint(resource.length)), resource, Buffer.of(18, 0)]);
      const body = Buffer.concat([Buffer.of(10, ...varint(resourceSpans.length)), resourceSpans]);
      ingest.take({ signal: 'traces', encoding: 'protobuf', body });
    }
    expect(ingest.store.heldBytes).toBe(0);
    // 200 MiB were sent.
    expect(heldBytes() - before).toBeLessThan(100 * MIB);
  });

  test('when 2,000 traces are linked in a chain, and each is looked at', () => {
    const traceId = (number: number): Buffer => Buffer.concat([wordId(1), wordId(number)]);
    const spans = Array.from({ length: 2_000 }, (_, number) => {
      const link = lenField(13, lenField(1, traceId(number)), lenField(2, hex(SPAN_ID)));
      return lenField(2, lenField(1, traceId(number + 1)), lenField(2, hex(SPAN_ID)), link);
    });
    const ingest = takeInTime('protobuf', lenField(1, lenField(2, Buffer.concat(spans))));
    const before = heldBytes();
    const traces = Array.from(ingest.store.records(), record => ingest.snapshots.of(record.traceId));
    expect(traces).toHaveLength(2_000);
    expect(heldBytes() - before).toBeLessThan(100 * MIB);
  });
});

/** Bytes of heap and buffers that are in use, after a garbage collection. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  // Buffers go when what refers to them has gone.
  for (let round = 0; round < 3; round++) runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
