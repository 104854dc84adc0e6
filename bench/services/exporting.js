// A service with the simple span processor: ends a span when asked to, and tells when that was.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { answer } from '../ask.js';

const [url] = process.argv.slice(2);
const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces` });
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer('bench');

answer({
  async end(name) {
    const span = tracer.startSpan(name);
    const ended = process.hrtime.bigint();
    span.end();
    await provider.forceFlush();
    return String(ended);
  },
});
