// Not `toStrictEqual`: it takes an attribute named `constructor` for the constructor.
import { deepStrictEqual } from 'node:assert';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpanData } from '../../src/model/span-data.ts';
import { Trace } from '../../src/model/trace.ts';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { toOtlpJson } from '../../src/recording/to-otlp-json.ts';
import { buildTrace, TRACE_ID, verbs } from '../build-trace.ts';
import { EVERY_FIELD, EVERY_FIELD_SPAN } from '../otlp/every-field.ts';
import { arbitrarySpans } from './arbitrary-spans.ts';
import { dataOf, readAll, tempFolder } from './temp-files.ts';

const { path } = tempFolder();

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterAll(() => receiver.stop());

const traceOfSpans = (spans: readonly SpanData[]) =>
  new Trace<undefined>({ traceId: spans[0]?.traceId ?? TRACE_ID, spans, verbs });

const byId = (a: SpanData, b: SpanData) => (a.spanId < b.spanId ? -1 : 1);

test('has the fields and the values that were sent, as OTLP JSON names them', () => {
  const trace = traceOfSpans([EVERY_FIELD_SPAN]);
  expect(toOtlpJson(trace)).toEqual(EVERY_FIELD);
});

test('does not mask values', () => {
  const trace = buildTrace([{ attributes: { 'user.email': 'ada@example.com' } }]);
  expect(JSON.stringify(toOtlpJson(trace))).toContain('ada@example.com');
  expect(JSON.stringify(trace)).not.toContain('ada@example.com');
});

test('a receiver that is sent the JSON holds the same spans', async () => {
  const traces = [
    traceOfSpans([EVERY_FIELD_SPAN]),
    buildTrace([{ name: 'POST /checkout', children: [{ name: 'charge card' }] }]),
  ];
  const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(toOtlpJson(traces)),
  });
  expect(response.status).toBe(200);
  deepStrictEqual(
    receiver.traces.map(trace => dataOf(trace.spans)),
    traces.map(trace => dataOf(trace.spans)),
  );
});

test('readTraces reads the JSON as the same spans', async () => {
  const trace = buildTrace([{ name: 'POST /checkout', children: [{ name: 'charge card' }] }]);
  const file = path('one.json');
  writeFileSync(file, JSON.stringify(toOtlpJson(trace)));
  const [read] = await readAll(file);
  deepStrictEqual(dataOf(read?.spans ?? []), dataOf(trace.spans));
});

test('whatever the spans hold, a reader of OTLP gets the same spans', () => {
  fc.assert(
    fc.property(arbitrarySpans, spans => {
      const { spans: decoded, rejected } = decodeTracesJson(
        Buffer.from(JSON.stringify(toOtlpJson(traceOfSpans(spans)))),
      );
      deepStrictEqual([...decoded].sort(byId), [...spans].sort(byId));
      expect(rejected).toEqual([]);
    }),
  );
});

test('a trace without spans, and an empty array, give no spans', () => {
  expect(toOtlpJson(traceOfSpans([]))).toEqual({ resourceSpans: [] });
  expect(toOtlpJson([])).toEqual({ resourceSpans: [] });
});

test.each<[string, () => unknown, string]>([
  ['undefined', () => undefined, 'it received undefined.'],
  ['a Promise', () => Promise.resolve(), 'it received a Promise. Await it first.'],
  ['a receiver', () => receiver, 'it received a Receiver. Pass receiver.traces.'],
  ['a span', () => buildTrace([{}]).spans[0], 'it received a Span. Pass its trace: span.trace.'],
  ['an array with something else', () => [buildTrace([{}]), null], 'it received null as element 1.'],
])('refuses %s', (_kind, given, text) => {
  expect(() => toOtlpJson(given() as Trace)).toThrow(
    `INVALID_SUBJECT: toOtlpJson takes a Trace or an array of Traces; ${text}`,
  );
});
