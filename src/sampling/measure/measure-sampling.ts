import { TracewrightError } from '../../errors.ts';
import { kindOf } from '../../misuse.ts';
import { ATTACHMENTS } from '../../receiver/attachments.ts';
import type { Receiver } from '../../receiver/receiver.ts';
import type { SamplingReport } from '../sampling-report.ts';
import { type MeasureSamplingOptions, planMeasurement } from './measure-options.ts';

/**
 * Measures how many of a service's requests are sampled: sends requests without a trace context, so that the service
 * decides by itself, and counts the traces that arrive with a root span that matches `root`.
 *
 * The service needs its own sampler: `receiver.env({ sampler: 'inherit' })`, or `startService(command, { sampler:
 * 'inherit', ... })`. Without it, `always_on` is set.
 *
 * @param receiver the receiver that the service exports to
 * @returns a report: an immutable value, for `expect(report).toSample(ratio, { margin })` and `toSampleAtMost(perSecond)`.
 * @throws {TracewrightError} MEASUREMENT_FAILED for a request that fails, with its index, or when the time is up;
 * INVALID_SUBJECT, INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION, INVALID_CRITERIA, UNKNOWN_CRITERION;
 * RECEIVER_OVERFLOW, RECEIVER_STOPPED.
 * @example
 * const report = await measureSampling(receiver, {
 *   requests: 2_000,
 *   request: ({ signal }) => fetch(`${orders.url}/orders`, { signal }),
 *   root: { name: 'GET /orders', service: 'orders' },
 * });
 * expect(report).toSample(0.05, { margin: 0.025, confidence: 0.9999 });
 * @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#sampling
 */
export async function measureSampling(receiver: Receiver, options: MeasureSamplingOptions): Promise<SamplingReport> {
  if (typeof receiver !== 'object' || receiver === null || !(ATTACHMENTS in receiver)) {
    const missing = kindOf(receiver) === 'a Promise' ? ' `await` is missing.' : '';
    throw new TracewrightError(
      'INVALID_SUBJECT',
      `measureSampling() takes a receiver first: what \`await startReceiver()\` gave. Received ${kindOf(receiver)}.${missing}`,
    );
  }
  const plan = planMeasurement(options);
  const { runMeasurement } = await import('./loaded-when-measured.ts');
  return runMeasurement(receiver, plan);
}
