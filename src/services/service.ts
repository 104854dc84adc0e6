import type { LogRecord } from '../model/log-record.ts';
import { withLosses } from '../model/loss.ts';
import { exitCode, type ServiceProcess } from './service-process.ts';

const BRAND = Symbol.for('tracewright.Service');

/**
 * A service under test that runs in a process of its own.
 *
 * @example
 * const orders = await startService(['node', 'orders.js'], { name: 'orders', receiver, port: 'PORT' });
 * await fetch(`${orders.url}/orders`);
 * await orders.stop();
 */
export class Service {
  /** Its `service.name`. */
  readonly name: string;
  /** Where it listens, `http://127.0.0.1:43120`; undefined only without the option `port`. */
  readonly url: string;
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  readonly #process: ServiceProcess;
  readonly #exited: Promise<number>;

  constructor(name: string, url: string | undefined, process: ServiceProcess) {
    this.name = name;
    this.url = url as string;
    this.#exited = process.exited.then(exitCode);
    this.#process = process;
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

  /**
   * Resolves to its exit code once it has ended, its output complete; 128 and the signal's number when a signal ended
   * it (143 for SIGTERM, 137 for SIGKILL). Never rejects.
   *
   * A service does not keep the test process alive. Once `exited` was read, it does so until it ends.
   */
  get exited(): Promise<number> {
    this.#process.hold();
    return this.#exited;
  }

  /**
   * What it wrote to stdout and stderr up to now, log records too, as it was written: the last 1 MiB of it, headed by a note
   * when more was cut.
   */
  get output(): string {
    return this.#process.output.toString();
  }

  /**
   * The log records among the lines that it wrote to stdout and stderr up to now, the oldest first: each line that is a JSON
   * object with a message, a level, a time or ids. They have the attribute `log.iostream`: `stdout` or `stderr`. Lines that
   * are something else are in `output` alone. Records that it sent over OTLP are in `receiver.logs`; `trace.logs` has both.
   *
   * Of many lines, the last 20,000 and 16 million characters are kept; a line of more than 1,048,576 characters is not read.
   * `receiver.clear()` leaves them here, and takes them out of later traces.
   *
   * @example
   * expect(orders.logs.filter(({ body }) => body === 'order placed')).toCorrelateWith(trace);
   * @see https://opentelemetry.io/docs/specs/semconv/general/logs/
   */
  get logs(): readonly LogRecord[] {
    const { source } = this.#process.output;
    return source === undefined ? [] : withLosses([...source.records], source.losses);
  }

  /**
   * Waits until what it has sent is in (nothing came to the receiver for 100 ms; 1 s at most), since some SDKs, Python's
   * among them, export nothing on SIGTERM. Then sends SIGTERM, so that others export what they still hold, and resolves
   * once it has ended. What it has started in its process group and left behind gets SIGTERM then, which ends a service
   * behind a shell or `npm start` too. SIGKILL for what still runs after `grace` milliseconds. Stopping twice, or after
   * its end, is fine.
   */
  stop(): Promise<void> {
    return this.#process.stop();
  }
}
