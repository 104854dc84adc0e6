import * as grpc from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';
import { lenField } from '../otlp/wire-builder.ts';
import { call } from './grpc-call.ts';

const METRICS = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(() => receiver.stop());

function post(body: string | Uint8Array, type = 'application/json', path = '/v1/metrics'): Promise<Response> {
  return fetch(receiver.httpUrl + path, { method: 'POST', headers: { 'content-type': type }, body });
}

interface Point {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly exemplars?: readonly object[];
}

const keyValues = (attributes: Readonly<Record<string, string>> = {}): object[] =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));

function sumOf(name: string, points: readonly Point[], service = 'orders'): string {
  const dataPoints = points.map(({ attributes, exemplars }) => ({
    asInt: '1',
    attributes: keyValues(attributes),
    exemplars,
  }));
  const resource = { attributes: keyValues({ 'service.name': service }) };
  return JSON.stringify({
    resourceMetrics: [
      { resource, scopeMetrics: [{ scope: { name: 'app' }, metrics: [{ name, sum: { dataPoints } }] }] },
    ],
  });
}

test('exports repeat one another: each set of attributes and each exemplar is held once', async () => {
  const exemplar = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), filteredAttributes: keyValues({ user: 'u-1' }) };
  const points = [{ attributes: { region: 'eu' }, exemplars: [exemplar] }, { attributes: { region: 'us' } }];
  for (let round = 0; round < 3; round++) expect((await post(sumOf('hits', points))).status).toBe(200);
  await post(sumOf('hits', [{}], 'payments'));
  expect(receiver.metrics).toMatchObject([
    {
      name: 'hits',
      type: 'sum',
      service: 'orders',
      dataPoints: 6,
      attributeSets: [{ region: 'eu' }, { region: 'us' }],
      exemplars: [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), filteredAttributes: { user: 'u-1' } }],
      omitted: 0,
    },
    { name: 'hits', service: 'payments', dataPoints: 1, attributeSets: [{}] },
  ]);
  expect(receiver.stats).toMatchObject({ metrics: 7, rejected: 0 });
  receiver.clear();
  expect(receiver.metrics).toEqual([]);
});

test('metrics come over gRPC and in protobuf too', async () => {
  const point = lenField(1, lenField(7, lenField(1, 'user.email'), lenField(2, lenField(1, 'ada@example.com'))));
  const body = lenField(1, lenField(2, lenField(2, lenField(1, 'logins'), lenField(7, point))));
  const client = new grpc.Client(receiver.grpcUrl.replace('http://', ''), grpc.credentials.createInsecure());
  try {
    expect(await call(client, METRICS, body)).toBeInstanceOf(Buffer);
  } finally {
    client.close();
  }
  expect((await post(body, 'application/x-protobuf')).status).toBe(200);
  expect(receiver.metrics).toMatchObject([
    { name: 'logins', dataPoints: 2, attributeSets: [{ 'user.email': 'ada@example.com' }] },
  ]);
  expect(findPii(receiver)).toMatchObject([
    { kind: 'email', metric: 'logins', span: undefined, path: 'attributes["user.email"]', service: 'unknown_service' },
  ]);
  expect(findPii(receiver.metrics)).toHaveLength(1);
});

test('an address in an attribute, and one in an exemplar, fail the assertion; without them it passes', async () => {
  await post(sumOf('hits', [{ attributes: { region: 'eu' } }]));
  expect(receiver.metrics).toBeFreeOfPii();
  const exemplar = { filteredAttributes: keyValues({ contact: 'bob@example.com' }) };
  await post(sumOf('logins', [{ attributes: { 'user.email': 'ada@example.com' }, exemplars: [exemplar] }]));
  expect(failureOf(() => expect(receiver.metrics).toBeFreeOfPii())).toMatchSnapshot();
  expect(receiver.metrics).not.toBeFreeOfPii();
});

test('a canary in an attribute of a metric is a leak', async () => {
  const person = canary.person({ seed: 7 }).sent();
  await post(sumOf('hits', [{ attributes: { region: 'eu' } }]));
  expect(receiver.metrics).not.toLeak(person);
  await post(sumOf('logins', [{ attributes: { customer: Buffer.from(person.email).toString('hex') } }]));
  expect(failureOf(() => expect(receiver.metrics).not.toLeak(person))).toMatchSnapshot();
  expect(receiver.metrics).toLeak(person);
  expect(receiver.metrics).not.toLeak(person, { allow: [{ key: 'customer', reason: 'a test' }] });
});

