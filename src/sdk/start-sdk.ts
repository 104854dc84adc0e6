import type { ContextManager, TextMapPropagator, Tracer, TracerProvider } from '@opentelemetry/api';
import { ATTACHMENTS, type AttachedSdk } from '../receiver/attachments.ts';
import { type SdkProvider, sdkProviderOf } from './joined/active-processor.ts';
import { JoinedProvider } from './joined/joined-provider.ts';
import { OpenSpanTracker } from './open-span-tracker.ts';
import { type ApiPeers, loadApiPeers, loadPeers, type Peers } from './peers.ts';
import {
  alreadyJoined,
  apiVersionSeenFrom,
  isRegistered,
  type Registered,
  registrationFailure,
} from './registration-failure.ts';
import { RelayingProvider } from './relaying-provider.ts';
import { Sdk, type SdkParts } from './sdk.ts';
import { checkOwnSdk, checkSdkOptions, type ExportTarget, type SdkOptions } from './sdk-options.ts';
import { type ExportFailure, TrackedExporter } from './tracked-exporter.ts';

// Nothing is dropped, and a flush exports fewer batches side by side than the exporter takes.
const QUEUE = {
  maxQueueSize: 1_000_000,
  maxExportBatchSize: 8_192,
  scheduledDelayMillis: 50,
  exportTimeoutMillis: 3_000,
};
const EXPORTER = { timeoutMillis: 2_000, concurrencyLimit: 200, keepAlive: true };

/** The providers that are joined now. */
const joined = new WeakSet<object>();

/**
 * Starts an OpenTelemetry SDK in this process that exports to the receiver over OTLP/HTTP, and makes it the one that the
 * OpenTelemetry API uses: code under test that runs in the test process is traced. `capture` makes its context the
 * active one around its function, and waits for the export after it. Spans that were started and never ended make a
 * trace incomplete, by name (`trace.unended`).
 *
 * With `provider` it joins a provider that you built instead, of SDK 1.x or 2.x, with your span processors, samplers and
 * exporters. Every batch that one of your exporters is handed goes to the receiver too, as it is at that moment and not
 * through a socket: what your processors changed or left out is changed or missing there. An exporter that keeps spans in
 * memory shows later changes as well, so its spans are read once all processors are done. Without any exporter, the
 * receiver gets each sampled span after all processors have seen its end. Processors are flushed 50 ms after a span has
 * ended, and by `capture`. What is not registered with the API yet (tracer provider, context manager, propagator) is
 * registered until `stop()`.
 *
 * @throws {TracewrightError} MISSING_PEER when OpenTelemetry's packages are not installed; SDK_ALREADY_STARTED when
 * the API has a provider already, or the given one is joined already; API_VERSION_CONFLICT when another version of the
 * API registered something first; PROVIDER_NOT_SUPPORTED when the span processors of the given provider cannot be reached;
 * INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION.
 *
 * @example
 * import { startSdk } from 'tracewright/sdk';
 *
 * const sdk = await startSdk({ receiver, service: 'orders' });
 * const trace = await receiver.capture(() => placeOrder({ id: 'ord-17' }));
 * expect(trace.get('charge card')).toHaveAttribute('app.order.id', 'ord-17');
 * await sdk.stop();
 *
 * @example
 * // Does the redaction processor of your application do its work?
 * const provider = new NodeTracerProvider({ spanProcessors: [new RedactionProcessor()] });
 * const sdk = await startSdk({ receiver, provider });
 * const trace = await receiver.capture(() => placeOrder({ email: person.email }));
 * expect(trace).not.toLeak(person);
 * await sdk.stop();
 */
export async function startSdk(options: SdkOptions): Promise<Sdk> {
  checkSdkOptions(options);
  return options.provider === undefined ? startOwn(options) : join(options, sdkProviderOf(options.provider));
}

function startOwn(options: SdkOptions): Sdk {
  const { service, target } = checkOwnSdk(options);
  const peers = loadPeers();
  const attachments = options.receiver[ATTACHMENTS];
  const tracker = new OpenSpanTracker(attachments.openSpans, () => provider.forceFlush());
  const { provider, exporter } = buildProvider(peers, { service, target, tracker }, () => {
    attachments.sdkRequests++;
  });
  const relay = new RelayingProvider(peers.api, provider);
  const release = registerGlobals(peers, relay, apiVersionSeenFrom(import.meta.url), false);
  return attach(options, peers, relay, {
    name: `the SDK of "${service}"`,
    tracer: relay.getTracer('tracewright'),
    flush: async () => {
      const refused = await provider.forceFlush().then(() => [], refusal);
      const failures = await exporter.settled();
      return failures.length > 0 ? failures : refused;
    },
    isIdle: () => tracker.ended === exporter.settledSpans,
    unregister: () => {
      release();
      relay.detach();
    },
    close: () => provider.shutdown(),
  });
}

