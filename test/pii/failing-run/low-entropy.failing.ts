import { readFileSync } from 'node:fs';
import { expect as jestExpect } from 'expect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../../matchers/vitest.ts';
import { TracewrightError } from '../../../src/errors.ts';
import type { Trace } from '../../../src/model/trace.ts';
import { findPii } from '../../../src/pii/find-pii.ts';
import type { Receiver } from '../../../src/receiver/receiver.ts';
import { startReceiver } from '../../../src/receiver/start-receiver.ts';
import { keyOf } from './low-entropy-values.ts';

// The values are in a file, so that no source that a runner shows around a failure holds them.
const values: Record<string, string> = JSON.parse(readFileSync(process.env.VALUES ?? '', 'utf8'));

let receiver: Receiver;
let trace: Trace;
let other: Trace;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 5_000 });
  trace = await captured(values);
  other = await captured(
    Object.fromEntries(
      Object.entries(values).map(([kind, value]) => [
        kind,
        value.replace(/\d(?=\D*$)/, digit => `${(Number(digit) + 1) % 10}`),
      ]),
    ),
  );
});
afterAll(() => receiver.stop());

/** A span for each value, which stands alone, in JSON, in a long text, in a URL, as bytes and in the message of an error. */
function captured(sent: typeof values): Promise<Trace> {
  return receiver.capture(({ traceId, spanId }) => {
    const now = `${Date.now()}000000`;
    const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
    const spans = Object.entries(sent).map(([kind, value], index) => ({
      traceId,
      spanId: (index + 1).toString(16).padStart(16, '0'),
      parentSpanId: spanId,
      name: `step ${kind}`,
      startTimeUnixNano: now,
      endTimeUnixNano: now,
      status: { code: 2, message: jsonOf(kind, value) },
      attributes: [
        text(`user.${keyOf(kind)}`, value),
        text('app.body', jsonOf(kind, value)),
        text('app.long', `${'word '.repeat(100)} ${jsonOf(kind, value)}`),
        text('url.full', `https://x.example/?${keyOf(kind)}=${encodeURIComponent(value)}`),
        { key: `bytes.${keyOf(kind)}`, value: { bytesValue: Buffer.from(value).toString('base64') } },
      ],
    }));
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const headers = { 'content-type': 'application/json' };
    return fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body });
  });
}

function jsonOf(kind: string, value: string): string {
  return JSON.stringify({ [keyOf(kind)]: value });
}

test('nothing is found', () => expect(trace).toBeFreeOfPii());
test('no span', () => expect(trace).toHaveSpan({ name: 'nothing', attributes: { 'app.body': 'x' } }));
test('no errors', () => expect(trace).toHaveNoErrors());
test('a trace snapshot', () => expect(trace).toMatchTraceSnapshot());
test('snapshots', () => {
  expect(trace).toMatchSnapshot();
  expect(findPii(trace)).toMatchSnapshot();
});
test('a diff', () => expect(trace.spans).toEqual(other.spans));
test('a diff of Jest', () => jestExpect(trace.spans).toEqual(other.spans));

test('a text for each span', () => {
  const texts = trace.spans.flatMap((span, index) => {
    const [kind = '', value = ''] = Object.entries(values)[index] ?? [];
    return [
      textOf(() => expect(span).toHaveAttribute(`user.${keyOf(kind)}`, 'nobody')),
      textOf(() => expect(span).toHaveAttribute(`bytes.${keyOf(kind)}`, 'text')),
      textOf(() => expect(span).toHaveAttribute('app.long', 'short')),
      textOf(() => expect(span).toHaveStatus('OK')),
      textOf(() => expect(span).toBeFreeOfPii()),
      textOf(() => trace.get({ name: 'nothing', attributes: { 'app.body': jsonOf(kind, value) } })),
      new TracewrightError('INVALID_OPTION', `received ${jsonOf(kind, value)}`).message,
      JSON.stringify(findPii(span)),
    ];
  });
  throw new Error(texts.join('\n\n'));
});

function textOf(fails: () => unknown): string {
  try {
    fails();
  } catch (error) {
    return (error as Error).message;
  }
  return 'PASSED';
}

test('what a test prints', () => {
  console.log(trace, trace.spans, receiver);
  console.log(JSON.stringify({ trace, spans: trace.spans, found: findPii(trace) }));
  console.log(trace.print({ logs: true }));
  const missed = Object.keys(values).filter((_, index) => {
    const paths = findPii(trace.spans[index] ?? [])
      .map(({ path }) => path)
      .join();
    return !['app.body', 'app.long', 'url.full', 'user.', 'status message'].every(place => paths.includes(place));
  });
  console.log(`SPANS: ${trace.spans.length}, MISSED: [${missed.join()}]`);
});