test('that nothing came proves nothing', () => {
  const person = canary.person({ seed: 7 }).sent();
  for (const assertion of [
    () => expect(receiver.metrics).toBeFreeOfPii(),
    () => expect(receiver.metrics).not.toLeak(person),
    () => expect(receiver.metrics).toLeak(person),
  ])
    expect(failureOf(assertion)).toContain('received an empty array: there is nothing to judge.');
});

test('data points over the bound are counted, and nothing is proved about them', async () => {
  const points = (count: number): Point[] =>
    Array.from({ length: count }, (_, index) => ({ attributes: { id: `c${index}` } }));
  await post(sumOf('hits', points(2_000)));
  expect(receiver.metrics).toMatchObject([{ omitted: 0 }]);
  expect(receiver.metrics).toBeFreeOfPii();
  await post(sumOf('hits', points(2_001)));
  expect(receiver.metrics[0]?.attributeSets).toHaveLength(2_000);
  expect(receiver.metrics).toMatchObject([{ omitted: 1 }]);
  expect(failureOf(() => expect(receiver.metrics).toBeFreeOfPii())).toMatchSnapshot();
  expect(failureOf(() => expect(receiver.metrics).not.toLeak(canary.person({ seed: 7 }).sent()))).toContain(
    'INCOMPLETE',
  );
});

test('exemplars that differ in their ids alone never count as missing; those with attributes of their own do', async () => {
  const exemplars = (count: number, key: (index: number) => string): object[] =>
    Array.from({ length: count }, (_, index) => ({
      traceId: (index + 1).toString(16).padStart(32, '0'),
      filteredAttributes: keyValues({ user: key(index) }),
    }));
  await post(sumOf('hits', [{ exemplars: exemplars(1_500, () => 'u') }]));
  expect(receiver.metrics).toMatchObject([{ omitted: 0 }]);
  expect(receiver.metrics[0]?.exemplars).toHaveLength(1_000);
  await post(sumOf('hits', [{ exemplars: exemplars(3, index => `u${index}`) }]));
  expect(receiver.metrics).toMatchObject([{ omitted: 3 }]);
});

test('in all, 32 MiB are held: a metric that comes later is a loss, and told once', async () => {
  const filler = 'x'.repeat(1_000_000);
  for (let index = 0; index < 32; index++) await post(sumOf('big', [{ attributes: { note: `${index} ${filler}` } }]));
  expect(receiver.metrics).toMatchObject([{ name: 'big', omitted: 0 }]);
  await post(sumOf('big', [{ attributes: { note: `more ${filler.repeat(2)}` } }]));
  expect(receiver.metrics).toMatchObject([{ name: 'big', omitted: 1 }]);
  await post(sumOf(`long ${filler.repeat(2)}`, [{}]));
  await post(sumOf(`longer ${filler.repeat(2)}`, [{}]));
  expect(receiver.metrics).toHaveLength(1);
  const text = failureOf(() => expect(receiver.metrics).not.toLeak(canary.person({ seed: 7 }).sent()));
  expect(text.match(/32 MiB, which is the limit/g)).toHaveLength(1);
});

test('metrics that were refused may hold anything, until they are sent again', async () => {
  receiver.injectFault({ signal: 'metrics', with: 503 });
  const body = sumOf('hits', [{ attributes: { region: 'eu' } }]);
  await post(sumOf('before', [{}]));
  await post(sumOf('after', [{}]));
  expect(failureOf(() => expect(receiver.metrics).toBeFreeOfPii())).toContain('INCOMPLETE');
  await post(sumOf('before', [{}]));
  expect(receiver.metrics).toBeFreeOfPii();
  expect((await post(`${body}}`)).status).toBe(400);
  expect(failureOf(() => expect(receiver.metrics).toBeFreeOfPii())).toContain('MALFORMED_JSON');
  // Of a trace nothing is missing.
  expect(receiver.logs).toEqual([]);
});

test('printing a metric shows no value', async () => {
  await post(sumOf('logins', [{ attributes: { 'user.email': 'ada@example.com' } }]));
  const [metric] = receiver.metrics;
  expect(JSON.stringify(receiver.metrics)).not.toContain('ada@example.com');
  expect(String(JSON.stringify(metric))).toContain('user.email');
});
