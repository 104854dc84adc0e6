import { fileURLToPath } from 'node:url';
import type { OtlpProtocol } from '../../src/receiver/environment.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';

/** Where a service exports to and how, and where the next one is: all that tells one start from another. */
export interface StartOptions {
  readonly receiver: Receiver;
  readonly protocol: OtlpProtocol;
  readonly propagators?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export type ServiceName = keyof typeof COMMANDS;

export type Shop = Readonly<Record<'gateway' | 'orders' | 'payments' | 'ledger', Service>>;

export type ShippingServices = Readonly<Record<'gateway' | 'shipping' | 'rates' | 'carriers', Service>>;

/** A JVM with the agent takes some seconds, and more on a machine that is busy. */
const TIMEOUT_MS = 40_000;

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const COMMANDS = {
  gateway: ['node', '--require', REGISTER, 'node/gateway.js'],
  orders: [at('.cache/python/bin/opentelemetry-instrument'), at('.cache/python/bin/python'), 'python/orders.py'],
  archive: [at('.cache/python/bin/opentelemetry-instrument'), at('.cache/python/bin/python'), 'python/archive.py'],
  payments: ['java', '-javaagent:.cache/agent/opentelemetry-javaagent.jar', '-cp', '.cache/java/classes', 'Payments'],
  invoices: ['java', '-cp', '.cache/invoices/classes:.cache/invoices/lib/*', 'Invoices'],
  deliveries: ['java', '-jar', '.cache/quarkus/application/quarkus-run.jar'],
  ledger: ['node', '--require', REGISTER, 'node/ledger.js'],
  packing: ['node', '--require', REGISTER, 'node/packing.js'],
  shipping: ['.cache/go/shipping'],
  carriers: ['.cache/go/shipping'],
  rates: ['.cache/rust/rates'],
} as const;

/** Starts one service. Its telemetry is set up by what `startService` puts into its environment alone. */
export function start(name: ServiceName, options: StartOptions): Promise<Service> {
  const env = { OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.0', ...options.env };
  return startService(COMMANDS[name], { name, port: 'PORT', cwd: at('.'), timeout: TIMEOUT_MS, ...options, env });
}

/** Starts the job that logs in JSON, which ends by itself. */
export function startJob(receiver: Receiver): Promise<Service> {
  const command = [
    at('.cache/python/bin/opentelemetry-instrument'),
    at('.cache/python/bin/python'),
    'python/json_logs.py',
  ];
  // The instrumentation of logging adds the ids to the records of Python's logging.
  const env = { OTEL_PYTHON_LOG_CORRELATION: 'true' };
  return startService(command, { name: 'job', receiver, cwd: at('.'), oneShot: true, env });
}

/** Starts gateway (Node), orders (Python), payments (Java) and ledger (Node), each calling the next. */
export async function startShop(
  receiver: Receiver,
  protocols: { readonly node: OtlpProtocol; readonly python: OtlpProtocol; readonly java: OtlpProtocol },
): Promise<Shop> {
  const { node, python, java } = protocols;
  const ledger = await start('ledger', { receiver, protocol: node });
  const payments = await start('payments', { receiver, protocol: java, env: { LEDGER_URL: ledger.url } });
  const orders = await start('orders', { receiver, protocol: python, env: { PAYMENTS_URL: payments.url } });
  const gateway = await start('gateway', { receiver, protocol: node, env: { ORDERS_URL: orders.url } });
  return { gateway, orders, payments, ledger };
}

/** Starts gateway (Node), shipping (Go), rates (Rust) and carriers (Go), each calling the next. */
export async function startShipping({ env, ...options }: StartOptions): Promise<ShippingServices> {
  const started = (name: ServiceName, next: Record<string, string> = {}) =>
    start(name, { ...options, env: { ...env, ...next } });
  const carriers = await started('carriers');
  const rates = await started('rates', { CARRIERS_URL: carriers.url });
  const shipping = await started('shipping', { RATES_URL: rates.url });
  const gateway = await started('gateway', { ORDERS_URL: shipping.url });
  return { gateway, shipping, rates, carriers };
}
