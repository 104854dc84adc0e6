import type * as Api from '@opentelemetry/api';
import { TracewrightError } from '../errors.ts';
import type { Instrumentation } from './sdk-options.ts';
import type { ExportFailure } from './tracked-exporter.ts';

/** What an SDK is made of; `startSdk` puts it together. */
export interface SdkParts {
  /** What it is called in an error: `the SDK of "shop"`. */
  readonly name: string;
  readonly tracer: Api.Tracer;
  /** Exports all spans that have ended; gives those exports that failed, since it was last asked. */
  readonly flush: () => Promise<readonly ExportFailure[]>;
  readonly instrumentations: readonly Instrumentation[];
  /** Takes it out of the API's globals, and off its receiver. */
  readonly unregister: () => void;
  /** Ends the provider, or lets go of one that is the user's. */
  readonly close: () => Promise<void>;
}

/**
 * An OpenTelemetry SDK in this process, for code under test that lives in it.
 *
 * @example
 * const sdk = await startSdk({ receiver, service: 'orders' });
 * const trace = await receiver.capture(() => placeOrder({ id: 'ord-17' }));
 * await sdk.stop();
 */
export class Sdk {
  /** A tracer of this SDK, for spans that the test makes itself. */
  readonly tracer: Api.Tracer;
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  readonly #parts: SdkParts;
  #stopping: Promise<void> | undefined;

  constructor(parts: SdkParts) {
    this.tracer = parts.tracer;
    this.#parts = parts;
    // Absent in the realms that Jest 29 runs tests in.
    if (Symbol.asyncDispose !== undefined) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.stop() });
    }
  }

  /**
   * Exports all spans that have ended, and resolves once the receiver has them. `capture` does it by itself.
   *
   * @throws {TracewrightError} EXPORT_FAILED when this or an earlier export failed: those spans are lost.
   */
  async flush(): Promise<void> {
    const failures = await this.#parts.flush();
    if (failures.length === 0) return;
    const spans = failures.reduce((sum, failure) => sum + failure.spans, 0);
    const cause = failures[0]?.error;
    throw new TracewrightError(
      'EXPORT_FAILED',
      `${this.#parts.name} lost ${spans === 0 ? 'spans' : spans === 1 ? '1 span' : `${spans} spans`}: ${text(cause)}`,
      { cause },
    );
  }

  /**
   * Flushes, and leaves the API's globals and the instrumentations as they were before. A provider that `startSdk` was
   * given is not shut down: it goes on as before, without the receiver. Stopping twice is fine.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { close, instrumentations, unregister } = this.#parts;
    try {
      await this.flush();
    } finally {
      for (const instrumentation of instrumentations) instrumentation.disable();
      unregister();
      await close();
    }
  }
}

/** What Node says of a certificate whose issuer it does not trust. */
const UNKNOWN_AUTHORITY: readonly unknown[] = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
];

function text(cause: unknown): string {
  if (!(cause instanceof Error)) return `${String(cause ?? 'the exporter gave no reason')}.`;
  const { code } = cause as NodeJS.ErrnoException;
  if (code !== undefined && UNKNOWN_AUTHORITY.includes(code)) {
    return `${cause.message}. Give startReceiver({ tls: { trust } }) the path of the certificate of the authority that issued the receiver's.`;
  }
  if (code === 'ECONNREFUSED') return `${cause.message}. Has its receiver stopped?`;
  return typeof code === 'number' ? `the receiver answered HTTP ${code}.` : `${cause.message}.`;
}
