import { connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import '../../matchers/vitest.ts';
import { type Canary, canary, type Receiver, startReceiver, type Trace } from '../../src/index.ts';
import { newSpanId, newTraceId, type SpanToSend, traceRequest } from '../otlp-request.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ quiet: 20 });
});

afterEach(() => receiver.stop());

const JSON_TYPE = { 'content-type': 'application/json' };

function post(path: string, body: string | Buffer, headers: Record<string, string> = JSON_TYPE): Promise<Response> {
  return fetch(`${receiver.httpUrl}${path}`, { method: 'POST', headers, body });
}

function body(...spans: readonly SpanToSend[]): string {
  return JSON.stringify(traceRequest(...spans));
}

/** A capture whose trace has one good span, and during which something else happens. */
function captureWith(meanwhile: (traceId: string, rootId: string) => Promise<unknown>): Promise<Trace<unknown>> {
  return receiver.capture(async ({ traceId, spanId }) => {
    const rootId = newSpanId();
    await post('/v1/traces', body({ traceId, spanId: rootId, parentSpanId: spanId, name: 'POST /orders' }));
    await meanwhile(traceId, rootId);
  });
}

function sentCanary(): Canary {
  const note = canary.track('note', `value-${newTraceId()}`);
  note.sent();
  return note;
}

/** Every assertion that rests on absence. */
const ABSENCES: readonly [string, (trace: Trace<unknown>) => void][] = [
  ['not.toHaveSpan', trace => expect(trace).not.toHaveSpan('charge card')],
  ['times with a maximum', trace => expect(trace).toHaveSpan('POST /orders', { times: 1 })],
  ['toHaveNoErrors', trace => expect(trace).toHaveNoErrors()],
  ['toHaveNoRepeats', trace => expect(trace).toHaveNoRepeats({ max: 3 })],
  ['toBeFreeOfPii', trace => expect(trace).toBeFreeOfPii()],
  ['not.toLeak', trace => expect(trace).not.toLeak(sentCanary())],
  ['an exact tree', trace => expect(trace).toHaveSpanTree('POST /orders', { exact: true })],
  ['not.toHaveSpanTree', trace => expect(trace).not.toHaveSpanTree('charge card')],
  ['toBeComplete', trace => expect(trace).toBeComplete()],
];

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return String(error);
  }
  return 'passed';
}

/** Events in which data is lost, and what a failure has to name. */
const LOST: readonly [string, (traceId: string, rootId: string) => Promise<unknown>, RegExp][] = [
  [
    'a span of the trace with an invalid id',
    (traceId, parentSpanId) =>
      post('/v1/traces', body({ traceId, parentSpanId, spanId: 'ab'.repeat(16), name: 'charge card' })),
    /1 span of orders from 127\.0\.0\.1:\d+, rejected on \/v1\/traces: spanId is 16 bytes/,
  ],
  [
    'a request that is malformed',
    () => post('/v1/traces', '{"resourceSpans": [{'),
    /1 request from 127\.0\.0\.1:\d+, refused with status 400 on \/v1\/traces: .*expected/,
  ],
  [
    'a request to a path that does not exist',
    traceId => post('/v1/trace', body({ traceId, name: 'charge card' })),
    /1 span of orders from 127\.0\.0\.1:\d+, refused with status 404 on \/v1\/trace: /,
  ],
  [
    'a request with another content type',
    traceId => post('/v1/traces', body({ traceId }), { 'content-type': 'text/plain' }),
    /1 span of orders .* refused with status 415 on \/v1\/traces: content type "text\/plain"/,
  ],
];

describe.each(LOST)('%s', (_name, meanwhile, named) => {
  it.each(ABSENCES)('makes %s incomplete', async (_assertion, assertion) => {
    const trace = await captureWith(meanwhile);
    const message = messageOf(() => assertion(trace));
    expect(message).toMatch(named);
  });
});
