import type { Lateness } from '../model/lateness.ts';
import type { Trace } from '../model/trace.ts';
import { plain, shortId } from './quote.ts';

/** Why more spans of a trace may come: they were still arriving, or a service exports later than its wait could wait. */
export function lateLine({ traceId, lateness }: Trace): string {
  const begin = `spans of trace ${shortId(traceId)}:`;
  if (lateness === undefined) return `${begin} some were still arriving when the wait timed out`;
  const { service, lagMs, quietMs } = lateness;
  return `${begin} ${plain(service, 40)} exports up to ${grouped(lagMs)} ms after a span ends, and the wait took ${grouped(quietMs)} ms without a span as the end`;
}

/** What to set, so that waits see all that late services send. */
export function latenessAdvice(traces: readonly Trace[]): string[] {
  const latest = traces
    .flatMap(({ lateness }) => (lateness === undefined ? [] : [lateness]))
    .sort((a, b) => b.lagMs - a.lagMs)[0];
  return latest === undefined ? [] : fixLines(latest);
}

function fixLines({ service, lagMs }: Lateness): string[] {
  return [
    `(Fix: give ${plain(service, 40)} OTEL_BSP_SCHEDULE_DELAY=50, as receiver.env() does. If a collector holds its spans back, declare that:`,
    ` startReceiver({ upstreamDelay: ${inSeconds(lagMs)} }). Or let the wait last longer: { timeout: ${inSeconds(4 * lagMs)} }.)`,
  ];
}

/** In milliseconds as they are written in code: whole seconds, `20_000`. */
function inSeconds(ms: number): string {
  return grouped(1_000 * Math.ceil(ms / 1_000)).replaceAll(',', '_');
}

function grouped(ms: number): string {
  return Math.round(ms).toLocaleString('en-US');
}
