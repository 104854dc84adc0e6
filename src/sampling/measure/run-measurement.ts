import { ATTACHMENTS } from '../../receiver/attachments.ts';
import type { Receiver } from '../../receiver/receiver.ts';
import { SamplingReport } from '../sampling-report.ts';
import { countSampled } from './count-sampled.ts';
import type { MeasurePlan } from './measure-options.ts';
import { sendRequests } from './send-requests.ts';

/** Sends the requests, waits until the last of their spans came, and counts. */
export async function runMeasurement(receiver: Receiver, plan: MeasurePlan): Promise<SamplingReport> {
  const since = receiver.mark();
  const windows = await sendRequests(plan);
  const until = receiver.mark();
  const drive = { since, until, root: plan.root, quiet: plan.quiet };
  const came = await receiver[ATTACHMENTS].arrivedSince(drive, 'measureSampling()');
  const { roots, doubts } = countSampled(came.traces, plan.root, windows, came.beganMs);
  return new SamplingReport({
    requests: plan.requests,
    sampled: roots.length,
    durationMs: until.steadyMs - since.steadyMs,
    startTimesMs: roots.map(({ startTimeUnixNano }) => Number(startTimeUnixNano / 1_000n) / 1_000),
    services: [...new Set(roots.map(({ service }) => service))],
    root: plan.root.wanted,
    doubts,
    unsettled: came.unsettled,
    lateness: came.lateness,
    losses: came.losses,
    hasExported: came.holdsMatch,
  });
}
