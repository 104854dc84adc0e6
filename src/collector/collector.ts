import { hideGettersOfCopies, keepOriginal, showAs } from '../model/shown-text.ts';
import { type EnvOptions, serviceEnv } from '../receiver/environment.ts';
import { exitCode, type ServiceProcess } from '../services/service-process.ts';
import type { OtlpListener } from './config/listeners.ts';

const BRAND = Symbol.for('tracewright.Collector');

/** Where a collector takes OTLP. */
export interface CollectorEndpoints {
  /** `http://127.0.0.1:43118`; undefined only if the configuration has no OTLP/HTTP. */
  readonly http: string;
  /** `http://127.0.0.1:43117`; undefined only if the configuration has no OTLP/gRPC. */
  readonly grpc: string;
}

/** What a collector is made of; `startCollector` puts it together. */
export interface CollectorParts {
  readonly name: string;
  readonly process: ServiceProcess;
  readonly listeners: readonly OtlpListener[];
  readonly config: string;
  readonly changes: string;
  readonly upstreamDelay: number;
}

/**
 * An OpenTelemetry Collector in a process of its own, which exports to a receiver.
 *
 * @example
 * const collector = await startCollector({ binary: 'otelcol', config: 'collector.yaml', receiver });
 * await sendTraces(collector, buildTrace({ name: 'nightly', service: 'jobs' }));
 * await collector.stop();
 */
export class Collector {
  readonly name: string;
  /** Of the first OTLP receiver that a traces pipeline uses; `receivers` has all. */
  readonly endpoints: CollectorEndpoints;
  /** The endpoints of each OTLP receiver, by its name in the configuration. */
  readonly receivers: Readonly<Record<string, CollectorEndpoints>>;
  /** The configuration with which it runs, as YAML. */
  readonly config: string;
  /** What of the configuration is not as it was given, one change a line. */
  readonly changes: string;
  /**
   * How long its pipelines hold a span back at most, in milliseconds, as the configuration says: batches, tail sampling,
   * grouping. The waits of its receiver are longer by this while it runs.
   */
  readonly upstreamDelay: number;
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  readonly #process: ServiceProcess;
  readonly #exited: Promise<number>;

  constructor({ name, process, listeners, config, changes, upstreamDelay }: CollectorParts) {
    this.name = name;
    this.config = config;
    this.changes = changes;
    this.upstreamDelay = upstreamDelay;
    const ofTraces = listeners.filter(({ isOfTraces }) => isOfTraces);
    // Typed as if both were there: who wrote the configuration knows.
    this.endpoints = {
      http: ofTraces.find(({ http }) => http !== undefined)?.http,
      grpc: ofTraces.find(({ grpc }) => grpc !== undefined)?.grpc,
    } as CollectorEndpoints;
    this.receivers = Object.fromEntries(
      listeners.map(({ id, http, grpc }) => [id, { http, grpc } as CollectorEndpoints]),
    );
    this.#process = process;
    this.#exited = process.exited.then(exitCode);
    keepOriginal(this);
    // Absent in the realms that Jest 29 runs tests in.
    if (Symbol.asyncDispose !== undefined) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.stop() });
    }
  }

  get [BRAND](): true {
    return true;
  }

  /** The id of its process. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Resolves to its exit code once it has ended; 128 and the signal's number when a signal ended it. Never rejects. */
  get exited(): Promise<number> {
    this.#process.hold();
    return this.#exited;
  }

  /** What it wrote to stdout and stderr up to now: the last 1 MiB of it. */
  get output(): string {
    return this.#process.output.toString();
  }

  /**
   * The `OTEL_*` variables that make a service send to this collector instead of the receiver.
   *
   * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION
   * @example
   * const orders = await startService(['node', 'orders.js'], { name: 'orders', receiver, port: 'PORT', env: collector.env() });
   */
  env(options: EnvOptions = {}): Record<string, string> {
    return serviceEnv(this.endpoints, options);
  }

  /**
   * Waits until nothing came to the receiver for 100 ms (1 s at most), then sends SIGTERM, on which a collector exports
   * what it holds in batches. Resolves once it has ended; SIGKILL after `grace` milliseconds. Stopping twice is fine.
   */
  stop(): Promise<void> {
    return this.#process.stop();
  }
}

// Without the configuration: it may hold secrets.
showAs(
  Collector.prototype,
  'Collector',
)({
  text: ({ name, endpoints }) => `Collector { ${[name, endpoints.http, endpoints.grpc].filter(Boolean).join(', ')} }`,
  label: () => '[Collector]',
});

hideGettersOfCopies(Collector.prototype);
