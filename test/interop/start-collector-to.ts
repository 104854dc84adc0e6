import { fileURLToPath } from 'node:url';
import type { Receiver } from '../../src/receiver/receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';

/**
 * Starts a collector that sends all that it takes to the receiver and to a backend.
 *
 * @param env where the backend is
 * @returns the collector: services export to its `url` over HTTP
 */
export function startCollectorTo(
  backend: 'jaeger' | 'zipkin',
  receiver: Receiver,
  env: Readonly<Record<string, string>>,
): Promise<Service> {
  return startService(['.cache/collector/otelcol', '--config', `collector/${backend}.yaml`], {
    name: 'collector',
    receiver,
    port: 'PORT',
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...env, RECEIVER_HTTP: receiver.httpUrl },
    timeout: 40_000,
  });
}
