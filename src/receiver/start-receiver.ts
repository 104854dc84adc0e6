import { TracewrightError } from '../errors.ts';
import { checkOptions } from '../misuse.ts';
import { Snapshots } from '../store/snapshot.ts';
import { SpanStore } from '../store/span-store.ts';
import { Waits } from '../store/wait.ts';
import { openGrpcEndpoint } from './grpc-endpoint.ts';
import { type Endpoint, openHttpEndpoint } from './http-endpoint.ts';
import { Ingest } from './ingest.ts';
import { Receiver } from './receiver.ts';
import { RunningCaptures } from './running-capture.ts';
import { Counters } from './stats.ts';
import { traceVerbs } from './trace-verbs.ts';
import { milliseconds } from './wait-options.ts';

/** A port: a number, 0 for any free one, or false for off. */
export type PortOption = number | false;

/** What `startReceiver` can be told. */
export interface ReceiverOptions {
  /** The address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  readonly grpcPort?: PortOption;
  readonly httpPort?: PortOption;
  /** The largest request that is taken, in bytes, after decompression too. Default 64 MiB. */
  readonly maxRequestBytes?: number;
  /** The most spans that are held. Default 1,000,000. */
  readonly maxSpans?: number;
  /** How long every wait lasts at most, in milliseconds, unless it says otherwise. Default 4,000. */
  readonly timeout?: number;
  /** How long nothing must have come for a trace to count as settled, in milliseconds. Default 100. */
  readonly quiet?: number;
}

const OPTIONS = ['host', 'grpcPort', 'httpPort', 'maxRequestBytes', 'maxSpans', 'timeout', 'quiet'];

/**
 * Starts an OTLP receiver in this process: gRPC and HTTP, protobuf and JSON, on loopback and free ports.
 *
 * @throws {TracewrightError} ADDRESS_IN_USE, LISTEN_FAILED, INVALID_OPTION, UNKNOWN_OPTION
 *
 * @example
 * const receiver = await startReceiver();
 * const orders = await startService(['node', 'orders.js'], { name: 'orders', receiver, port: 'PORT' });
 *
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export async function startReceiver(options?: ReceiverOptions): Promise<Receiver> {
  checkOptions(options, OPTIONS, 'startReceiver()');
  const given = options ?? {};
  const host = given.host ?? '127.0.0.1';
  const maxRequestBytes = bound(given.maxRequestBytes ?? 64 * 1024 * 1024, 'maxRequestBytes');
  const maxSpans = bound(given.maxSpans ?? 1_000_000, 'maxSpans');
  const ports = { grpc: port(given.grpcPort, 'grpcPort'), http: port(given.httpPort, 'httpPort') };
  if (ports.grpc === false && ports.http === false) {
    throw new TracewrightError(
      'INVALID_OPTION',
      'startReceiver() with grpcPort and httpPort both false could receive nothing.',
    );
  }
  const defaults = {
    timeout: milliseconds(given.timeout ?? 4_000, 'startReceiver() option timeout'),
    quiet: milliseconds(given.quiet ?? 100, 'startReceiver() option quiet'),
  };
  const store = new SpanStore();
  const counters = new Counters();
  const ingest = new Ingest(store, counters, maxSpans);
  const { grpc, http } = await open(ingest, { host, maxRequestBytes }, ports);
  const state = {
    store,
    snapshots: new Snapshots(store, traceVerbs),
    waits: new Waits(store),
    counters,
    captures: new RunningCaptures(),
    attachments: { services: new Set<never>(), sdks: new Set<never>(), stopped: false },
    urls: { grpc: urlOf(host, grpc), http: urlOf(host, http) },
    defaults,
  };
  const endpoints = [grpc, http].filter(endpoint => endpoint !== undefined);
  return new Receiver({ state, ingest, verbs: traceVerbs, endpoints });
}

async function open(
  ingest: Ingest,
  options: { readonly host: string; readonly maxRequestBytes: number },
  ports: { readonly grpc: PortOption; readonly http: PortOption },
): Promise<{ grpc: Endpoint | undefined; http: Endpoint | undefined }> {
  const http = ports.http === false ? undefined : await openHttpEndpoint(ingest, { ...options, port: ports.http });
  try {
    const grpc = ports.grpc === false ? undefined : await openGrpcEndpoint(ingest, { ...options, port: ports.grpc });
    return { grpc, http };
  } catch (error) {
    await http?.stop();
    throw error;
  }
}

/** An address that others can use: never the wildcard, which means "all of mine" only to the one who listens. */
function urlOf(host: string, endpoint: Endpoint | undefined): string | undefined {
  if (endpoint === undefined) return undefined;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${endpoint.port}`;
}

function port(given: PortOption | undefined, option: string): PortOption {
  if (given === undefined) return 0;
  if (given === false || (Number.isInteger(given) && given >= 0 && given <= 65_535)) return given;
  throw new TracewrightError(
    'INVALID_OPTION',
    `startReceiver() option ${option} is ${String(given)}; a port is 0 to 65535, or false for off.`,
  );
}

function bound(given: number, option: string): number {
  if (Number.isInteger(given) && given > 0) return given;
  throw new TracewrightError(
    'INVALID_OPTION',
    `startReceiver() option ${option} is ${String(given)}; it takes a whole number above 0.`,
  );
}
