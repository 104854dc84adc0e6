import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type CaptureOptions, type Receiver, recordHeaders, startReceiver, type Trace } from '../../src/index.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId, type SpanToSend, send, traceRequest } from '../otlp-request.ts';

const [SERVER, CLIENT, PRODUCER, CONSUMER] = [2, 3, 4, 5];
const POSTS = { 'http.request.method': 'POST', 'url.path': '/charge' };
const QUEUE = { 'messaging.system': 'kafka', 'messaging.destination.name': 'charges' };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ quiet: 20 });
});
afterEach(() => receiver.stop());

interface At {
  readonly traceId: string;
  /** The span of front that serves the request. */
  readonly front: string;
}

type Step = (at: At) => unknown;

/** A capture of a request that front serves, during which these things happen, one after the other. */
function capture(steps: readonly Step[], options: CaptureOptions = {}): Promise<Trace<unknown>> {
  return receiver.capture(
    async ({ traceId, spanId: parentSpanId }) => {
      const front = newSpanId();
      await send(receiver, { traceId, spanId: front, parentSpanId, service: 'front', kind: SERVER, name: 'POST /' });
      for (const step of steps) await step({ traceId, front });
    },
    { orphans: 'allow', ...options },
  );
}

function post(path: string, body: string, type = 'application/json'): Promise<Response> {
  return fetch(`${receiver.httpUrl}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
}

const charge = { service: 'payments', kind: SERVER, name: 'POST /charge', attributes: POSTS } satisfies SpanToSend;
const call = { service: 'front', kind: CLIENT, name: 'POST', attributes: POSTS, durationMs: 200 } satisfies SpanToSend;

function stored(span: SpanToSend): Step {
  return ({ traceId, front }) => send(receiver, { traceId, parentSpanId: front, ...span });
}

function stray(...spans: readonly SpanToSend[]): Step {
  const [traceId, ids] = [newTraceId(), spans.map(() => newSpanId())];
  return () =>
    send(
      receiver,
      ...spans.map((span, index) => {
        const parentSpanId = ids[index - 1];
        const own = { ...span, traceId, spanId: ids[index] ?? '' };
        return parentSpanId === undefined ? own : { ...own, parentSpanId };
      }),
    );
}

/** Ways in which a span of payments is lost, and what names them. */
const LOSSES: readonly [string, Step, RegExp][] = [
  [
    'a span that was sent to a wrong path',
    ({ traceId, front }) =>
      post('/v1/trace', JSON.stringify(traceRequest({ ...charge, traceId, parentSpanId: front }))),
    /Missing: +1 span of payments from 127\.0\.0\.1:\d+, refused with status 404 on \/v1\/trace/,
  ],
  [
    'a span that was rejected',
    ({ traceId, front }) => send(receiver, { ...charge, traceId, spanId: 'ab', parentSpanId: front }),
    /Missing: +1 span of payments from 127\.0\.0\.1:\d+, rejected on \/v1\/traces/,
  ],
  [
    'a request that cannot be read',
    () => post('/v1/traces', 'not JSON'),
    /Missing: +1 request from 127\.0\.0\.1:\d+, refused with status 400 on \/v1\/traces/,
  ],
  [
    'a span of a trace that would have been a stray',
    () => post('/v1/trace', JSON.stringify(traceRequest(charge))),
    /Missing: +1 span of payments from 127\.0\.0\.1:\d+, refused with status 404 on \/v1\/trace/,
  ],
];
const [[, REFUSED]] = LOSSES as [(typeof LOSSES)[number]];

/** What is there of the hop where the path stops. */
const STOPS: readonly [string, readonly Step[], { every?: true }][] = [
  ['nothing of the call', [], {}],
  ['the call alone', [stored(call)], {}],
  ['the receiver below a span that is missing', [stored({ ...charge, parentSpanId: newSpanId() })], {}],
  ['a stray that fits the call', [stored(call), stray(charge)], {}],
  ['a stray, and no call', [stray(charge)], {}],
  [
    'an entry span that continues, and one below a span that is missing',
    [stored(charge), stored({ ...charge, parentSpanId: newSpanId() })],
    { every: true },
  ],
  [
    'an entry span that continues, and a stray that fits a call',
    [stored(charge), stored(call), stray(charge)],
    { every: true },
  ],
];

/** What cannot be said when spans were lost. */
const CLAIMS =
  /Diagnosis|sent no(?:thing| span)|was not called|exports nothing|not inject|is not instrumented|has no span|never arrived|did not continue|does not continue|no CLIENT/;

describe.each(STOPS)('a path that stops at %s', (_name, steps, options) => {
  test.each(LOSSES)('is INCOMPLETE after the loss of %s', async (_loss, lose, missing) => {
    const trace = await capture([...steps, lose]);
    for (const assertion of [
      () => expect(trace).toPropagateAcross('front', 'payments', options),
      () => expect(trace).not.toPropagateAcross('front', 'payments', options),
    ]) {
      const text = failureOf(assertion);
      expect(text).toMatch(
        /INCOMPLETE: no span that arrived continues the path, but the trace (?:may|did) not ?(?:have arrived|arrive) whole/,
      );
      expect(text).toMatch(missing);
      expect(text).toContain("{ rejected: 'allow' }");
      // A parent that is missing is listed among what is missing.
      expect(text.replaceAll(/parent (?:span|\w+) never arrived/g, '')).not.toMatch(CLAIMS);
    }
  });

  test("is diagnosed with rejected: 'allow'", async () => {
    const trace = await capture([...steps, REFUSED], { rejected: 'allow' });
    const text = failureOf(() => expect(trace).toPropagateAcross('front', 'payments', options));
    expect(text).not.toMatch(/INCOMPLETE: no span|refused with status/);
    expect(text).toMatch(CLAIMS);
  });

  test.each<[string, Step]>([
    ['a request to a page that does not exist', () => fetch(`${receiver.httpUrl}/favicon.ico`)],
    ['log records', () => post('/v1/log', JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{}] }] }] }))],
    ['metrics', () => post('/v1/metrics', '{"resourceMetrics": [{')],
  ])('is diagnosed after the loss of %s', async (_loss, lose) => {
    const trace = await capture([...steps, lose]);
    const text = failureOf(() => expect(trace).toPropagateAcross('front', 'payments', options));
    expect(text).not.toMatch(/INCOMPLETE: no span|refused with status/);
    expect(text).toMatch(CLAIMS);
  });
});

test('a hop that is there is judged as before', async () => {
  const trace = await capture([stored(call), stored(charge), REFUSED]);
  expect(trace).toPropagateAcross('front', 'payments');
  expect(() => expect(trace).not.toPropagateAcross('front', 'payments')).toThrow(/not to pass/);
  const every = failureOf(() => expect(trace).toPropagateAcross('front', 'payments', { every: true }));
  expect(every).toContain(
    'INCOMPLETE: every entry span that arrived continues it, but the trace may not have arrived whole',
  );
});

describe('a hop that spans prove to be broken keeps its diagnosis', () => {
  const message = { kind: PRODUCER, service: 'front', name: 'send charges', attributes: QUEUE } satisfies SpanToSend;
  const process = {
    kind: CONSUMER,
    service: 'payments',
    name: 'process charges',
    attributes: QUEUE,
  } satisfies SpanToSend;
  const record: Step = () => recordHeaders({ topic: 'charges', headers: {} }, { receiver });

  test.each<[string, readonly Step[], RegExp]>([
    [
      'a record of the message',
      [stored(message), record, stray(process)],
      /Diagnosis: +not injected\. front's message/,
    ],
    [
      'the call in a stray',
      [stray(call, charge)],
      /Diagnosis: +not injected\. front made the call outside of this trace/,
    ],
  ])('with %s', async (_name, steps, diagnosis) => {
    const trace = await capture([...steps, REFUSED]);
    const text = failureOf(() => expect(trace).toPropagateAcross('front', 'payments'));
    expect(text).toMatch(diagnosis);
    expect(text).not.toContain('INCOMPLETE');
    expect(text).toMatch(/Missing: +1 span of payments .* refused with status 404/);
    expect(text).not.toMatch(/no CLIENT|has no CLIENT/);
    // Another call may continue the path in what is missing.
    expect(() => expect(trace).not.toPropagateAcross('front', 'payments')).toThrow('INCOMPLETE');
  });

  test('with every, too', async () => {
    const trace = await capture([stored(charge), stray(call, charge), REFUSED]);
    const text = failureOf(() => expect(trace).toPropagateAcross('front', 'payments', { every: true }));
    expect(text).toMatch(/Diagnosis: +not injected\. front made the call outside of this trace/);
    expect(text).not.toContain('INCOMPLETE');
  });

  test('and a detour is one', async () => {
    const trace = await capture([
      async ({ traceId, front }) => {
        const spanId = newSpanId();
        await send(
          receiver,
          { traceId, spanId, parentSpanId: front, service: 'orders' },
          { ...charge, traceId, parentSpanId: spanId },
        );
      },
      REFUSED,
    ]);
    const text = failureOf(() => expect(trace).toPropagateAcross('front', 'payments', { direct: true }));
    expect(text).toContain('payments continues front, but not directly: orders lies between.');
    expect(text).toMatch(/Missing: +1 span of payments/);
    expect(text).not.toContain('INCOMPLETE');
  });
});

test('a span that is there, but not below the service before it, is named', async () => {
  const trace = await capture([
    async ({ traceId }) => send(receiver, { ...charge, traceId, parentSpanId: newSpanId(), kind: 1 }),
    REFUSED,
  ]);
  const text = failureOf(() => expect(trace).toPropagateAcross('front', 'payments'));
  expect(text).toContain('INCOMPLETE: no span that arrived continues the path');
  expect(text).toContain('payments is in this trace, but no span of it that arrived is below front:');
});

test('of several traces the one decides in which spans were lost', async () => {
  const whole = await capture([stored(call)]);
  const lossy = await capture([REFUSED]);
  const text = failureOf(() => expect([whole, lossy]).toPropagateAcross('front', 'payments'));
  expect(text).toContain('INCOMPLETE: no span that arrived continues the path');
  expect(text).toMatch(/Missing: +1 span of payments/);
  expect(() => expect([whole, lossy]).not.toPropagateAcross('front', 'payments')).toThrow('INCOMPLETE');
  expect(failureOf(() => expect(whole).toPropagateAcross('front', 'payments'))).toContain('Diagnosis');
});
