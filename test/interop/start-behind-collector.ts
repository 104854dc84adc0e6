import { fileURLToPath } from 'node:url';
import type { onTestFinished } from 'vitest';
import { startCollector } from '../../src/collector/start-collector.ts';
import type { CaptureArgument } from '../../src/receiver/capture-options.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';
import { start } from './start-shop.ts';

/** A receiver that a collector exports to; the services export to the collector. */
export interface BehindCollector {
  readonly receiver: Receiver;
  /** A request to the first service, for a capture: gives the status of its answer. */
  request(method: 'GET' | 'POST', path: string): (context: Pick<CaptureArgument, 'headers'>) => Promise<number>;
}

export interface BehindCollectorOptions {
  /** A file in the folder collector. */
  readonly config: 'batch.yaml' | 'tail-sampling.yaml';
  /** Whether `startCollector` starts it. Default true: else the receiver knows nothing of it. */
  readonly isDelayKnown?: boolean;
  /** For the collector. */
  readonly env?: Readonly<Record<string, string>>;
  /** Only gateway is started, which answers /ping by itself. */
  readonly gatewayOnly?: boolean;
}

const TIMEOUT_MS = 40_000;

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The collector that setup.sh built, for `startCollector`. */
export const BUILT = {
  binary: at('.cache/collector/otelcol'),
  timeout: TIMEOUT_MS,
} as const;

/**
 * Starts a receiver, a collector that exports to it, and three services that export to the collector: gateway calls
 * packing, and packing calls ledger.
 *
 * @param finished where to say how all of it ends, the services before the collector
 */
export async function startBehindCollector(
  { config, env, gatewayOnly = false, isDelayKnown = true }: BehindCollectorOptions,
  finished: typeof onTestFinished,
): Promise<BehindCollector> {
  const receiver = await startReceiver();
  const services: Service[] = [];
  finished(async () => {
    await Promise.all(services.map(service => service.stop()));
    await receiver.stop();
  }, TIMEOUT_MS);

  const behind = await startInFront(receiver, config, env, isDelayKnown);
  const started = async (name: 'gateway' | 'packing' | 'ledger', next: Record<string, string> = {}) => {
    const service = await start(name, { receiver, protocol: 'http/protobuf', env: { ...next, ...behind } });
    services.push(service);
    return service;
  };
  const startOthers = async () => {
    const ledger = await started('ledger');
    const packing = await started('packing', { LEDGER_URL: ledger.url });
    return { ORDERS_URL: packing.url };
  };
  const gateway = await started('gateway', gatewayOnly ? {} : await startOthers());
  const request: BehindCollector['request'] =
    (method, path) =>
    async ({ headers }) => {
      const answer = await fetch(gateway.url + path, { method, headers });
      await answer.text();
      return answer.status;
    };
  return { receiver, request };
}

/** What makes services send to the collector; it ends with its receiver. */
async function startInFront(
  receiver: Receiver,
  config: BehindCollectorOptions['config'],
  env: BehindCollectorOptions['env'],
  isDelayKnown: boolean,
): Promise<Record<string, string>> {
  if (isDelayKnown) {
    const collector = await startCollector({
      ...BUILT,
      config: at(`collector/${config}`),
      receiver,
      ...(env && { env }),
    });
    return collector.env({ protocol: 'http/protobuf' });
  }
  const collector = await startService([BUILT.binary, '--config', at(`collector/${config}`)], {
    name: 'collector',
    receiver,
    port: 'PORT',
    env: { ...env, RECEIVER_HTTP: receiver.httpUrl, RECEIVER_GRPC: receiver.grpcUrl },
    timeout: TIMEOUT_MS,
  });
  return { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
}
