import { afterEach, beforeEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { buildTrace, TRACE_ID } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { traceRequest } from '../otlp-request.ts';
import { crossing } from '../propagation/crossing.ts';

const OTHER = '5b8efff798038103d269b633813fc60c';
const traceparent = (traceId: string): string[] => [`00-${traceId}-0000000000000001-01`];

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(() => receiver.stop());

function traceWith(headers: Readonly<Record<string, readonly string[]>>): ReturnType<typeof buildTrace> {
  return buildTrace([{ name: 'work' }], { captured: { crossings: [crossing({ headers })] } });
}

test('a canary that stands in the baggage of a message alone is a leak, with its place', async () => {
  const person = canary.person({ seed: 7 });
  const trace = await receiver.capture(async ({ traceId, spanId, headers }) => {
    recordHeaders(
      { ...headers, baggage: `tier=gold,customer=${encodeURIComponent(person.email)}` },
      {
        receiver,
        destination: 'orders',
      },
    );
    const span = { traceId, parentSpanId: spanId, name: 'work' };
    await fetch(`${receiver.httpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(traceRequest(span)),
    });
  });
  const text = failureOf(() => expect(trace).not.toLeak(person));
  expect(text).toContain('canary "email" of person-7 nowhere in 1 span. It leaked first here:');
  expect(text).toContain('headers of orders, seen by');
  expect(text).toContain('header baggage');
  expect(text).not.toContain(person.email);
  expect(trace).not.toLeak(person, { allow: [{ key: 'baggage', reason: 'a test' }] });
  expect(failureOf(() => expect(trace).toBeFreeOfPii())).toContain('e-mail address');
});

test.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[]]>([
  ['baggage', { traceparent: traceparent(TRACE_ID), baggage: ['user.email=ada%40example.com'] }, ['email']],
  ['tracestate', { traceparent: traceparent(TRACE_ID), tracestate: ['vendor=ada@example.com'] }, ['email']],
  ['baggage without a context', { baggage: ['user.email=ada%40example.com'] }, ['email']],
  [
    'baggage beside B3',
    { b3: [`${TRACE_ID}-0000000000000001-1`], baggage: ['user.email=ada%40example.com'] },
    ['email'],
  ],
  [
    'baggage beside the header of X-Ray',
    {
      'x-amzn-trace-id': [`Root=1-${TRACE_ID.slice(0, 8)}-${TRACE_ID.slice(8)};Sampled=1`],
      baggage: ['user.email=ada%40example.com'],
    },
    ['email'],
  ],
  ['ids alone', { traceparent: traceparent(TRACE_ID), 'x-b3-traceid': [TRACE_ID] }, []],
  ['innocent baggage', { traceparent: traceparent(TRACE_ID), baggage: ['tier=gold,build=2026-12-01'] }, []],
  ['the baggage of another trace', { traceparent: traceparent(OTHER), baggage: ['user.email=ada%40example.com'] }, []],
])('personal data in %s', (_label, headers, kinds) => {
  expect(findPii(traceWith(headers)).map(({ kind }) => kind)).toEqual(kinds);
});

test('a canary is looked for in every header that was recorded, from every sender', () => {
  const sent = canary.track('the order', 'order-9f31c0aa77');
  expect(traceWith({ traceparent: traceparent(OTHER), baggage: ['order=order-9f31c0aa77'] })).toLeak(sent);
  expect(traceWith({ 'uber-trace-id': ['order-9f31c0aa77'] })).toLeak(sent);
  expect(traceWith({ baggage: ['order=another'] })).not.toLeak(sent);
});
