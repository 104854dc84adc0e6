import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../model/problem.ts';
import { type SpanData, serviceOf } from '../model/span-data.ts';

/** All that arrived of one trace, and what can be told of it without building the tree. */
export class TraceRecord {
  readonly traceId: string;
  readonly spans: SpanData[] = [];
  readonly problems: Problem[] = [];
  readonly services = new Set<string>();
  /** Traces that spans of this one link to. */
  readonly linksTo = new Set<string>();
  /** When its first and its latest span arrived, on the steady clock. */
  readonly firstArrivalMs: number;
  lastArrivalMs: number;
  /** Grows with every change, so that a snapshot knows whether it is still good. */
  version = 0;

  readonly #bySpanId = new Map<string, SpanData[]>();
  readonly #arrivals = new Map<string, number>();
  readonly #missingParents = new Set<string>();

  constructor(traceId: string, nowMs: number) {
    this.traceId = traceId;
    this.firstArrivalMs = nowMs;
    this.lastArrivalMs = nowMs;
  }

  /** Stores a span, unless the very same span is here: exporters send again when an answer was lost. */
  add(span: SpanData, nowMs: number): 'stored' | 'duplicate' {
    const sameId = this.#bySpanId.get(span.spanId);
    if (sameId?.some(other => isDeepStrictEqual(other, span))) return 'duplicate';
    if (sameId === undefined) {
      this.#bySpanId.set(span.spanId, [span]);
      this.#arrivals.set(span.spanId, nowMs);
    } else {
      sameId.push(span);
    }
    this.spans.push(span);
    this.services.add(serviceOf(span.resource));
    this.lastArrivalMs = nowMs;
    this.version++;
    this.#missingParents.delete(span.spanId);
    const { parentSpanId } = span;
    if (parentSpanId !== undefined && !this.#bySpanId.has(parentSpanId)) this.#missingParents.add(parentSpanId);
    for (const link of span.links) if (link.traceId !== this.traceId) this.linksTo.add(link.traceId);
    return 'stored';
  }

  /** When a span first arrived, on the steady clock; undefined when it did not. */
  arrivalOf(spanId: string): number | undefined {
    return this.#arrivals.get(spanId);
  }

  /** Whether every parent id is that of a span that arrived, or of a context that was sent. */
  knowsEveryParent(sentSpanIds: ReadonlySet<string>): boolean {
    for (const id of this.#missingParents) if (!sentSpanIds.has(id)) return false;
    return true;
  }
}
