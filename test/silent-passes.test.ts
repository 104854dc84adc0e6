import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import '../matchers/vitest.ts';
import type { Trace } from '../src/model/trace.ts';
import { canary } from '../src/pii/canary/canary.ts';
import type { Receiver } from '../src/receiver/receiver.ts';
import { startReceiver } from '../src/receiver/start-receiver.ts';
import { measureSampling } from '../src/sampling/measure/measure-sampling.ts';
import { newSpanId, send } from './otlp-request.ts';

// Each row is a way in which a test could go green without having looked at anything. None may.

let receiver: Receiver;
let trace: Trace;

beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 20_000, quiet: 10 });
});

afterEach(() => receiver.clear());
afterAll(() => receiver.stop());

/** A complete trace of one failed span and one that is well. */
async function captured(): Promise<Trace> {
  trace = await receiver.capture(async ({ traceId, spanId }) => {
    const root = newSpanId();
    await send(receiver, {
      traceId,
      spanId: root,
      parentSpanId: spanId,
      name: 'POST /checkout',
      attributes: { 'app.cart': 'c-1' },
    });
    await send(receiver, { traceId, parentSpanId: root, name: 'charge card', kind: 3 });
  });
  return trace;
}

/** Both polarities must throw; `pattern` is what each must say. */
function throwsEitherWay(subject: unknown, assertion: (expectation: Chai.Assertion) => void, pattern: RegExp): void {
  expect(() => assertion(expect(subject))).toThrow(pattern);
  expect(() => assertion(expect(subject).not)).toThrow(pattern);
}

const order: { id?: string } = {};

test.each<[string, (expectation: Chai.Assertion) => void]>([
  ['as an attribute in criteria', e => e.toHaveSpan({ attributes: { 'app.cart': order.id } })],
  ['as a name', e => e.toHaveSpan({ name: order.id as never })],
  ['as the criteria', e => e.toHaveSpan(undefined as never)],
  ['as the criteria, left out', e => (e.toHaveSpan as () => void)()],
  ['as a number of times', e => e.toHaveSpan('charge card', { times: undefined as never })],
  ['as a service', e => e.toPropagateAcross('gateway', order.id as never)],
])('an undefined expectation %s', async (_, assertion) => {
  throwsEitherWay(await captured(), assertion, /UNDEFINED_EXPECTATION/);
});

test.each<[string, (expectation: Chai.Assertion) => void]>([
  ['as an attribute’s value', e => e.toHaveAttribute('app.cart', order.id)],
  ['as an attribute’s key', e => e.toHaveAttribute(order.id as never)],
  ['as a status message', e => e.toHaveStatus('ERROR', order.id as never)],
  ['as a parent', e => e.toBeChildOf(order as never)],
])('an undefined expectation of a span %s', async (_, assertion) => {
  throwsEitherWay((await captured()).get('POST /checkout'), assertion, /UNDEFINED_EXPECTATION|INVALID_CRITERIA/);
});

test('an empty array, where filter found nothing', async () => {
  const none = (await captured()).filter('refund');
  throwsEitherWay(none, e => e.toHaveStatus('OK'), /INVALID_SUBJECT.*empty array/s);
  throwsEitherWay([], e => e.toHaveSpan('refund'), /INVALID_SUBJECT.*empty array/s);
});

test('undefined, where find found nothing', async () => {
  throwsEitherWay((await captured()).find('refund'), e => e.toHaveStatus('ERROR'), /INVALID_SUBJECT.*undefined/s);
});

test('an empty array of log records, where filter found nothing', async () => {
  const { logs } = await captured();
  throwsEitherWay(logs, e => e.toCorrelateWith(trace), /INVALID_SUBJECT.*empty array/s);
});

test('an empty array of metrics, where none came', () => {
  throwsEitherWay(receiver.metrics, e => e.toBeFreeOfPii(), /INVALID_SUBJECT.*empty array/s);
  throwsEitherWay(receiver.metrics, e => e.toLeak(canary.person().sent()), /INVALID_SUBJECT.*empty array/s);
});

test('a forgotten await', async () => {
  const promise = captured();
  throwsEitherWay(promise, e => e.toHaveSpan('refund'), /INVALID_SUBJECT.*Promise.*await/s);
  await promise;
});

test('a receiver as subject', () => {
  throwsEitherWay(receiver, e => e.toHaveSpan('refund'), /INVALID_SUBJECT.*receiver\.traces.*settled\(\).*capture/s);
});

