import type * as Api from '@opentelemetry/api';
import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { TracewrightError } from '../errors.ts';
import type { Instrumentation } from './sdk-options.ts';
import type { TrackedExporter } from './tracked-exporter.ts';

/** What an SDK is made of; `startSdk` puts it together. */
export interface SdkParts {
  readonly service: string;
  readonly tracer: Api.Tracer;
  readonly provider: BasicTracerProvider;
  readonly exporter: TrackedExporter;
  readonly instrumentations: readonly Instrumentation[];
  /** Takes it out of the API's globals, and off its receiver. */
  readonly unregister: () => void;
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
    const { provider, exporter, service } = this.#parts;
    const refused: unknown = await provider.forceFlush().then(
      () => undefined,
      (errors: unknown) => (Array.isArray(errors) ? errors[0] : errors),
    );
    const failures = await exporter.settled();
    const spans = failures.reduce((sum, failure) => sum + failure.spans, 0);
    const cause = failures[0]?.error ?? refused;
    if (cause === undefined && failures.length === 0) return;
    throw new TracewrightError(
      'EXPORT_FAILED',
      `the SDK of "${service}" lost ${spans === 0 ? 'spans' : spans === 1 ? '1 span' : `${spans} spans`}: ${text(cause)}`,
      { cause },
    );
  }

  /** Flushes, and leaves the API's globals and the instrumentations as they were before. Stopping twice is fine. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { provider, instrumentations, unregister } = this.#parts;
    try {
      await this.flush();
    } finally {
      for (const instrumentation of instrumentations) instrumentation.disable();
      unregister();
      await provider.shutdown();
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