function refusal(errors: unknown): ExportFailure[] {
  const error: unknown = Array.isArray(errors) ? errors[0] : errors;
  return [{ spans: 0, error: error instanceof Error ? error : undefined }];
}

function join(options: SdkOptions, provider: SdkProvider): Sdk {
  const peers = loadApiPeers();
  if (joined.has(provider)) throw alreadyJoined();
  const isOfApi = provider as SdkProvider & TracerProvider;
  const relay = new RelayingProvider(peers.api, isOfApi);
  const release = registerGlobals(peers, relay, apiVersionSeenFrom(import.meta.url), true);
  let tap: JoinedProvider;
  try {
    tap = new JoinedProvider(provider, options.receiver[ATTACHMENTS]);
  } catch (error) {
    release();
    throw error;
  }
  joined.add(provider);
  return attach(options, peers, isOfApi, {
    name: 'the joined provider',
    tracer: isOfApi.getTracer('tracewright') as Tracer,
    flush: () => tap.flush(),
    isIdle: () => tap.idle,
    unregister: () => {
      joined.delete(provider);
      tap.release();
      release();
      relay.detach();
    },
    close: () => Promise.resolve(),
  });
}

/** Puts an SDK on its receiver, and instrumentations on it. */
function attach(
  { receiver, instrumentations = [] }: SdkOptions,
  peers: ApiPeers,
  provider: TracerProvider,
  { isIdle, ...parts }: Omit<SdkParts, 'instrumentations'> & { readonly isIdle: () => boolean },
): Sdk {
  const { sdks } = receiver[ATTACHMENTS];
  const sdk = new Sdk({
    ...parts,
    instrumentations,
    unregister: () => {
      sdks.delete(attached);
      parts.unregister();
    },
  });
  const attached: AttachedSdk = {
    within: (context, fn) => peers.api.context.with(remoteContext(peers, context), fn),
    flush: () => sdk.flush(),
    isIdle,
    stop: () => sdk.stop(),
  };
  sdks.add(attached);
  for (const instrumentation of instrumentations) {
    instrumentation.setTracerProvider(provider);
    instrumentation.enable();
  }
  return sdk;
}

interface OwnSdk {
  readonly service: string;
  readonly target: ExportTarget;
  readonly tracker: OpenSpanTracker;
}

function buildProvider(
  { traceBase, exporter, resources }: Peers,
  { service, target: { url, tls }, tracker }: OwnSdk,
  onSent: () => void,
) {
  const agent = tls === undefined ? {} : { httpAgentOptions: { keepAlive: true, ...tls } };
  const tracked = new TrackedExporter(new exporter.OTLPTraceExporter({ url, ...EXPORTER, ...agent }), onSent);
  const provider = new traceBase.BasicTracerProvider({
    resource: resources.defaultResource().merge(resources.resourceFromAttributes({ 'service.name': service })),
    // Given, so that OTEL_TRACES_SAMPLER in the environment of the tests changes nothing.
    sampler: new traceBase.ParentBasedSampler({ root: new traceBase.AlwaysOnSampler() }),
    spanProcessors: [tracker, new traceBase.BatchSpanProcessor(tracked, QUEUE)],
  });
  return { provider, exporter: tracked };
}

/**
 * Registers with the API, all or nothing; returns how to undo that.
 *
 * @param keepsOthers leaves what is registered already, as the user of a provider may have done
 */
function registerGlobals(
  { api, asyncHooks, core }: ApiPeers,
  provider: RelayingProvider,
  apiVersion: string | undefined,
  keepsOthers: boolean,
): () => void {
  const undo: (() => void)[] = [];
  const release = (): void => {
    for (const each of undo.splice(0)) each();
  };
  const register = (what: Registered, set: () => boolean, disable: () => void): void => {
    if (keepsOthers && isRegistered(what, apiVersion)) return;
    if (set()) undo.push(disable);
    else {
      release();
      throw registrationFailure(what, apiVersion);
    }
  };
  register(
    'trace',
    () => api.trace.setGlobalTracerProvider(provider),
    () => api.trace.disable(),
  );
  const contextManager: ContextManager = new asyncHooks.AsyncLocalStorageContextManager();
  register(
    'context',
    () => api.context.setGlobalContextManager(contextManager.enable()),
    () => {
      api.context.disable();
      contextManager.disable();
    },
  );
  if (core === undefined) return release;
  const propagator: TextMapPropagator = new core.CompositePropagator({
    propagators: [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()],
  });
  register(
    'propagation',
    () => api.propagation.setGlobalPropagator(propagator),
    () => api.propagation.disable(),
  );
  return release;
}

function remoteContext({ api }: ApiPeers, sent: Parameters<AttachedSdk['within']>[0]) {
  return api.trace.setSpanContext(api.ROOT_CONTEXT, {
    traceId: sent.traceId,
    spanId: sent.spanId,
    traceFlags: sent.sampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE,
    isRemote: true,
  });
}
