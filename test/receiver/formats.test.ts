import { afterEach, beforeEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { extractBaggage } from '../../src/propagation/formats/baggage.ts';
import type { PropagationFormat } from '../../src/propagation/formats/format.ts';
import { FORMATS, type FormatName } from '../../src/propagation/formats/formats.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { send } from '../otlp-request.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, quiet: 20, timeout: 5_000 });
});

afterEach(() => receiver.stop());

/** A service that reads the context in one format, and continues it. */
async function serve(format: PropagationFormat, headers: Readonly<Record<string, string>>): Promise<void> {
  const extraction = format.extract(headers);
  if (extraction.kind !== 'context') throw new Error(`no context in ${JSON.stringify(headers)}`);
  const { traceId, spanId } = extraction.context;
  await send(receiver, { traceId, ...(spanId === undefined ? {} : { parentSpanId: spanId }), name: 'POST /orders' });
}

test.each(Object.keys(FORMATS) as FormatName[])('sends its context as %s', async name => {
  const trace = await receiver.capture(({ headers }) => serve(FORMATS[name], headers), { formats: [name] });
  expect(trace).toContinue();
  const { headers = {}, traceId, spanId } = trace.context ?? {};
  expect(Object.keys(headers).sort()).toEqual(
    Object.keys(FORMATS[name].inject({ traceId: 'x', spanId: 'y', sampled: true }))
      .map(key => key.toLowerCase())
      .sort(),
  );
  expect(FORMATS[name].extract(headers)).toMatchObject({
    kind: 'context',
    context: { traceId, spanId, sampled: true },
  });
});

test('sends several formats at once, with one context', async () => {
  const formats = ['w3c', 'xray', 'b3', 'b3multi'] as const;
  for (const name of formats) {
    expect(await receiver.capture(({ headers }) => serve(FORMATS[name], headers), { formats })).toContinue();
  }
});

test('an unsampled context is unsampled in every format', async () => {
  const formats = ['w3c', 'xray', 'b3', 'b3multi'] as const;
  const trace = await receiver.capture(({ headers }) => headers, { formats, sampled: false });
  for (const name of formats) {
    expect(FORMATS[name].extract(trace.result)).toMatchObject({ context: { sampled: false } });
  }
});

test("X-Ray's trace ids begin with the time", async () => {
  const { context } = await receiver.capture(({ headers }) => serve(FORMATS.xray, headers), { formats: ['xray'] });
  const seconds = Number.parseInt(context?.traceId.slice(0, 8) ?? '', 16);
  expect(Math.abs(seconds - Date.now() / 1_000)).toBeLessThan(60);
});

test("sends a load balancer's header: a Root that begins with the time, and nothing else", async () => {
  const continued = await receiver.capture(({ headers }) => serve(FORMATS.xray, headers), { formats: ['alb'] });
  const { headers, traceId = '' } = continued.context ?? {};
  expect(headers).toEqual({ 'x-amzn-trace-id': `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)}` });
  expect(Math.abs(Number.parseInt(traceId.slice(0, 8), 16) - Date.now() / 1_000)).toBeLessThan(60);
  expect(continued.spans).toEqual([expect.objectContaining({ name: 'POST /orders', parentSpanId: undefined })]);
});

test('sends baggage along', async () => {
  const baggage = { tenant: 'acme & söhne', plan: 'a,b;c' };
  const trace = await receiver.capture(({ headers }) => headers, { baggage, sampled: false });
  const { entries } = extractBaggage(trace.result);
  expect(Object.fromEntries(entries.map(({ key, value }) => [key, value]))).toEqual(baggage);
});

test('takes a format of ones own', async () => {
  const own: PropagationFormat = {
    name: 'own',
    headers: ['x-trace'],
    inject: ({ traceId, spanId }) => ({ 'X-Trace': `${traceId}/${spanId}` }),
    extract: () => ({ kind: 'absent' }),
  };
  const trace = await receiver.capture(({ headers }) => headers, { formats: [own], sampled: false });
  expect(trace.result).toEqual({ 'x-trace': `${trace.traceId}/${trace.context?.spanId}` });
});

test.each([
  [
    'a name that is none',
    { formats: ['w3'] },
    'INVALID_OPTION: capture() option formats[0] is "w3". Did you mean "w3c"? Valid: w3c, xray, b3, b3multi, alb.',
  ],
  [
    'no format',
    { formats: [] },
    'INVALID_OPTION: capture() option formats takes a list of at least one format; received an empty array.',
  ],
  [
    'a name alone',
    { formats: 'xray' },
    'INVALID_OPTION: capture() option formats takes a list of at least one format; received the string "xray".',
  ],
  [
    'something else',
    { formats: [42] },
    'INVALID_OPTION: capture() option formats[0] is the number 42; it takes w3c, xray, b3, b3multi, alb, or an object with inject and extract.',
  ],
  [
    'two formats of one header',
    { formats: ['w3c', 'xray', 'alb'] },
    'INVALID_OPTION: capture() option formats has xray and alb, which both send x-amzn-trace-id. Leave one of them out.',
  ],
  [
    'an unsampled context in a header without a decision',
    { formats: ['alb'], sampled: false },
    'INVALID_OPTION: capture() option sampled is false, but the header of alb holds no sampling decision. Add another format, or leave sampled out.',
  ],
  ['undefined formats', { formats: undefined }, 'UNDEFINED_EXPECTATION: capture() option formats is undefined.'],
  [
    'baggage that is text',
    { baggage: 'a=1' },
    'INVALID_OPTION: capture() option baggage takes an object of texts by key; received the string "a=1".',
  ],
  [
    'baggage with a number',
    { baggage: { a: 1 } },
    'INVALID_OPTION: capture() option baggage["a"] is the number 1; it takes a string.',
  ],
  [
    'baggage with a key that no header carries',
    { baggage: { 'a b': '1' } },
    'INVALID_OPTION: capture() option baggage: the key "a b" is no token.',
  ],
])('refuses %s', async (_label, options, text) => {
  await expect(receiver.capture(() => 42, options as never)).rejects.toThrow(text);
});
