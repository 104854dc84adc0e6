import { fileURLToPath } from 'node:url';
import { type Admin, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startService } from '../../src/services/start-service.ts';
import { type Broker, startKafka } from './start-kafka.ts';

const ORDERS = ['ord-7', 'ord-8', 'ord-9'];
const NODE = ['node', '--require', '@opentelemetry/auto-instrumentations-node/register'];
const TIMEOUT_MS = 40_000;

let broker: Broker;
let kafka: Kafka;
let admin: Admin;
let receiver: Receiver;
beforeAll(async () => {
  broker = await startKafka();
  kafka = new Kafka({ clientId: 'test', brokers: [broker.brokers], logLevel: logLevel.ERROR });
  admin = kafka.admin();
  await admin.connect();
  receiver = await startReceiver();
}, 60_000);
afterAll(async () => {
  await receiver?.stop();
  await admin?.disconnect();
  await broker?.stop();
}, 20_000);

test('a message that is handled by itself is a child of the span that sent it', async () => {
  const trace = await order('/orders', { topic: 'one-by-one', mode: 'message' });

  expect(trace).toPropagateAcross('orders', 'mailer');
  expect(trace).toPropagateAcross('orders', 'mailer', { via: 'parent', sameTrace: true, direct: true, every: true });
  expect(trace.linked).toEqual([]);
  expect(trace.spans).toHaveLength(3);
  const sent = trace.get({ service: 'orders', kind: 'PRODUCER', name: 'send one-by-one' });
  expect(sent).toBeChildOf({ service: 'orders', kind: 'SERVER' });
  const handled = trace.get({ service: 'mailer', kind: 'CONSUMER', name: 'process one-by-one' });
  expect(handled).toBeChildOf(sent);
  expect(handled.links).toEqual([]);
  expect(handled.attributes).toMatchObject({
    'messaging.system': 'kafka',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': 'one-by-one',
    'messaging.destination.partition.id': '0',
    'messaging.kafka.message.key': 'ord-7',
  });

  const { headers } = await firstMessage('one-by-one');
  expect(headers?.traceparent).toBeInstanceOf(Buffer);
  expect(String(headers?.traceparent)).toBe(`00-${trace.traceId}-${sent.spanId}-01`);
});

test('messages that are handled in a batch are in a trace of their own, and each links to the span that sent it', async () => {
  const trace = await order('/batch', { topic: 'in-batches', mode: 'batch' });

  expect(trace).toPropagateAcross('orders', 'mailer');
  expect(trace).toPropagateAcross('orders', 'mailer', { via: 'link', sameTrace: false, direct: true });
  expect(trace.services).not.toContain('mailer');
  expect(trace.spans).toHaveLength(1 + ORDERS.length);
  expect(trace.linked).toHaveLength(1);
  const [batch] = trace.linked;
  expect(batch?.spans).toHaveLength(1 + ORDERS.length);
  const poll = batch?.get({ service: 'mailer', kind: 'CLIENT', name: 'poll in-batches' });
  expect(poll).toBeRoot();
  expect(poll?.links).toEqual([]);
  expect(poll?.attributes).toMatchObject({
    'messaging.operation.name': 'poll',
    'messaging.operation.type': 'receive',
    'messaging.batch.message_count': ORDERS.length,
  });
  for (const key of ORDERS) {
    const attributes = { 'messaging.kafka.message.key': key };
    const handled = batch?.get({ service: 'mailer', kind: 'CONSUMER', name: 'process in-batches', attributes });
    expect(handled).toBeChildOf({ name: 'poll in-batches' });
    expect(handled?.links).toHaveLength(1);
    expect(handled).toBeLinkedTo(trace.get({ service: 'orders', kind: 'PRODUCER', attributes }));
  }
});

/** Starts orders and mailer with a topic of their own, and posts to orders. */
async function order(path: string, { topic, mode }: { topic: string; mode: 'message' | 'batch' }): Promise<Trace> {
  await admin.createTopics({ topics: [{ topic }] });
  const options = {
    receiver,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { BROKERS: broker.brokers, TOPIC: topic, GROUP: `mailer-${topic}`, MODE: mode },
    timeout: TIMEOUT_MS,
  };
  const [orders, mailer] = await Promise.all([
    startService([...NODE, 'node/producer.js'], { ...options, name: 'orders', port: 'PORT' }),
    startService([...NODE, 'node/consumer.js'], { ...options, name: 'mailer', ready: { log: /^consuming$/ } }),
  ]);
  const trace = await receiver.capture(
    async ({ headers }) => expect((await fetch(orders.url + path, { method: 'POST', headers })).status).toBe(201),
    { services: ['orders', 'mailer'], timeout: 15_000 },
  );
  expect(trace.complete).toBe(true);
  expect(trace.problems).toEqual([]);
  await Promise.all([orders.stop(), mailer.stop()]);
  return trace;
}

/** What a consumer without telemetry gets first from the topic. */
async function firstMessage(topic: string): Promise<KafkaMessage> {
  const consumer = kafka.consumer({ groupId: `test-${topic}`, maxWaitTimeInMs: 100 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    return await new Promise((resolve, reject) => {
      consumer.run({ eachMessage: async ({ message }) => resolve(message) }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}
