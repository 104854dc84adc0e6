import { TracewrightError } from '../errors.ts';
import { checkOptions } from '../misuse.ts';
import type { SentContext } from '../model/sent-context.ts';
import type { Criteria, Surroundings } from '../model/trace.ts';
import { PackedSpanDecoder } from '../otlp/packed/packed-span.ts';
import { CrossingLog } from '../store/crossing-log.ts';
import { LogStore } from '../store/log-store.ts';
import { MetricStore } from '../store/metric-store.ts';
import { OutputReads } from '../store/output-reads.ts';
import { untilQuiet } from '../store/quiet.ts';
import { Snapshots } from '../store/snapshot.ts';
import { SpanStore } from '../store/span-store.ts';
import { Standstills } from '../store/standstills.ts';
import { Waits } from '../store/wait.ts';
import { planXRay, type XRayOptions } from '../xray/indexing/xray-options.ts';
import { arrivedSince } from './arrived-since.ts';
import { BackgroundRoots } from './background-roots.ts';
import { type Cors, type CorsOptions, loadCors } from './cors.ts';
import type { EndpointHooks } from './endpoint-hooks.ts';
import { FaultInjection } from './fault-injection.ts';
import { type ForwardOptions, planForward, refuseSelf } from './forward-options.ts';
import { Forwarder } from './forwarder.ts';
import { openGrpcEndpoint } from './grpc-endpoint.ts';
import { type Endpoint, type EndpointOptions, openHttpEndpoint } from './http-endpoint.ts';
import { takeInProcess } from './in-process.ts';
import { Ingest } from './ingest.ts';
import { endpointAddress, endpointUrl, type HostOption, parseHost } from './listen-address.ts';
import { warnIfNotLoopback } from './not-loopback.ts';
import { Receiver } from './receiver.ts';
import { CurrentDefaults } from './receiver-defaults.ts';
import { RunningCaptures } from './running-capture.ts';
import { runningReceivers } from './running-receivers.ts';
import { showReceiver } from './shown-receiver.ts';
import { StartedServices } from './started-services.ts';
import type { ReceiverState } from './state.ts';
import { Counters } from './stats.ts';
import { loadTls, type TlsOptions } from './tls-options.ts';
import { traceVerbs } from './trace-verbs.ts';

/** A port: a number, 0 for any free one, or false for off. */
export type PortOption = number | false;

/** What `startReceiver` can be told. */
export interface ReceiverOptions {
  /**
   * The address to listen on. Default `127.0.0.1`; `::1` and `localhost` (both families) work alike. `0.0.0.0` lets
   * everyone on the network send, and a process warning says so.
   *
   * `unix:/tmp/traces.sock` listens on a unix domain socket for gRPC, and on `/tmp/traces.sock.http` for HTTP unless
   * `httpPort` is false. What a process that died left there is replaced.
   */
  readonly host?: string;
  readonly grpcPort?: PortOption;
  readonly httpPort?: PortOption;
  /** The largest request that is taken, in bytes, after decompression too. Default 64 MiB. */
  readonly maxRequestBytes?: number;
  /** The most spans that are held. Default 1,000,000. */
  readonly maxSpans?: number;
  /** The most bytes that are held, of the requests that brought the spans. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Makes both endpoints speak TLS; `env()` then tells services which certificate to trust. */
  readonly tls?: TlsOptions;
  /** Which pages may export from a browser. Default: those of every origin; false for none. */
  readonly cors?: boolean | CorsOptions;
  /**
   * Sends on what is taken, as it came: to a Jaeger or a Collector where people look at traces. It happens in the
   * background, and `receiver.forwarding` tells what came of it.
   */
  readonly forwardTo?: string | ForwardOptions;
  /** How long every wait lasts at most, in milliseconds, unless it says otherwise. Default 4,000 and `upstreamDelay`. */
  readonly timeout?: number;
  /**
   * How long nothing must have come for a trace to count as settled, in milliseconds. Default 100. A service that exports
   * later than this makes it longer, up to a quarter of the timeout.
   */
  readonly quiet?: number;
  /**
   * How long something between the services and this receiver holds spans back at most, in milliseconds: the `timeout` of
   * a collector's batch processor, or with tail sampling its `decision_wait` and that. Default 0. Captures and other waits
   * that settle wait at least that long.
   */
  readonly upstreamDelay?: number;
  /**
   * Work that goes on by itself, such as a poller or a health check: a trace whose root matches is never a stray of a
   * capture. Criteria, or several of which one must match.
   */
  readonly background?: Criteria | readonly Criteria[];
  /**
   * How the traces become X-Ray's in production: which attributes the collector's `awsxray` exporter indexes. The matchers
   * `toHaveXRayAnnotation`, `toHaveXRayMetadata` and `toFitXRay` judge by it.
   */
  readonly xray?: XRayOptions;
}

