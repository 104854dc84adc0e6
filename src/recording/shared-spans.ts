import { createHash } from 'node:crypto';
import { type SpanData, serviceOf } from '../model/span-data.ts';

/** Set in the flags of a span with `shared: true`, until its trace is whole. No flag of OTLP is there. */
export const SHARED = 0x8000_0000;

/**
 * Zipkin's two sides of a call may share one span id: the server's span, marked `shared`, reuses the client's.
 *
 * Here each span has an id of its own: the server's is derived from the shared one, its service and its rank, so that
 * reading the file again gives the same. It becomes the child of the client's span, and the parent of what its service
 * did under the shared id. A shared span whose client's side is not in the trace keeps its id.
 */
export function separateShared(spans: readonly SpanData[]): SpanData[] {
  const shared = spans.filter(isShared);
  if (shared.length === 0) return [...spans];
  const clients = new Set(spans.filter(span => !isShared(span)).map(span => span.spanId));
  /** The new ids, by the shared id and the service. */
  const ids = new Map<string, string>();
  const taken = new Map<string, number>();
  const servers = new Map<SpanData, string>();
  for (const span of shared) {
    if (!clients.has(span.spanId)) continue;
    const key = keyOf(span.spanId, span);
    const rank = taken.get(key) ?? 0;
    taken.set(key, rank + 1);
    const id = derivedId(key, rank);
    servers.set(span, id);
    if (rank === 0) ids.set(key, id);
  }
  return spans.map(span => {
    const id = servers.get(span);
    if (id !== undefined) return { ...span, flags: 0, spanId: id, parentSpanId: span.spanId };
    const flags = isShared(span) ? 0 : span.flags;
    const parent = span.parentSpanId === undefined ? undefined : ids.get(keyOf(span.parentSpanId, span));
    return { ...span, flags, parentSpanId: parent ?? span.parentSpanId };
  });
}

function isShared(span: SpanData): boolean {
  return (span.flags & SHARED) !== 0;
}

function keyOf(spanId: string, { resource }: SpanData): string {
  return `${spanId} ${serviceOf(resource)}`;
}

function derivedId(key: string, rank: number): string {
  return createHash('sha256').update(`${key} ${rank}`).digest('hex').slice(0, 16);
}
