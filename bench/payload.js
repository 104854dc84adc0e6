import { randomFillSync } from 'node:crypto';
import { SpanKind } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

export const SPANS_A_BATCH = 512;
const SPANS_A_TRACE = 8;

/** A batch as a real SDK would send it, and where its spans' ids are, so that copies can be given ids of their own. */
function template() {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders' }),
    spanProcessors: [new SimpleSpanProcessor(memory)],
  });
  const tracer = provider.getTracer('bench', '1.0.0');
  for (let n = 0; n < SPANS_A_BATCH; n++) {
    const span = tracer.startSpan(`GET /items/${n % 20}`, {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'http.route': '/items/:id',
        'url.path': `/items/${n}`,
        'url.scheme': 'http',
        'server.address': 'orders.internal',
        'server.port': 8080,
        'network.peer.address': '127.0.0.1',
        'user_agent.original': 'bench/1.0 (node)',
        'app.item': n,
      },
    });
    span.end();
  }
  const spans = memory.getFinishedSpans();
  const bytes = Buffer.from(ProtobufTraceSerializer.serializeRequest(spans));
  let from = 0;
  const offsets = spans.map(span => {
    const { traceId, spanId } = span.spanContext();
    const trace = bytes.indexOf(Buffer.from(traceId, 'hex'), from);
    const id = bytes.indexOf(Buffer.from(spanId, 'hex'), trace);
    from = id;
    return { trace, id };
  });
  return { bytes, offsets };
}

/** As many batches as asked for, all of whose ids are new. */
export function* batches(count) {
  const { bytes, offsets } = template();
  for (let n = 0; n < count; n++) {
    const batch = Buffer.from(bytes);
    for (const [index, { trace, id }] of offsets.entries()) {
      const first = offsets[index - (index % SPANS_A_TRACE)];
      if (first.trace === trace) randomFillSync(batch, trace, 16);
      else batch.copy(batch, trace, first.trace, first.trace + 16);
      randomFillSync(batch, id, 8);
    }
    yield batch;
  }
}
