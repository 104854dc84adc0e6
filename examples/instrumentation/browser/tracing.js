// Traces a page: how long it took to load, what the user did, and each request that followed.
import { ZoneContextManager } from '@opentelemetry/context-zone';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { DocumentLoadInstrumentation } from '@opentelemetry/instrumentation-document-load';
import { FetchInstrumentation } from '@opentelemetry/instrumentation-fetch';
import { UserInteractionInstrumentation } from '@opentelemetry/instrumentation-user-interaction';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, WebTracerProvider } from '@opentelemetry/sdk-trace-web';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';

/**
 * Call it once, before any other code of the page.
 *
 * - `endpoint`: the base URL of the collector. It must allow the page's origin (CORS).
 * - `backends`: the origins of your own services that get the trace context. The page's own origin always does. Do not
 *   list others: a third party would get your trace ids, and its CORS preflight would refuse the header.
 */
export function startTracing({ endpoint, service, version, backends = [] }) {
  const url = `${endpoint}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url });
  const identity = resourceFromAttributes({ [ATTR_SERVICE_NAME]: service, [ATTR_SERVICE_VERSION]: version });
  const provider = new WebTracerProvider({
    // A resource of your own takes the place of the default one, which says that this is the SDK for browsers.
    resource: defaultResource().merge(identity),
    // It also sends when the page is hidden or left, so the last spans are not lost.
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 500 })],
  });
  // Zones carry the active span through promises and timers. They cannot follow a native `await`, so build for ES2016.
  provider.register({ contextManager: new ZoneContextManager() });

  registerInstrumentations({
    instrumentations: [
      new DocumentLoadInstrumentation(),
      new UserInteractionInstrumentation({ eventNames: ['click', 'submit'] }),
      new FetchInstrumentation({
        propagateTraceHeaderCorsUrls: backends,
        ignoreUrls: [url],
        semconvStabilityOptIn: 'http',
      }),
    ],
  });
  return provider;
}
