import type { Server } from 'node:net';
import type { Crossing } from '../model/crossing.ts';

/**
 * A transparent proxy between two services that records the propagation headers of each request that goes through it.
 *
 * @example
 * const probe = await startProbe({ target: payments, receiver });
 * const orders = await startService(['node', 'orders.js'], { name: 'orders', receiver, port: 'PORT', env: { PAYMENTS_URL: probe.url } });
 */
export class Probe {
  /** Where it listens, `http://127.0.0.1:43119`: what the sender is to call in the target's place. */
  readonly url: string;
  /** The same as host and port, as gRPC's clients take it: `127.0.0.1:43119`. */
  readonly address: string;
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  readonly #seen: readonly Crossing[];
  readonly #close: () => Promise<void>;
  #stopping: Promise<void> | undefined;

  constructor(address: string, seen: readonly Crossing[], close: () => Promise<void>) {
    this.address = address;
    this.url = `http://${address}`;
    this.#seen = seen;
    this.#close = close;
    // Absent in the realms that Jest 29 runs tests in.
    if (Symbol.asyncDispose !== undefined) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.stop() });
    }
  }

  /** What went through it up to now, in the order of time. */
  get crossings(): readonly Crossing[] {
    return [...this.#seen];
  }

  /** Ends its connections and stops listening. It stops with its receiver. */
  stop(): Promise<void> {
    this.#stopping ??= this.#close();
    return this.#stopping;
  }
}

/** Resolves once a server has stopped listening. */
export function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}