test('a span of an earlier test', async () => {
  await send(receiver, { name: 'charge card' });
  const since = receiver.mark();
  await expect(receiver.waitForSpan('charge card', { since, timeout: 50 })).rejects.toThrow(
    /TRACE_TIMEOUT.*which arrived/s,
  );
  await expect(receiver.settled({ since, timeout: 50 })).rejects.toThrow(/TRACE_TIMEOUT/);
});

test('a span of another test’s trace', async () => {
  const [mine] = await Promise.all([
    captured(),
    receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId, name: 'refund' })),
  ]);
  expect(() => expect(mine).toHaveSpan('refund')).toThrow(/Received: +2 spans, none of that name/);
});

test('a capture whose own trace never came, while others did', async () => {
  const capture = receiver.capture(({ headers }) => send(receiver, { name: 'charge card' }).then(() => headers), {
    timeout: 1_500,
  });
  await expect(capture).rejects.toThrow(/TRACE_TIMEOUT: no span of trace/);
});

test('absence in a trace that is not complete', async () => {
  const half = await receiver.capture(
    ({ traceId }) => send(receiver, { traceId, parentSpanId: newSpanId(), name: 'charge card' }),
    { timeout: 1_500 },
  );
  expect(half.complete).toBe(false);
  expect(() => expect(half).not.toHaveSpan('refund')).toThrow(/INCOMPLETE/);
  expect(() => expect(half).toHaveSpan('refund', { times: 0 })).toThrow(/INCOMPLETE/);
  expect(() => expect(half).toHaveSpan('charge card', { times: 1 })).toThrow(/INCOMPLETE/);
  expect(() => expect(half).toHaveSpan('charge card', { times: { max: 3 } })).toThrow(/INCOMPLETE/);
  expect(() => expect(half).not.toPropagateAcross('orders', 'payments')).toThrow(/INCOMPLETE/);
  expect(half).toHaveSpan('charge card');
  expect(half).toHaveSpan('charge card', { times: { min: 1 } });
});

test('absence of a span whose context was lost', async () => {
  const lost = await receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, parentSpanId: spanId, name: 'POST /checkout' });
    await send(receiver, { name: 'refund' });
  });
  throwsEitherWay(lost, e => e.toHaveSpan('refund'), /INCOMPLETE.*a stray/s);
  throwsEitherWay(lost, e => e.toHaveSpanTree('refund'), /INCOMPLETE.*a stray/s);
  expect(() => expect(lost).toHaveNoStrays()).toThrow(/1 stray/);
});

test('absence of what was sent and refused', async () => {
  const refused = await receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, parentSpanId: spanId, name: 'POST /checkout' });
    await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', body: 'refund' });
  });
  expect(() => expect(refused).not.toHaveSpan('refund')).toThrow(/INCOMPLETE.*1 request/s);
  expect(() => expect(refused).toHaveNoStrays()).toThrow(/INCOMPLETE.*1 request/s);
  expect(() => expect(refused).toHaveNoErrors()).toThrow(/INCOMPLETE.*1 request/s);
});

test('sampling of which nothing is proven', async () => {
  const report = await measureSampling(receiver, { requests: 400, request: async () => {}, root: 'charge card' });
  throwsEitherWay(report, e => e.toSample(0, { margin: 0.025 }), /INCOMPLETE: nothing was sampled/);
  throwsEitherWay(report, e => e.toSampleAtMost(1), /INCOMPLETE: nothing was sampled/);
  throwsEitherWay(Promise.resolve(report), e => e.toSample(0, { margin: 0.5 }), /`await` is missing/);
  throwsEitherWay(await captured(), e => e.toSample(0.05, { margin: 0.5 }), /INVALID_SUBJECT/);
});

test('strays of a trace that was not captured', async () => {
  await send(receiver, { name: 'charge card' });
  throwsEitherWay(await receiver.settled(), e => e.toHaveNoStrays(), /INVALID_SUBJECT.*was not captured/s);
});

test('an error or an attribute that may be in what was refused', async () => {
  const refused = await receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, parentSpanId: spanId, name: 'POST /checkout' });
    await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', body: 'refund' });
  });
  throwsEitherWay(refused, e => e.toRecordErrors(), /INCOMPLETE.*1 request/s);
  throwsEitherWay(refused, e => e.toFollowAttributePolicy({ allowed: { 'app.*': [] } }), /INCOMPLETE.*1 request/s);
});

