import { type TracesToWrite, tracesToWrite } from '../recording/traces-to-write.ts';
import { planSend, type SendTarget, type SendTracesOptions, type SentTraces } from './send-options.ts';

/**
 * Sends traces to an OTLP endpoint: to a collector whose configuration is under test, for one.
 *
 * Every field of every span goes as it is. Requests go one after the other, and none is retried: what the endpoint
 * refuses, or does not keep whole, is an error.
 *
 * @param endpoint `http://127.0.0.1:4318`, `127.0.0.1:4317`, or what `startCollector` gave
 * @param traces a Trace, any (async) iterable of Traces, or a receiver: all that it holds
 * @throws {TracewrightError} EXPORT_FAILED with the endpoint's answer and counts; NO_TRACES, INVALID_SUBJECT,
 * INVALID_CANARY, INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
 * @example
 * const sent = await sendTraces('http://127.0.0.1:4318', buildTrace({ name: 'nightly', service: 'jobs' }));
 * sent.spans; // 1
 * @example
 * await sendTraces(collector, trace, { protocol: 'grpc' });
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export async function sendTraces(
  endpoint: SendTarget,
  traces: TracesToWrite,
  options: SendTracesOptions = {},
): Promise<SentTraces> {
  const plan = planSend(endpoint, options);
  const source = tracesToWrite(traces, 'sendTraces()');
  const { sendBatches } = await import('./loaded-when-sending.ts');
  return sendBatches(plan, source);
}
