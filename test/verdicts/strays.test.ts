import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import {
  type CaptureOptions,
  canary,
  type Receiver,
  startReceiver,
  startService,
  type Trace,
} from '../../src/index.ts';
import { startSdk } from '../../src/sdk/index.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';

const CLIENT = 3;
const CONSUMER = 5;

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ quiet: 20 });
});

afterEach(() => receiver.stop());

/** A capture of a root, during which something else happens. */
function capture(
  meanwhile: (traceId: string, rootId: string) => unknown,
  options?: CaptureOptions,
): Promise<Trace<unknown>> {
  return receiver.capture(async ({ traceId, spanId }) => {
    const rootId = newSpanId();
    await send(receiver, { traceId, spanId: rootId, parentSpanId: spanId, name: 'POST /orders', service: 'orders' });
    await meanwhile(traceId, rootId);
  }, options);
}

function spans(...given: readonly SpanToSend[]): () => Promise<unknown> {
  return () => send(receiver, ...given);
}

const LOST: SpanToSend = { name: 'lost', service: 'orders', kind: 1 };
const person = canary.person();

/** Assertions that a match in a stray makes incomplete, and what the stray has to hold for it. */
const ASSERTIONS: readonly [string, SpanToSend, (trace: Trace<unknown>) => void][] = [
  ['not.toHaveSpan', LOST, trace => expect(trace).not.toHaveSpan('lost')],
  ['toHaveSpan', LOST, trace => expect(trace).toHaveSpan('lost')],
  ['times with a maximum', LOST, trace => expect(trace).toHaveSpan(/lost|orders/, { times: 1 })],
  ['not.toHaveSpanTree', LOST, trace => expect(trace).not.toHaveSpanTree('lost')],
  ['toHaveSpanTree', LOST, trace => expect(trace).toHaveSpanTree('lost')],
  ['toBeFreeOfPii', { ...LOST, attributes: { mail: 'jo.smith@example.com' } }, trace => expect(trace).toBeFreeOfPii()],
  [
    'not.toBeFreeOfPii',
    { ...LOST, attributes: { mail: 'jo.smith@example.com' } },
    trace => expect(trace).not.toBeFreeOfPii(),
  ],
];

describe('the input of the list', () => {
  test('a span that lost its context inside a service is judged', async () => {
    const sdk = await startSdk({ receiver, service: 'orders' });
    const trace = await receiver.capture(() =>
      sdk.tracer.startActiveSpan('root', root => {
        context.with(ROOT_CONTEXT, () =>
          sdk.tracer.startActiveSpan('lost', span => {
            span.setAttribute('mail', person.email);
            span.setStatus({ code: 2 });
            span.end();
          }),
        );
        root.end();
      }),
    );
    expect(trace.strays).toHaveLength(1);
    expect(() => expect(trace).not.toLeak(person)).toThrow('It leaked first here');
    expect(() => expect(trace).toBeFreeOfPii()).toThrow('INCOMPLETE: nothing was found in the trace, but a stray');
    expect(() => expect(trace).toHaveNoErrors()).toThrow('INCOMPLETE: no span of the trace failed, but a stray');
    expect(() => expect(trace).not.toHaveSpan('lost')).toThrow('started "lost" without a parent');
    expect(trace).not.toHaveSpan('other');
  });
});

describe.each(ASSERTIONS)('%s', (_name, span, assertion) => {
  test('is incomplete when only a stray decides it, and names the stray', async () => {
    const trace = await capture(spans(span));
    expect(() => assertion(trace)).toThrow(/INCOMPLETE: .*a stray.*\n[\s\S]*"lost" \(orders, INTERNAL\)/);
  });

  test('is incomplete when captures ran at the same time, too', async () => {
    const [trace] = await Promise.all([capture(spans(span)), capture(() => undefined)]);
    expect(() => assertion(trace)).toThrow('Other captures ran at the same time, so it may belong to one of them.');
  });

  test('is incomplete when only a linked trace decides it', async () => {
    const trace = await capture((traceId, spanId) => send(receiver, { ...span, links: [{ traceId, spanId }] }));
    expect(() => assertion(trace)).toThrow(/INCOMPLETE: .*a linked trace/);
  });
});

test('errors and repeats in a stray make their absence incomplete', async () => {
  const lost = { traceId: newTraceId(), parentSpanId: newSpanId(), service: 'orders', kind: CLIENT, name: 'SELECT' };
  const trace = await capture(spans(lost, lost, lost));
  expect(() => expect(trace).toHaveNoRepeats({ max: 2 })).toThrow(
    'INCOMPLETE: the trace has no such repeats, but a stray has some',
  );
  expect(trace).toHaveNoRepeats({ max: 3 });
});

