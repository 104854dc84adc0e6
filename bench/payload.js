import { randomFillSync } from 'node:crypto';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

export const SPANS_A_BATCH = 512;
const SPANS_A_TRACE = 8;
const NAMES = 20;

/** The name that receivers are asked for. */
export const ASKED_NAME = 'GET /items/7';

/** How many spans of that name are among so many. */
export function spansOfAskedName(spans) {
  const inBatch = size => Math.floor((size + NAMES - 8) / NAMES);
  return Math.floor(spans / SPANS_A_BATCH) * inBatch(SPANS_A_BATCH) + inBatch(spans % SPANS_A_BATCH);
}

const ENCODINGS = {
  protobuf: { serializer: ProtobufTraceSerializer, idsFrom: bytes => bytes, bytesOf: hex => Buffer.from(hex, 'hex') },
  json: {
    serializer: JsonTraceSerializer,
    idsFrom: bytes => Buffer.from(bytes.toString('hex'), 'latin1'),
    bytesOf: hex => Buffer.from(hex, 'latin1'),
  },
};

/** So many spans in batches of 512 (the last one smaller), all of whose ids are new. */
export function* batches(encoding, spans) {
  const full = template(encoding, Math.min(spans, SPANS_A_BATCH));
  for (let left = spans; left > 0; left -= SPANS_A_BATCH) {
    const batch = left < full.spans ? template(encoding, left) : full;
    yield withIds(batch, newIds(batch));
  }
}

/** A batch as a real SDK sends it, and where its ids are, so that copies can be given ids of their own. */
export function template(encoding, count) {
  const { serializer, idsFrom, bytesOf } = ENCODINGS[encoding];
  const spans = finishedSpans(count);
  const bytes = Buffer.from(serializer.serializeRequest(spans));
  const places = new Map();
  const ids = [];
  let idBytes = 0;
  let at = 0;
  for (const span of spans) {
    const { traceId, spanId } = span.spanContext();
    for (const hex of [traceId, spanId, span.parentSpanContext?.spanId].filter(id => id !== undefined)) {
      if (!places.has(hex)) {
        places.set(hex, idBytes);
        idBytes += hex.length / 2;
      }
      const written = bytesOf(hex);
      at = bytes.indexOf(written, at);
      ids.push({ at, from: (places.get(hex) * written.length) / (hex.length / 2), length: written.length });
    }
  }
  const spanIds = spans.map(span => places.get(span.spanContext().spanId));
  return { bytes, ids, idBytes, idsFrom, spanIds, spans: count };
}

/** Ids for a copy of the template; its `spanIds` say where each span's is. */
export function newIds({ idBytes }) {
  return randomFillSync(Buffer.allocUnsafe(idBytes));
}

/** A copy of the template with these ids. */
export function withIds({ bytes, ids, idsFrom }, raw) {
  const copy = Buffer.from(bytes);
  const written = idsFrom(raw);
  for (const { at, from, length } of ids) written.copy(copy, at, from, from + length);
  return copy;
}

/** Traces of 8 spans, each the parent of two, in the order in which they end: children before their parent. */
function finishedSpans(count) {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders' }),
    spanProcessors: [new SimpleSpanProcessor(memory)],
  });
  const tracer = provider.getTracer('bench', '1.0.0');
  for (let first = 0; first < count; first += SPANS_A_TRACE) {
    const open = [];
    for (let n = first; n < Math.min(first + SPANS_A_TRACE, count); n++) {
      const parent = open[Math.floor((n - first - 1) / 2)];
      const context = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
      open.push(
        tracer.startSpan(`GET /items/${n % NAMES}`, { kind: SpanKind.SERVER, attributes: attributes(n) }, context),
      );
    }
    for (const span of open.reverse()) span.end();
  }
  return memory.getFinishedSpans();
}

function attributes(n) {
  return {
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'http.route': '/items/:id',
    'url.path': `/items/${n}`,
    'url.scheme': 'http',
    'server.address': 'orders.internal.example',
    'server.port': 8080,
    'network.peer.address': '127.0.0.1',
    'user_agent.original': 'bench/1.0 (node 20.19.0; linux x64)',
    'app.item': n,
  };
}
