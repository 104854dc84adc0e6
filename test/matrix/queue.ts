import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startKafka } from '../interop/start-kafka.ts';
import type { Cell } from './cells.ts';
import type { Way } from './run-cell.ts';

/** A broker that cells open topics of. */
export interface Queue {
  open(cell: Cell): Promise<Way>;
  stop(): Promise<void>;
}

/** Starts a Kafka broker. The clients here are without instrumentation. */
export async function openQueue(): Promise<Queue> {
  const { brokers, stop } = await startKafka();
  const kafka = new Kafka({ clientId: 'matrix', brokers: [brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);

  /** Resolves once the consumer has joined its group. */
  async function consume(topics: string[], each: Parameters<Consumer['run']>[0]): Promise<Consumer> {
    const consumer = kafka.consumer({ groupId: `matrix-${topics.join('-')}-${consumers++}`, maxWaitTimeInMs: 50 });
    const joined = new Promise<void>(resolve => {
      consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    });
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run(each);
    await joined;
    return consumer;
  }
  let consumers = 0;

  async function open({ format, fault }: Cell): Promise<Way> {
    const sent = `charges-${format}-${fault}`.replaceAll(' ', '-');
    const taken = fault === 'stripped by a proxy' ? `${sent}-forwarded` : sent;
    const topics = [...new Set([sent, taken])];
    await admin.createTopics({ topics: topics.map(topic => ({ topic })) });
    let recordFor: Receiver | undefined;
    const watching = [
      consume(topics, {
        eachMessage: async payload => {
          if (recordFor !== undefined) recordHeaders(payload, { receiver: recordFor });
        },
      }),
    ];
    if (sent !== taken) {
      // What forwards messages, and forgets their headers.
      const forward = async (value: Buffer | null): Promise<void> =>
        void (await producer.send({ topic: taken, messages: [{ value }] }));
      watching.push(consume([sent], { eachMessage: ({ message }) => forward(message.value) }));
    }
    const watchers = await Promise.all(watching);
    return {
      source: `${brokers}/${taken}`,
      targets: async (_callee, receiver, recorded) => {
        recordFor = recorded ? receiver : undefined;
        return `${brokers}/${sent}`;
      },
      stop: async () => void (await Promise.all(watchers.map(watcher => watcher.disconnect()))),
    };
  }

  return {
    open,
    stop: async () => {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
      await stop();
    },
  };
}