const OPTIONS = [
  'host',
  'grpcPort',
  'httpPort',
  'maxRequestBytes',
  'maxSpans',
  'maxBytes',
  'tls',
  'cors',
  'forwardTo',
  'timeout',
  'quiet',
  'upstreamDelay',
  'background',
  'xray',
];

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
  const host = parseHost(given.host ?? '127.0.0.1');
  const maxRequestBytes = bound(given.maxRequestBytes ?? 64 * 1024 * 1024, 'maxRequestBytes');
  const maxSpans = bound(given.maxSpans ?? 1_000_000, 'maxSpans');
  const maxBytes = bound(given.maxBytes ?? 1024 * 1024 * 1024, 'maxBytes');
  const ports = { grpc: port(given.grpcPort, 'grpcPort'), http: port(given.httpPort, 'httpPort') };
  if (ports.grpc === false && ports.http === false) {
    throw new TracewrightError(
      'INVALID_OPTION',
      'startReceiver() with grpcPort and httpPort both false could receive nothing.',
    );
  }
  checkSocketPorts(host, given);
  const tls = given.tls === undefined ? undefined : loadTls(given.tls);
  const cors = loadCors(given.cors);
  const forward = given.forwardTo === undefined ? undefined : planForward(given.forwardTo);
  const forwarder = forward && new Forwarder(forward);
  const defaults = new CurrentDefaults(given);
  const xray = given.xray === undefined ? undefined : planXRay(given.xray, 'startReceiver() option xray');
  const standstills = new Standstills();
  const store = new SpanStore(new PackedSpanDecoder(), standstills);
  const counters = new Counters();
  const logs = new LogStore();
  const metrics = new MetricStore();
  const outputReads = new OutputReads(() => waits.nudge());
  const waits: Waits = new Waits(store, () => ingest.overflow, outputReads);
  const ingest: Ingest = new Ingest({ store, logs, metrics, counters }, { maxSpans, maxBytes }, () => waits.nudge());
  const faults = new FaultInjection({ store, waits, counters, losses: ingest.losses });
  const { grpc, http } = await open(ingest, { host, maxRequestBytes, tls: tls?.server, cors }, ports, {
    faults,
    forward: forwarder?.take,
  });
  const crossings = new CrossingLog(id => store.owns(id));
  const startedServices = new StartedServices();
  const surroundings: Surroundings = {
    crossings: (from, to) => crossings.between(from, to),
    startedServices: () => startedServices.now(),
    xray,
  };
  const captures = new RunningCaptures();
  const state: ReceiverState = {
    store,
    logs,
    metrics,
    snapshots: new Snapshots(store, logs, traceVerbs, () => ingest.overflow, surroundings),
    waits,
    standstills,
    counters,
    captures,
    background: new BackgroundRoots(store, captures),
    attachments: {
      services: new Set(),
      sdks: new Set(),
      startedServices,
      crossings,
      remember: (context: SentContext) => store.remember(context),
      quiet: (forMs: number, atMostMs: number) => untilQuiet(waits, () => counters.lastRequestMs, forMs, atMostMs),
      arrivedSince: (drive, where) => arrivedSince(state, drive, where),
      openSpans: store.openSpans,
      take: takeInProcess(ingest, forwarder?.take),
      sdkRequests: 0,
      tls: tls?.client,
      urls: () => state.urls,
      learnDelay: (ms: number, what: string) => defaults.learnDelay(ms, what),
      openOutput: logs.output.open.bind(logs.output),
      outputReads,
      stopped: false,
    },
    urls: { grpc: urlOf('grpc', grpc, tls), http: urlOf('http', http, tls), tls: tls?.files },
    defaults,
  };
  const endpoints = [grpc, http].filter(endpoint => endpoint !== undefined);
  try {
    if (forward !== undefined) refuseSelf(forward, [state.urls.grpc, state.urls.http]);
  } catch (error) {
    await Promise.all(endpoints.map(endpoint => endpoint.stop()));
    throw error;
  }
  warnIfNotLoopback(endpoints);
  const receiver = new Receiver({ state, ingest, faults, forwarder, endpoints });
  showReceiver(receiver, state);
  runningReceivers().add(receiver);
  standstills.start();
  return receiver;
}

async function open(
  ingest: Ingest,
  options: Omit<EndpointOptions, 'address'> & { readonly host: HostOption; readonly cors: Cors | undefined },
  ports: { readonly grpc: PortOption; readonly http: PortOption },
  hooks: EndpointHooks,
): Promise<{ grpc: Endpoint | undefined; http: Endpoint | undefined }> {
  const at = (protocol: 'grpc' | 'http', port: PortOption) =>
    port === false ? undefined : { ...options, address: endpointAddress(options.host, protocol, port) };
  const [grpcOptions, httpOptions] = [at('grpc', ports.grpc), at('http', ports.http)];
  const http = httpOptions && (await openHttpEndpoint(ingest, httpOptions, hooks));
  try {
    return { grpc: grpcOptions && (await openGrpcEndpoint(ingest, grpcOptions, hooks)), http };
  } catch (error) {
    await http?.stop();
    throw error;
  }
}

function urlOf(protocol: 'grpc' | 'http', endpoint: Endpoint | undefined, tls: object | undefined): string | undefined {
  return endpoint && endpointUrl(endpoint.address, protocol, tls !== undefined);
}

function checkSocketPorts(host: HostOption, { grpcPort, httpPort }: ReceiverOptions): void {
  if (host.kind === 'tcp') return;
  for (const [option, given] of Object.entries({ grpcPort, httpPort })) {
    if (typeof given !== 'number' || given === 0) continue;
    throw new TracewrightError(
      'INVALID_OPTION',
      `startReceiver() option ${option} is ${given}, and host is a unix socket, which has no port.`,
    );
  }
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
