import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { freePort } from '../../src/services/free-port.ts';
import type { ServiceProcess } from '../../src/services/service-process.ts';
import { lastLines, runServer } from './run-server.ts';

/** A Kafka broker of a test's own, on this machine. */
export interface Broker {
  /** Where it listens, `127.0.0.1:43120`: what clients take as their bootstrap servers. */
  readonly brokers: string;
  /** Ends it and removes all that it stored. */
  stop(): Promise<void>;
}

/** A JVM takes one second or two, and more on a machine that is busy. */
const TIMEOUT_MS = 40_000;

const JARS = fileURLToPath(new URL('.cache/kafka/*', import.meta.url));
/** It lives for seconds: it is to start soon rather than to run fast. */
const JAVA_OPTIONS = [
  '-Xms256m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-cp',
  JARS,
];

/** Starts a Kafka broker that is its own controller, without Docker: the jars that setup.sh fetched, run by Java. */
export async function startKafka(): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-kafka-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const port = await freePort(() => false);
    const settings = join(folder, 'server.properties');
    await writeFile(settings, properties(port, await freePort(() => false), join(folder, 'data')));
    await format(settings);
    const broker = await run(settings, port);
    const stop = async (): Promise<void> => {
      await broker.stop();
      await remove();
    };
    return { brokers: `127.0.0.1:${port}`, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

function properties(port: number, controllerPort: number, data: string): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'BROKER',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data,
    // A topic is there when its test has created it, and not before.
    'auto.create.topics.enable': false,
    'num.partitions': 1,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // The default is half of its heap.
    'log.cleaner.dedupe.buffer.size': 2 * 1024 * 1024,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** KRaft's storage belongs to a cluster before its first broker starts. */
async function format(settings: string): Promise<void> {
  // In one word with its option: an id may begin with "-".
  const cluster = `--cluster-id=${randomBytes(16).toString('base64url')}`;
  const args = [...JAVA_OPTIONS, 'kafka.tools.StorageTool', 'format', '--config', settings, cluster];
  try {
    await promisify(execFile)('java', args, { timeout: TIMEOUT_MS });
  } catch (error) {
    const { message, stdout = '' } = error as Error & { stdout?: string };
    throw new Error(`Kafka's storage was not formatted: ${lastLines(`${message}\n${stdout}`)}`);
  }
}

function run(settings: string, port: number): Promise<ServiceProcess> {
  return runServer('java', {
    name: 'Kafka',
    args: [...JAVA_OPTIONS, 'kafka.Kafka', settings],
    port,
    answer: () => brokerAnswer(port),
  });
}

/** What asking the broker gives: undefined when it is part of its cluster and coordinates groups, else what is wrong. */
async function brokerAnswer(port: number): Promise<string | undefined> {
  const admin = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length !== 1) return `with ${brokers.length} brokers`;
    // Asked for the first time, it begins to set up what it keeps of groups; a consumer that joins meanwhile is refused.
    await admin.describeGroups(['any']);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await admin.disconnect();
  }
}
