import { type ErrorCode, TracewrightError } from '../../errors.ts';
import { kindOf } from '../../misuse.ts';
import type { ReadableSpan } from '../readable/readable-span.ts';

/** The span processor that a provider calls; it calls those that the user gave. */
export interface ActiveProcessor {
  onStart(span: ReadableSpan, context: unknown): void;
  onEnd(span: ReadableSpan): void;
  forceFlush(): Promise<void>;
}

/** A tracer provider of the SDK, as far as joining it needs. */
export interface SdkProvider {
  getTracer(name: string, version?: string, options?: object): unknown;
  forceFlush(): Promise<void>;
  /** Of SDK 1.x. */
  addSpanProcessor?: (processor: object) => void;
}

/** Where the SDKs keep it: 1.x in a public field, 2.x in a private one of TypeScript. */
const FIELDS = ['_activeSpanProcessor', 'activeSpanProcessor'] as const;
const MAX_DELEGATES = 10;

/**
 * The SDK's own provider of what a user gave, which may be the proxy that `trace.getTracerProvider()` returns.
 *
 * @throws {TracewrightError} INVALID_OPTION when it is not a tracer provider; PROVIDER_NOT_SUPPORTED when its span
 * processors cannot be reached.
 */
export function sdkProviderOf(given: unknown): SdkProvider {
  let provider = given;
  for (let depth = 0; depth < MAX_DELEGATES && hasMethod(provider, 'getDelegate'); depth++) {
    provider = provider.getDelegate();
  }
  if (!hasMethod(provider, 'getTracer')) {
    const hint = hasMethod(provider, 'start') ? ' Of a NodeSDK, pass trace.getTracerProvider() after start().' : '';
    throw failure(
      'INVALID_OPTION',
      `option provider must be a tracer provider of the SDK; received ${kindOf(given)}.${hint}`,
    );
  }
  if (!hasMethod(provider, 'forceFlush') || findActive(provider) === undefined) {
    const what = provider === given ? kindOf(provider) : `${kindOf(given)} of ${kindOf(provider)}`;
    throw failure(
      'PROVIDER_NOT_SUPPORTED',
      `cannot join this provider: ${what} does not let its span processors be reached. A BasicTracerProvider, ` +
        'NodeTracerProvider or WebTracerProvider of SDK 1.x or 2.x does, as does trace.getTracerProvider() once one of ' +
        'them is registered. For another provider, read its spans with tracesOf(exporter.getFinishedSpans()).',
    );
  }
  return provider as unknown as SdkProvider;
}

/** The processor that this provider calls now; in SDK 1.x `addSpanProcessor` replaces it. */
export function activeProcessorOf(provider: SdkProvider): ActiveProcessor {
  const active = findActive(provider);
  if (active === undefined)
    throw failure('PROVIDER_NOT_SUPPORTED', 'found no span processors in the provider any more.');
  return active;
}

function findActive(provider: object): ActiveProcessor | undefined {
  for (const field of FIELDS) {
    const active: unknown = (provider as Readonly<Record<string, unknown>>)[field];
    const isProcessor = hasMethod(active, 'onStart') && hasMethod(active, 'onEnd') && hasMethod(active, 'forceFlush');
    if (isProcessor && Object.isExtensible(active)) return active as unknown as ActiveProcessor;
  }
  return undefined;
}

function hasMethod<Name extends string>(value: unknown, name: Name): value is Record<Name, () => unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function';
}

function failure(code: ErrorCode, text: string): TracewrightError {
  return new TracewrightError(code, `startSdk() ${text}`);
}
