import type { Trace } from '../model/trace.ts';
import { plain, shortId } from './quote.ts';

/** Why more spans of a trace may come: they were still arriving, or a service exports later than its wait could wait. */
export function lateLine({ traceId, lateness }: Trace): string {
  const begin = `spans of trace ${shortId(traceId)}:`;
  if (lateness === undefined) return `${begin} some were still arriving when the wait timed out`;
  const { service, lagMs, quietMs, isCut } = lateness;
  const late = `${begin} ${plain(service, 40)} exports up to ${grouped(lagMs)} ms after a span ends`;
  return isCut
    ? `${late}. The wait ended after ${grouped(quietMs)} ms without a span, which is a quarter of its timeout`
    : `${late}, so the wait needed ${grouped(quietMs)} ms without a span. Its time was up before that`;
}

/** What to set, so that waits see all that late services send. */
export function latenessAdvice(traces: readonly Trace[]): string[] {
  const latest = traces
    .flatMap(({ lateness }) => (lateness === undefined ? [] : [lateness]))
    .sort((a, b) => b.lagMs - a.lagMs)[0];
  if (latest === undefined) return [];
  const { service, lagMs, isCut, timeoutMs } = latest;
  const enoughMs = isCut ? 4 * lagMs : Math.max(4 * lagMs, timeoutMs + lagMs);
  return [
    `(Fix: give ${plain(service, 40)} OTEL_BSP_SCHEDULE_DELAY=50, as receiver.env() does. If a collector holds its spans back, declare that:`,
    ` startReceiver({ upstreamDelay: ${inCode(lagMs)} }). Or let the wait last longer: { timeout: ${inCode(enoughMs)} }.)`,
  ];
}

/** Whole seconds in milliseconds, as they are written in code: `20_000`. */
function inCode(ms: number): string {
  return grouped(1_000 * Math.ceil(ms / 1_000)).replaceAll(',', '_');
}

function grouped(ms: number): string {
  return Math.round(ms).toLocaleString('en-US');
}
