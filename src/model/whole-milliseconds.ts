import { contentText } from './content-text.ts';
import type { Resource, SpanData } from './span-data.ts';

/** In nanoseconds. */
export const MILLISECOND = 1_000_000n;

const keys = new WeakMap<Resource, string>();

/** A text that only equal resources have. */
export function resourceKey(resource: Resource): string {
  const known = keys.get(resource);
  if (known !== undefined) return known;
  const key = contentText(resource);
  keys.set(resource, key);
  return key;
}

/**
 * The resources whose SDK cuts starts to the millisecond: two or more spans, all of whose starts are whole milliseconds.
 *
 * Node's SDK reads `Date.now()` for the start and adds the measured duration for the end. So each span lies later by less
 * than a millisecond, its start and its end alike.
 *
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/v2.0.0/packages/opentelemetry-sdk-trace-base/src/Span.ts
 */
export function resourcesOfWholeMilliseconds(spans: readonly SpanData[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const others = new Set<string>();
  for (const { resource, startTimeUnixNano } of spans) {
    if (startTimeUnixNano === 0n) continue;
    const key = resourceKey(resource);
    if (startTimeUnixNano % MILLISECOND !== 0n) others.add(key);
    else counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const whole = [...counts].filter(([key, count]) => count > 1 && !others.has(key));
  return new Set(whole.map(([key]) => key));
}
