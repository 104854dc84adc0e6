import type { CollectorSign } from '../report/timeout-hints.ts';
import { wallMs } from '../store/clock.ts';

/** How collectors, and agents that are built from one, name themselves. No SDK does. */
const COLLECTOR = /collector|otelcol|\balloy\b|grafana-?agent|fluent-?bit/i;

export function isCollector(userAgent: string): boolean {
  return COLLECTOR.test(userAgent);
}

const KEPT = 1_000;

/** What the requests and connections show about who sends. */
export class SenderSigns {
  #collector: string | undefined;
  #severalServices = false;
  #serviceOfRequest: string | undefined;
  readonly #silentTls: number[] = [];

  /** A request begins: an SDK sends spans of one service. */
  beginRequest(): void {
    this.#serviceOfRequest = undefined;
  }

  /** The request holds spans of this service. */
  service(name: string): void {
    if (this.#serviceOfRequest === undefined) this.#serviceOfRequest = name;
    else if (this.#serviceOfRequest !== name) this.#severalServices = true;
  }

  userAgent(given: string | Buffer | undefined): void {
    if (this.#collector === undefined && typeof given === 'string' && isCollector(given)) this.#collector = given;
  }

  /** A client finished its TLS handshake and closed the connection without a request. */
  silentTls(): void {
    this.#silentTls.push(wallMs());
    if (this.#silentTls.length > KEPT) this.#silentTls.shift();
  }

  /** How many clients did that at this time, in milliseconds since the epoch, or later. */
  silentTlsSince(atMs: number): number {
    return this.#silentTls.filter(each => each >= atMs).length;
  }

  get collector(): CollectorSign | undefined {
    if (this.#collector !== undefined) return { userAgent: this.#collector };
    return this.#severalServices ? { severalServices: true } : undefined;
  }
}
