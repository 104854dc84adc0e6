import type { Span, Trace } from '../model/trace.ts';
import { encodeTracesJson } from '../otlp/encode-json.ts';
import { encodeTracesProtobuf } from '../otlp/encode-protobuf.ts';
import { numberMarks } from '../pii/masking/marks.ts';
import { dateNow, sleep } from '../real-time.ts';
import { grpcTarget } from '../receiver/forward-grpc.ts';
import { httpTarget } from '../receiver/forward-http.ts';
import type { ForwardResult, ForwardTarget } from '../receiver/forward-request.ts';
import { plain } from '../report/quote.ts';
import { SHORT_MS } from './build-trace.ts';
import { sendFailure } from './send-failure.ts';
import type { SendPlan, SentTraces } from './send-options.ts';
import { SentCanaries } from './sent-canaries.ts';

const NEVER = new AbortController().signal;

/**
 * Sends traces, one request after the other, to the first that fails.
 *
 * @throws {TracewrightError} EXPORT_FAILED, INVALID_CANARY
 */
export async function sendBatches(plan: SendPlan, traces: AsyncIterable<Trace>): Promise<SentTraces> {
  const canaries = new SentCanaries(plan.canaries);
  const sent = { traces: 0, spans: 0, requests: 0 };
  const warnings: string[] = [];
  const target = plan.protocol === 'grpc' ? grpcTarget(plan) : httpTarget(plan);
  const flush = async (spans: readonly Span[]): Promise<void> => {
    canaries.look(spans);
    await untilEnded(spans);
    const result = await attempt(target, plan, spans);
    if (!result.isSent || (result.answer?.rejected ?? 0) > 0) {
      throw sendFailure(plan, result, { requests: sent.requests, spans: sent.spans, failing: spans.length });
    }
    if (result.answer !== undefined) warnings.push(numberMarks(plain(result.answer.message, 500)));
    sent.spans += spans.length;
    sent.requests++;
  };
  try {
    let waiting: Span[] = [];
    for await (const trace of traces) {
      sent.traces++;
      waiting.push(...trace.spans);
      for (; waiting.length >= plan.batchSize; waiting = waiting.slice(plan.batchSize)) {
        await flush(waiting.slice(0, plan.batchSize));
      }
    }
    if (waiting.length > 0) await flush(waiting);
  } finally {
    target.close();
  }
  canaries.settle(sent.spans);
  return { ...sent, warnings };
}

/** An SDK exports a span once it has ended; a collector would take another one for a fault of a clock. */
async function untilEnded(spans: readonly Span[]): Promise<void> {
  const endMs = spans.reduce((latest, span) => Math.max(latest, Number(span.endTimeUnixNano / 1_000n) / 1_000), 0);
  const waitMs = Math.ceil(endMs - dateNow());
  if (waitMs > 0 && waitMs <= SHORT_MS + 1) await sleep(waitMs, NEVER);
}

async function attempt(target: ForwardTarget, { protocol }: SendPlan, spans: readonly Span[]): Promise<ForwardResult> {
  const isJson = protocol === 'http/json';
  const body = isJson ? Buffer.from(encodeTracesJson(spans)) : encodeTracesProtobuf(spans);
  try {
    return await target.send({ signal: 'traces', encoding: isJson ? 'json' : 'protobuf', body, via: undefined });
  } catch (error) {
    // A header that HTTP cannot carry, for one.
    return { isSent: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