test('a linked trace that also links to another capture changes nothing, but a canary in it is a leak', async () => {
  const [trace] = await Promise.all([
    receiver.capture(async ({ traceId, spanId }) => {
      const other = await capture(() => undefined);
      await send(receiver, { traceId, spanId: '1'.repeat(16), parentSpanId: spanId, name: 'POST /orders' });
      const links = [traceId, other.traceId].map(id => ({ traceId: id, spanId: '1'.repeat(16) }));
      await send(receiver, { name: 'batch', kind: CONSUMER, links, attributes: { mail: person.email } });
    }),
  ]);
  expect(trace.linked).toHaveLength(1);
  expect(trace).not.toHaveSpan('batch');
  expect(trace).toBeFreeOfPii();
  expect(() => expect(trace).not.toLeak(person)).toThrow('It leaked first here');
});

describe('a stray that changes nothing', () => {
  test('one without a match', async () => {
    const trace = await capture(spans({ name: 'poll', service: 'poller' }));
    expect(trace.strays).toHaveLength(1);
    for (const assertion of [
      () => expect(trace).not.toHaveSpan('charge card'),
      () => expect(trace).toHaveSpan('POST /orders', { times: 1 }),
      () => expect(trace).toHaveNoErrors(),
      () => expect(trace).toHaveNoRepeats({ max: 1 }),
      () => expect(trace).toBeFreeOfPii(),
      () => expect(trace).not.toLeak(person),
      () => expect(trace).toBeComplete(),
    ])
      assertion();
  });

  test('one that began before the capture', async () => {
    const trace = await capture(spans({ ...LOST, startMs: Date.now() - 30 }));
    expect(trace.strays).toEqual([]);
    expect(trace).not.toHaveSpan('lost');
  });

  test('one whose clock is behind by a day is judged', async () => {
    const trace = await capture(spans({ ...LOST, startMs: 44_511_913 }));
    expect(() => expect(trace).not.toHaveSpan('lost')).toThrow('INCOMPLETE');
  });

  test('one of a service whose clock is known to be behind is judged', async () => {
    const trace = await capture(async (traceId, parentSpanId) => {
      const late = { service: 'far', startMs: Date.now() - 5_000 };
      await send(receiver, { traceId, parentSpanId, ...late, name: 'GET /' });
      await send(receiver, { ...LOST, ...late });
    });
    expect(() => expect(trace).not.toHaveSpan('lost')).toThrow('INCOMPLETE');
  });

  test('work that also began while no capture ran, but for personal data and canaries', async () => {
    const poll = { ...LOST, attributes: { mail: person.email } };
    await send(receiver, poll);
    const trace = await capture(spans(poll));
    expect(trace.backgroundStrays).toHaveLength(1);
    expect(trace).not.toHaveSpan('lost');
    expect(trace).toHaveNoStrays();
    expect(() => expect(trace).toBeFreeOfPii()).toThrow('INCOMPLETE');
    expect(() => expect(trace).not.toLeak(person)).toThrow('It leaked first here');
  });

  test.each([
    ['another name', { name: 'other' }],
    ['another service', { service: 'payments' }],
    ['another kind', { kind: CLIENT }],
  ])('work that began while no capture ran, but not when it has %s', async (_name, other) => {
    await send(receiver, { ...LOST, ...other });
    const trace = await capture(spans(LOST));
    expect(() => expect(trace).not.toHaveSpan('lost')).toThrow('INCOMPLETE');
  });

  test('work that was seen before clear()', async () => {
    await send(receiver, LOST);
    receiver.clear();
    expect(await capture(spans(LOST))).not.toHaveSpan('lost');
  });

  test('work that only began in other captures is no such work', async () => {
    await capture(spans(LOST));
    const trace = await capture(spans(LOST));
    expect(() => expect(trace).not.toHaveSpan('lost')).toThrow('INCOMPLETE');
  });

  test('work that the capture names', async () => {
    const trace = await capture(spans({ ...LOST, attributes: { mail: person.email } }), {
      background: [{ name: 'poll' }, { name: 'lost', service: 'orders' }],
    });
    expect(trace.strays).toEqual([]);
    expect(trace).toBeFreeOfPii();
  });

  test('work that the receiver names', async () => {
    await receiver.stop();
    receiver = await startReceiver({ quiet: 20, background: 'lost' });
    expect((await capture(spans(LOST))).strays).toEqual([]);
    expect((await capture(spans({ ...LOST, name: 'other' }))).strays).toHaveLength(1);
  });

  test.each([[[]], [undefined], [{ nam: 'lost' }]])('background %j is refused', async background => {
    const options = { background } as unknown as CaptureOptions;
    await expect(capture(() => undefined, options)).rejects.toThrow('capture() option background');
    await expect(startReceiver(options)).rejects.toThrow('startReceiver() option background');
  });
});

