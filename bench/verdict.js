// From span.end() in this process, over a real socket, to the promise of waitForSpan: median of many, in milliseconds.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { startReceiver } from '../dist/index.js';

const ROUNDS = 200;

export async function measureVerdict() {
  const receiver = await startReceiver({ grpcPort: false });
  const exporter = new OTLPTraceExporter({ url: `${receiver.httpUrl}/v1/traces` });
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('bench');
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const verdict = receiver.waitForSpan(`round ${round}`).then(() => process.hrtime.bigint());
    const span = tracer.startSpan(`round ${round}`);
    const ended = process.hrtime.bigint();
    span.end();
    times.push(Number((await verdict) - ended) / 1e6);
  }
  await exporter.shutdown();
  await receiver.stop();
  return times.sort((a, b) => a - b)[ROUNDS / 2];
}
