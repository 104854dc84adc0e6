import type { ContextManager, TextMapPropagator } from '@opentelemetry/api';
import { ATTACHMENTS, type AttachedSdk } from '../receiver/attachments.ts';
import { loadPeers, type Peers } from './peers.ts';
import { apiVersionSeenFrom, type Registered, registrationFailure } from './registration-failure.ts';
import { RelayingProvider } from './relaying-provider.ts';
import { Sdk } from './sdk.ts';
import { checkSdkOptions, type ExportTarget, type SdkOptions } from './sdk-options.ts';
import { TrackedExporter } from './tracked-exporter.ts';

// Nothing is dropped, and a flush exports fewer batches side by side than the exporter takes.
const QUEUE = {
  maxQueueSize: 1_000_000,
  maxExportBatchSize: 8_192,
  scheduledDelayMillis: 50,
  exportTimeoutMillis: 3_000,
};
const EXPORTER = { timeoutMillis: 2_000, concurrencyLimit: 200, keepAlive: false };

/**
 * Starts an OpenTelemetry SDK in this process that exports to the receiver, and makes it the one that the
 * OpenTelemetry API uses: code under test that runs in the test process is traced. `capture` makes its context the
 * active one around its function, and waits for the export after it.
 *
 * @throws {TracewrightError} MISSING_PEER when OpenTelemetry's packages are not installed; SDK_ALREADY_STARTED when
 * the API has a provider already; API_VERSION_CONFLICT when another version of the API registered something first;
 * INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION.
 *
 * @example
 * import { startSdk } from 'tracewright/sdk';
 *
 * const sdk = await startSdk({ receiver, service: 'orders' });
 * const trace = await receiver.capture(() => placeOrder({ id: 'ord-17' }));
 * expect(trace.get('charge card')).toHaveAttribute('app.order.id', 'ord-17');
 * await sdk.stop();
 */
export async function startSdk(options: SdkOptions): Promise<Sdk> {
  const target = checkSdkOptions(options);
  const { receiver, service, instrumentations = [] } = options;
  const peers = loadPeers();
  const { provider, exporter } = buildProvider(peers, service, target);
  const relay = new RelayingProvider(peers.api, provider);
  const release = registerGlobals(peers, relay);
  const { sdks } = receiver[ATTACHMENTS];
  const sdk = new Sdk({
    service,
    tracer: relay.getTracer('tracewright'),
    provider,
    exporter,
    instrumentations,
    unregister: () => {
      sdks.delete(attached);
      release();
      relay.detach();
    },
  });
  const attached: AttachedSdk = {
    within: (context, fn) => peers.api.context.with(remoteContext(peers, context), fn),
    flush: () => sdk.flush(),
    stop: () => sdk.stop(),
  };
  sdks.add(attached);
  for (const instrumentation of instrumentations) {
    instrumentation.setTracerProvider(relay);
    instrumentation.enable();
  }
  return sdk;
}

function buildProvider({ traceBase, exporter, resources }: Peers, service: string, { url, tls }: ExportTarget) {
  const agent = tls === undefined ? {} : { httpAgentOptions: { keepAlive: false, ...tls } };
  const tracked = new TrackedExporter(new exporter.OTLPTraceExporter({ url, ...EXPORTER, ...agent }));
  const provider = new traceBase.BasicTracerProvider({
    resource: resources.defaultResource().merge(resources.resourceFromAttributes({ 'service.name': service })),
    // Given, so that OTEL_TRACES_SAMPLER in the environment of the tests changes nothing.
    sampler: new traceBase.ParentBasedSampler({ root: new traceBase.AlwaysOnSampler() }),
    spanProcessors: [new traceBase.BatchSpanProcessor(tracked, QUEUE)],
  });
  return { provider, exporter: tracked };
}

/** Registers with the API, all or nothing; returns how to undo that. */
function registerGlobals({ api, asyncHooks, core }: Peers, provider: RelayingProvider): () => void {
  const contextManager: ContextManager = new asyncHooks.AsyncLocalStorageContextManager().enable();
  const propagator: TextMapPropagator = new core.CompositePropagator({
    propagators: [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()],
  });
  const undo: (() => void)[] = [() => contextManager.disable()];
  const release = (): void => {
    for (const each of undo) each();
  };
  const register = (what: Registered, registered: boolean, disable: () => void): void => {
    if (registered) undo.push(disable);
    else {
      release();
      throw registrationFailure(what, apiVersionSeenFrom(import.meta.url));
    }
  };
  register('trace', api.trace.setGlobalTracerProvider(provider), () => api.trace.disable());
  register('context', api.context.setGlobalContextManager(contextManager), () => api.context.disable());
  register('propagation', api.propagation.setGlobalPropagator(propagator), () => api.propagation.disable());
  return release;
}

function remoteContext({ api }: Peers, sent: Parameters<AttachedSdk['within']>[0]) {
  return api.trace.setSpanContext(api.ROOT_CONTEXT, {
    traceId: sent.traceId,
    spanId: sent.spanId,
    traceFlags: sent.sampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE,
    isRemote: true,
  });
}
