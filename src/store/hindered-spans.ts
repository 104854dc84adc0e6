/** A span by its ids, 32 and 16 lower-case hex digits. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** Spans that are remembered. */
const MAX_SPANS = 100_000;

/**
 * The spans that this receiver itself kept from arriving in time: it refused them, or held them back. When they come at
 * last says nothing of how late their service exports.
 */
export class HinderedSpans {
  readonly #byTrace = new Map<string, Set<string>>();
  #size = 0;

  get any(): boolean {
    return this.#size > 0;
  }

  note({ traceId, spanId }: SpanIds): void {
    if (this.#size >= MAX_SPANS) return;
    let spans = this.#byTrace.get(traceId);
    if (spans === undefined) {
      spans = new Set();
      this.#byTrace.set(traceId, spans);
    }
    if (spans.has(spanId)) return;
    spans.add(spanId);
    this.#size++;
  }

  /** Spans of these traces have arrived; tells whether some of those that are remembered are among them. */
  arrived(traceIds: Iterable<string>, isStored: (traceId: string, spanId: string) => boolean): boolean {
    let some = false;
    for (const traceId of traceIds) {
      const spans = this.#byTrace.get(traceId);
      if (spans === undefined) continue;
      for (const spanId of spans) {
        if (!isStored(traceId, spanId)) continue;
        spans.delete(spanId);
        this.#size--;
        some = true;
      }
      if (spans.size === 0) this.#byTrace.delete(traceId);
    }
    return some;
  }
}
