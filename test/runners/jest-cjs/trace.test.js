const { readFileSync } = require('node:fs');
const { startReceiver, TracewrightError } = require('tracewright');

const body = readFileSync(`${__dirname}/checkout.otlp.json`, 'utf8');

let receiver;
let trace;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());
beforeEach(async () => {
  trace = await receiver.capture(sendCheckout, { services: ['gateway', 'payments'] });
});

async function sendCheckout({ headers }) {
  const [, traceId, parentId] = headers.traceparent.split('-');
  const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body.replaceAll('TRACE_ID', traceId).replace('PARENT_ID', parentId).replaceAll('NOW_MS', String(Date.now())),
  });
  return response.status;
}

test('a captured trace has the result, every span and the context', () => {
  expect(trace.result).toBe(200);
  expect(trace.complete).toBe(true);
  expect(trace.spans).toHaveLength(4);
  expect(trace.get('POST /checkout').parentSpanId).toBe(trace.context.spanId);
});

test('every matcher holds for what is there', () => {
  expect(trace).toHaveSpan({ name: 'charge card', kind: 'INTERNAL', attributes: { 'app.amount': expect.any(Number) } });
  expect(trace).toHaveSpan(/^POST/, { times: 3 });
  expect(trace.get('charge card')).toBeChildOf({ service: 'payments', kind: 'SERVER' });
  expect(trace.get('charge card')).toHaveAttribute('app.order.id', 'ord-17');
  expect(trace.get('charge card')).toHaveSpanAttribute('app.order.id', expect.stringMatching(/^ord-/));
  expect(trace.get('charge card')).toHaveStatus('ERROR', /honour/);
  expect(trace).toPropagateAcross('gateway', 'payments');
});

test('every matcher holds negated for what is not', () => {
  expect(trace).not.toHaveSpan('refund card');
  expect(trace.get('charge card')).not.toBeChildOf('POST /checkout');
  expect(trace.get('charge card')).not.toHaveAttribute('app.order.id', 'ord-18');
  expect(trace.get('POST /charge')).not.toHaveSpanAttribute('app.order.id');
  expect(trace.get('POST /charge')).not.toHaveStatus('ERROR');
  expect(trace).not.toPropagateAcross('payments', 'gateway');
});

test('every matcher serves as an asymmetric one', () => {
  expect({ trace, span: trace.get('charge card') }).toEqual({
    trace: expect.toHaveSpan('charge card'),
    span: expect.toHaveAttribute('app.amount', 1999),
  });
  expect([trace.get('charge card'), trace]).toEqual([expect.toHaveStatus('ERROR'), expect.toPropagateAcross('gateway', 'payments')]);
  expect({ span: trace.get('charge card') }).toEqual({ span: expect.toBeChildOf('POST /charge') });
  expect({ trace }).not.toEqual({ trace: expect.toHaveSpan('refund card') });
  expect({ trace }).toEqual({ trace: expect.not.toHaveSpan('refund card') });
});

test.each([
  ['toHaveSpan', () => expect(trace).toHaveSpan('charge cart'), /charge card/],
  ['not.toHaveSpan', () => expect(trace).not.toHaveSpan('charge card'), /charge card/],
  ['toBeChildOf', () => expect(trace.get('charge card')).toBeChildOf('POST /checkout'), /POST \/charge/],
  ['toHaveAttribute', () => expect(trace.get('charge card')).toHaveAttribute('app.order.id', 'ord-18'), /ord-17/],
  ['toHaveStatus', () => expect(trace.get('charge card')).toHaveStatus('OK'), /ERROR/],
  ['toPropagateAcross', () => expect(trace).toPropagateAcross('gateway', 'mailer'), /mailer/],
])('%s says what there is when it fails', (_name, assertion, text) => {
  expect(assertion).toThrow(text);
});

test('misuse throws in both polarities', () => {
  expect(() => expect(trace).toHaveSpan(undefined)).toThrow(/^UNDEFINED_EXPECTATION/);
  expect(() => expect(trace).not.toHaveSpan({ name: undefined })).toThrow(TracewrightError);
  expect(() => expect(receiver).not.toHaveSpan('charge card')).toThrow(/^INVALID_SUBJECT/);
  expect(() => expect(Promise.resolve(trace)).not.toHaveSpan('charge card')).toThrow(/^INVALID_SUBJECT/);
});

test('a wait heeds no span of an earlier test', async () => {
  receiver.clear();
  await receiver.capture(sendCheckout);
  await expect(receiver.waitForSpan('charge card')).resolves.toHaveStatus('ERROR');
});

describe('what an earlier test left behind', () => {
  let captureAgain;
  beforeAll(() => {
    captureAgain = jest.spyOn(receiver, 'capture').mockResolvedValue(undefined);
  });
  afterAll(() => captureAgain.mockRestore());

  test('is named when only it would have matched', async () => {
    await expect(receiver.waitForSpan('charge card', { timeout: 100 })).rejects.toThrow(/a wait heeds no span of an earlier test/);
  });
});