test.each<[string, (expectation: Chai.Assertion) => void]>([
  ['spans that are all excepted', e => e.toRecordErrors({ except: { service: /./ } })],
  ['services that are all excepted', e => e.toHaveServiceIdentity({ except: { service: /./ } })],
  ['a required key of no span', e => e.toFollowAttributePolicy({ attributes: { x: { required: 'refund' } } })],
  [
    'the values of a key of no span',
    e => e.toFollowAttributePolicy({ attributes: { x: { cardinality: { max: 1 } } } }),
  ],
])('nothing judged: %s', async (_, assertion) => {
  throwsEitherWay(await captured(), assertion, /INCOMPLETE.*nothing was judged|INCOMPLETE.*no service was judged/);
});

test('negation on an array of which one span matches', async () => {
  const { spans } = await captured();
  expect(() => expect(spans).not.toHaveAttribute('app.cart')).toThrow(/app\.cart/);
  expect(() => expect(spans).toHaveAttribute('app.cart')).toThrow(/app\.cart/);
});

test('annotations of a receiver that was not told what is indexed', async () => {
  const span = (await captured()).get('POST /checkout');
  throwsEitherWay(span, e => e.toHaveXRayAnnotation('app.cart'), /INVALID_OPTION.*indexedAttributes/s);
  throwsEitherWay(span, e => e.toHaveXRayMetadata('app.cart'), /INVALID_OPTION.*indexedAttributes/s);
});

test('what fits into X-Ray, where every span is excepted', async () => {
  throwsEitherWay(await captured(), e => e.toFitXRay({ except: /./ }), /no span that is judged/);
});

test('a receiver that got nothing', async () => {
  const silent = await startReceiver({ grpcPort: false, timeout: 50 });
  await expect(silent.settled()).rejects.toThrow(/TRACE_TIMEOUT.*got nothing from anyone/s);
  await silent.stop();
  throwsEitherWay(silent.traces, e => e.toHaveSpan('refund'), /INVALID_SUBJECT.*empty array/s);
});

test('a maximum where there is none at all', async () => {
  const complete = await captured();
  expect(() => expect(complete).toHaveSpan('refund', { times: { max: 3 } })).toThrow(/Expected/);
  throwsEitherWay(complete, e => e.toHaveSpan('refund', { times: { max: 0 } }), /max/);
});

test.each<[string, (expectation: Chai.Assertion) => void, RegExp]>([
  ['a misspelt criterion', e => e.toHaveSpan({ nmae: 'x' } as never), /UNKNOWN_CRITERION.*"name"/s],
  ['a misspelt kind', e => e.toHaveSpan({ kind: 'Client' as never }), /UNKNOWN_KIND.*"CLIENT"/s],
  ['a kind as a number', e => e.toHaveSpan({ kind: 2 as never }), /UNKNOWN_KIND.*CLIENT.*SERVER/s],
  ['a misspelt option', e => e.toHaveSpan('x', { time: 0 } as never), /UNKNOWN_OPTION.*"times"/s],
  ['criteria that say nothing', e => e.toHaveSpan({}), /INVALID_CRITERIA/],
  ['a selector as a bare string', e => e.toHaveSpan('span[kind="CLIENT"]'), /INVALID_CRITERIA.*select/s],
  ['a misspelt criterion for log records', e => e.toHaveLogs({ boddy: 'x' } as never), /UNKNOWN_CRITERION.*"body"/s],
  [
    'a word of loggers',
    e => e.toHaveLogs({ message: 'x' } as never),
    /UNKNOWN_CRITERION.*OpenTelemetry calls it "body"/s,
  ],
  ['a misspelt level', e => e.toHaveLogs({ severity: 'WRAN' }), /INVALID_CRITERIA.*"WARN"/s],
  ['an undefined message', e => e.toHaveLogs({ body: order.id as never }), /UNDEFINED_EXPECTATION/],
  ['log records where there are none', e => e.toHaveCorrelatedLogs(), /INCOMPLETE: no log record was judged/],
  ['one service alone', e => e.toPropagateAcross('orders'), /at least two services/],
])('%s', async (_, assertion, pattern) => {
  throwsEitherWay(await captured(), assertion, pattern);
});

test('a criterion under the other convention’s name', async () => {
  const old = await receiver.capture(({ traceId, spanId }) =>
    send(receiver, { traceId, parentSpanId: spanId, attributes: { 'db.system': 'postgresql' } }),
  );
  const criteria = { attributes: { 'db.system.name': 'postgresql' } };
  expect(() => expect(old).not.toHaveSpan(criteria)).toThrow(/db\.system\b/);
  expect(() => expect(old.spans).not.toHaveAttribute('db.system.name')).toThrow(/db\.system\b/);
});
