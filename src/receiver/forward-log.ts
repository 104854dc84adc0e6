import { randomBytes } from 'node:crypto';
import type { OtlpEncoding } from '../otlp/encode-response.ts';
import type { Signal } from '../otlp/signal.ts';
import { forwardItems, keyOf } from './forward-items.ts';
import { isCollector } from './sender-signs.ts';

/** What a request says of the way that it came. */
export interface ForwardOrigin {
  /** The address of its sender. */
  readonly from: string;
  readonly userAgent: string | undefined;
  /** The receivers that forwarded it: RFC 9110, section 7.6.3. */
  readonly via: string | undefined;
}

/** What of a request is sent on. */
export interface ToForward {
  /** Undefined when all of it was sent on before. */
  readonly body: Uint8Array | undefined;
  /** Spans, log records and metrics that were sent on before. */
  readonly repeated: number;
  /** Whether they went round: undefined when their sender may have sent them again by itself. */
  readonly loop: 'certain' | 'likely' | undefined;
  /** Remembers that it is sent on. */
  remember(): void;
  /** Remembers that it could not be sent on. */
  failed(): void;
}

/** SDKs name themselves so, and no collector does. */
const SDK_EXPORTER = /^OTel[- ]OTLP[- ]Exporter/i;

const KEPT = 250_000;

/** Remembers numbers, the latest 250,000 at least. */
class RecentNumbers {
  #young = new Set<number>();
  #old = new Set<number>();

  has(number: number): boolean {
    return this.#young.has(number) || this.#old.has(number);
  }

  add(number: number): void {
    if (this.#young.size >= KEPT) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(number);
  }

  delete(number: number): boolean {
    return [this.#young.delete(number), this.#old.delete(number)].includes(true);
  }
}

/**
 * Remembers what was sent on, so that it is never sent on twice: a target that exports to the receiver would send it round
 * for ever. Between receivers a header tells; a collector drops it, and then the spans tell, by what survives its decoding
 * and batching.
 */
export class ForwardLog {
  /** The name of this receiver in `Via`. */
  readonly name = `tracewright-${randomBytes(8).toString('hex')}`;
  readonly #items = new RecentNumbers();
  /** Whole requests, with and without their sender, to know one that is sent again. */
  readonly #requests = new RecentNumbers();
  readonly #failed = new RecentNumbers();

  /** Looks at a request that was taken. */
  look(
    signal: Signal,
    encoding: OtlpEncoding,
    body: Uint8Array,
    { userAgent = '', via = '' }: ForwardOrigin,
  ): ToForward {
    const items = forwardItems(signal, encoding, body);
    const request = keyOf(signal, body);
    const sending = keyOf(signal, body, userAgent);
    const keys = items === undefined || items.keys.length === 0 ? [request] : items.keys;
    const remember = (): void => {
      for (const key of keys) this.#items.add(key);
      this.#requests.add(request);
      this.#requests.add(sending);
      this.#failed.delete(request);
    };
    const found = { repeated: 0, loop: undefined, remember, failed: () => this.#failed.add(request) };
    if (via.includes(this.name)) return { ...found, body: undefined, repeated: keys.length, loop: 'certain' };
    const known = keys.map(key => this.#items.has(key));
    const repeated = known.filter(isKnown => isKnown).length;
    // In an empty request there is nothing that could be sent on twice.
    if (repeated === 0 || items?.keys.length === 0) return { ...found, body };
    if (this.#requests.has(sending) || (this.#requests.has(request) && !isCollector(userAgent))) {
      // An exporter that got no answer sends its request again, and two exporters can send the same.
      return this.#failed.has(request) ? { ...found, body } : { ...found, body: undefined, repeated };
    }
    const loop = SDK_EXPORTER.test(userAgent) ? undefined : 'likely';
    const isAllKnown = repeated === keys.length;
    return { ...found, body: isAllKnown ? undefined : items?.keep(index => known[index] !== true), repeated, loop };
  }
}
