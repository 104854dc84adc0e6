import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { tracing } from '@opentelemetry/sdk-node';
import { startReceiver } from 'tracewright';
import { expect, onTestFinished, test } from 'vitest';
import { placeOrder, testService } from '../same-tests.mjs';
import { LoadBalancerPropagator } from './load-balancer.js';

const start = testService({
  title: 'node',
  command: ['node', '--require', './tracing.js', 'orders.js'],
  cwd: import.meta.dirname,
});

test('node: with TRACING_LOAD_BALANCER_RATIO, the Root of a load balancer is the trace of all services', async () => {
  const { receiver, orders } = await startBehindLoadBalancer({ TRACING_LOAD_BALANCER_RATIO: '1' });
  const trace = await placeOrder(receiver, orders, 'ord-17', { formats: ['alb'], timeout: 3_000 });

  expect(trace).toPropagateAcross('orders', 'payments');
  // The parent is made of the Root. Nobody exports it, so the trace is never complete.
  const server = trace.get({ service: 'orders', kind: 'SERVER' });
  expect(server.parentSpanId).toBe(trace.traceId.slice(8, 24));
  expect(trace).not.toBeComplete();
});

test('node: without it, a load balancer header begins no trace that the caller knows', async () => {
  const { receiver, orders } = await startBehindLoadBalancer({ TRACING_XRAY: 'true' });

  await expect(placeOrder(receiver, orders, 'ord-17', { formats: ['alb'], timeout: 2_000 })).rejects.toThrow(/Root/);
});

test('node: the ratio decides which traces of a load balancer are recorded', async () => {
  const env = { TRACING_LOAD_BALANCER_RATIO: '0', OTEL_TRACES_SAMPLER: 'parentbased_always_on' };
  const { receiver, orders } = await startBehindLoadBalancer(env);
  await fetch(`${orders.url}/orders/ord-17`, {
    method: 'POST',
    headers: { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' },
  });
  // A request of which the parent is recorded, as proof that this service exports.
  await placeOrder(receiver, orders, 'ord-17');
  await orders.stop();

  expect(receiver.traces.map(({ traceId }) => traceId)).not.toContain('67891233abcdef012345678912345678');
});

const TIME = '67891233';
const UNIQUE = 'abcdef012345678912345678';
test.each([
  ['Root alone', `Root=1-${TIME}-${UNIQUE}`, true],
  ['a second load balancer', `Self=1-67891234-12456789abcdef012345678;Root=1-${TIME}-${UNIQUE}`, true],
  ['a field of your own', `Root=1-${TIME}-${UNIQUE};CalledFrom=app`, true],
  ['in upper case', `Root=1-${TIME}-${UNIQUE.toUpperCase()}`, true],
  ['several headers: the first', [`Root=1-${TIME}-${UNIQUE}`, 'Root=1-00000001-000000000000000000000001'], true],
  ['a header of X-Ray', `Root=1-${TIME}-${UNIQUE};Parent=53995c3f42cd8ad8;Sampled=1`, false],
  ['an id that is too short', `Root=1-${TIME}-${UNIQUE.slice(1)}`, false],
  ['an id of zeros', `Root=1-00000000-${'0'.repeat(24)}`, false],
  ['no header', undefined, false],
])('node: the propagator of load balancers, given %s', (_, header, isTaken) => {
  const getter = { get: carrier => carrier.header, keys: () => [] };
  const propagator = new LoadBalancerPropagator(new tracing.AlwaysOnSampler());
  const context = propagator.extract(ROOT_CONTEXT, { header }, getter);

  const taken = { traceId: `${TIME}${UNIQUE}`, spanId: UNIQUE.slice(0, 16), traceFlags: 1, isRemote: true };
  expect(trace.getSpanContext(context)).toEqual(isTaken ? taken : undefined);
});

async function startBehindLoadBalancer(env) {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const payments = await start(receiver, 'payments', env);
  const orders = await start(receiver, 'orders', { ...env, PAYMENTS_URL: payments.url });
  return { receiver, orders };
}
