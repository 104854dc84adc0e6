import { TracewrightError } from '../../errors.ts';
import type { Span } from '../../model/trace.ts';
import { ATTACHMENTS } from '../../receiver/attachments.ts';
import type { Receiver } from '../../receiver/receiver.ts';
import { SamplingReport } from '../sampling-report.ts';
import { countSampled } from './count-sampled.ts';
import type { MeasurePlan } from './measure-options.ts';
import { sendRequests } from './send-requests.ts';

/** The receivers with which a measurement is under way. */
const MEASURED = new WeakSet<Receiver>();

/** Sends the requests, waits until the last of their spans came, and counts. */
export async function runMeasurement(receiver: Receiver, plan: MeasurePlan): Promise<SamplingReport> {
  if (MEASURED.has(receiver)) {
    throw new TracewrightError(
      'MEASUREMENT_FAILED',
      'measureSampling() is already measuring with this receiver. The traces of two measurements cannot be told apart. Fix: await the first one, or give each service a receiver of its own.',
    );
  }
  MEASURED.add(receiver);
  try {
    return await measure(receiver, plan);
  } finally {
    MEASURED.delete(receiver);
  }
}

async function measure(receiver: Receiver, plan: MeasurePlan): Promise<SamplingReport> {
  const since = receiver.mark();
  const windows = await sendRequests(plan);
  const until = receiver.mark();
  const drive = { since, until, root: plan.root, quiet: plan.quiet };
  const came = await receiver[ATTACHMENTS].arrivedSince(drive, 'measureSampling()');
  const { roots, others, doubts } = countSampled(came.traces, plan.root, windows, came.beganMs);
  return new SamplingReport({
    requests: plan.requests,
    sampled: roots.length,
    durationMs: until.steadyMs - since.steadyMs,
    startTimesMs: roots.map(startMs),
    services: [...new Set(roots.map(({ service }) => service))],
    others: others.map(span => ({ name: span.name, service: span.service, startMs: startMs(span) })),
    root: plan.root.wanted,
    doubts,
    unsettled: came.unsettled,
    lateness: came.lateness,
    losses: came.losses,
    hasExported: came.holdsMatch,
  });
}

function startMs({ startTimeUnixNano }: Span): number {
  return Number(startTimeUnixNano / 1_000n) / 1_000;
}
