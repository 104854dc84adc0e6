import { isDeepStrictEqual } from 'node:util';
import type { SpanData } from '../model/span-data.ts';

/** The spans of one trace without those that a resend repeated: what is the same in every field is there once. */
export function withoutRepeats(spans: readonly SpanData[]): SpanData[] {
  const kept = new Map<string, SpanData[]>();
  for (const span of spans) {
    const alike = kept.get(span.spanId);
    if (alike === undefined) kept.set(span.spanId, [span]);
    else if (!alike.some(other => isDeepStrictEqual(other, span))) alike.push(span);
  }
  return [...kept.values()].flat();
}
