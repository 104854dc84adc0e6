import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newTraceId } from '../otlp-request.ts';

let receiver: Receiver;
let agents: Agent[];

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
  agents = [];
});

afterEach(async () => {
  for (const agent of agents) agent.destroy();
  await receiver.stop();
});

const TRACE_ID = newTraceId();
const START_MS = Date.now() - 1_000;

interface Sent {
  readonly name: string;
  /** Microseconds after the same whole millisecond. */
  readonly us: number;
  readonly scope?: string;
}

/** `a` ended first, though its end is the later one of the two: its start was cut by more. */
const A: Sent = { name: 'a', us: 900 };
const B: Sent = { name: 'b', us: 600 };
const MORE: Sent = { name: 'more', us: 700 };

/** A connection that has one request at a time. */
function connection(): (...groups: readonly (readonly Sent[])[]) => Promise<number | undefined> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return (...groups) =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', agent, headers: { 'content-type': 'application/json' } };
      const sent = request(`${receiver.httpUrl}/v1/traces`, options, response => {
        text(response).then(() => resolve(response.statusCode), reject);
      });
      sent.on('error', reject).end(bodyOf(groups));
    });
}

/** Each group is a ResourceSpans of the same resource. */
function bodyOf(groups: readonly (readonly Sent[])[]): string {
  const spanOf = ({ name, us }: Sent) => ({
    traceId: TRACE_ID,
    spanId: Buffer.from(name.padEnd(8)).toString('hex'),
    name,
    startTimeUnixNano: `${START_MS}000000`,
    endTimeUnixNano: `${START_MS}${String(us).padStart(3, '0')}000`,
    // An event without a valid time makes the receiver decode the request at once.
    events: name === 'more' && isDecoded ? [{ name: 'e', timeUnixNano: '5' }] : [],
  });
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] };
  const resourceSpans = groups.map(spans => ({
    resource,
    scopeSpans: [...new Set(spans.map(({ scope = 'shop' }) => scope))].map(name => ({
      scope: { name },
      spans: spans.filter(({ scope = 'shop' }) => scope === name).map(spanOf),
    })),
  }));
  return JSON.stringify({ resourceSpans });
}

let isDecoded = false;

function expectKnown(): void {
  const [trace] = receiver.traces;
  expect(trace?.roots.map(({ name }) => name).filter(name => name !== 'more')).toEqual(['a', 'b']);
  expect(trace?.get('a')).toHappenBefore('b');
  // The order of what the receiver holds is the same.
  expect(receiver.spans.map(({ name }) => name).filter(name => name !== 'more')).toEqual(['a', 'b']);
  expect(receiver.filter(/^[ab]$/).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(receiver.find(/^[ab]$/)?.name).toBe('a');
}

function expectUnknown(): void {
  const [trace] = receiver.traces;
  expect(trace?.roots.map(({ name }) => name).filter(name => name !== 'more')).toEqual(['b', 'a']);
  expect(receiver.find(/^[ab]$/)?.name).toBe('b');
  for (const [one, other] of [['a', 'b'] as const, ['b', 'a'] as const]) {
    expect(() => expect(trace?.get(one)).toHappenBefore(other)).toThrow(/INCOMPLETE/);
    expect(() => expect(trace?.get(one)).not.toHappenBefore(other)).toThrow(/INCOMPLETE/);
  }
}

describe.each([
  ['held packed', false],
  ['held decoded', true],
])('spans that are %s', (_way, decoded) => {
  beforeEach(() => {
    isDecoded = decoded;
  });

  test('of one scope in one request ended in the order in which they stand', async () => {
    const send = connection();
    await send([A, B, MORE]);
    expectKnown();
  });

  test('in requests of one connection ended in the order of the requests', async () => {
    const send = connection();
    await send([A, MORE]);
    await send([B]);
    expectKnown();
  });

  test('of two scopes in one request are in no known order', async () => {
    const send = connection();
    await send([{ ...A, scope: 'http' }, B, MORE]);
    expectUnknown();
  });

  test('of two groups with one resource in one request, which a collector has joined, are in no known order', async () => {
    const send = connection();
    await send([A], [B, MORE]);
    expectUnknown();
  });

  test('in requests of two connections are in no known order', async () => {
    const send = [connection(), connection()];
    await send[0]?.([A, MORE]);
    await send[1]?.([B]);
    expectUnknown();
  });

  test('that come one a request, as without a batch, are in no known order', async () => {
    const send = connection();
    await send([A]);
    await send([B]);
    expectUnknown();
  });

  test('in requests after one that was refused, which may come again, are in no known order', async () => {
    const send = connection();
    receiver.fail({ next: 1 });
    expect(await send([MORE])).toBe(503);
    await send([A, MORE]);
    await send([B]);
    expectUnknown();
  });
});

test('a request that is sent again changes no order', async () => {
  isDecoded = false;
  const send = connection();
  await send([A, MORE]);
  await send([B]);
  await send([A, MORE]);
  expectKnown();
});