describe('requests of startService and of hooks', () => {
  const service = (env: Record<string, string>) =>
    startService(['node', `${import.meta.dirname}/services/tracing.cjs`], {
      name: 'orders',
      receiver,
      port: 'PORT',
      ready: { url: '/health' },
      env,
    });

  test.each([
    ['that continues contexts', {}],
    ['that does not', { EXTRACT: 'no' }],
  ])('a readiness request to a service %s is no stray', async (_name, env) => {
    const trace = await capture(async () => {
      await service(env);
      await receiver.waitForSpan('GET /health', { since: 'start' });
    });
    expect(trace.strays).toEqual([]);
    expect(trace).toHaveNoStrays();
  });

  test('a request that a hook made just before a capture is no stray', async () => {
    const { url } = await service({ EXTRACT: 'no' });
    for (let run = 0; run < 20; run++) {
      await fetch(`${url}/login`);
      const trace = await receiver.capture(async ({ traceId, spanId }) => {
        await send(receiver, { traceId, parentSpanId: spanId, name: 'POST /orders' });
        await receiver.waitForSpan({ name: 'GET /login' }, { since: 'start' });
      });
      expect(trace.strays).toEqual([]);
    }
  });

  test('a request that the function itself makes without the headers is a stray', async () => {
    const { url } = await service({});
    const trace = await capture(async () => {
      await fetch(`${url}/orders`);
      await receiver.waitForSpan('GET /orders');
    });
    expect(() => expect(trace).toHaveNoStrays()).toThrow('Either the test made this request without the headers');
  });
});

describe('toHaveNoStrays', () => {
  test('fails with each stray, and why it is one', async () => {
    const call = {
      name: 'POST',
      kind: CLIENT,
      service: 'orders',
      attributes: { 'http.request.method': 'POST', 'url.path': '/charge' },
    };
    const charge = { ...call, name: 'POST /charge', kind: 2, service: 'payments' };
    const trace = await capture(async (traceId, parentSpanId) => {
      await send(receiver, { ...call, traceId, parentSpanId, durationMs: 50 });
      await send(receiver, charge);
    });
    const text = failureOf(() => expect(trace).toHaveNoStrays());
    expect(text).toContain('Received:  1 stray');
    expect(text).toContain('Call:   it matches "POST" (orders, CLIENT) in the captured trace, but began a new trace');
    expect(text).toContain('payments  SERVER  POST /charge');
    expect(trace).not.toHaveNoStrays();
    expect(trace).toHaveNoStrays({ except: { service: 'payments' } });
    expect(trace).toHaveNoStrays({ except: ['other', 'POST /charge'] });
    expect(() => expect(trace).toHaveNoStrays({ except: 'other' })).toThrow('Excepted:');
  });

  test('passes where there is none, and cannot be negated into a pass', async () => {
    const trace = await capture(() => undefined);
    expect(trace).toHaveNoStrays();
    expect(failureOf(() => expect(trace).not.toHaveNoStrays())).toContain('Expected:  a stray');
    expect({ trace }).toEqual({ trace: expect.toHaveNoStrays() });
  });

  test('is incomplete where captures ran at the same time, and where something was lost', async () => {
    const [shared] = await Promise.all([capture(spans(LOST)), capture(() => undefined)]);
    expect(() => expect(shared).toHaveNoStrays()).toThrow(
      'INCOMPLETE: other captures ran at the same time, so this stray',
    );
    expect(() => expect(shared).not.toHaveNoStrays()).toThrow('INCOMPLETE');
    const lossy = await capture(() => fetch(`${receiver.httpUrl}/v1/trace`, { method: 'POST', body: 'x' }));
    expect(() => expect(lossy).toHaveNoStrays()).toThrow('INCOMPLETE: no stray arrived, but 1 request was refused');
  });

  test('refuses what was not captured', async () => {
    await send(receiver, LOST);
    const [trace] = receiver.traces;
    expect(() => expect(trace).toHaveNoStrays()).toThrow('was not captured, so its strays are not known');
    expect(() => expect(trace).not.toHaveNoStrays()).toThrow('was not captured');
    expect(() => expect(receiver).toHaveNoStrays()).toThrow('INVALID_SUBJECT');
  });
});

test('strays that arrive after the capture are not judged', async () => {
  const trace = await capture(() => undefined);
  await send(receiver, LOST);
  expect(trace.strays).toEqual([]);
  expect(trace).not.toHaveSpan('lost');
});
