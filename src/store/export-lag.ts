import type { PackedSpans } from '../model/packed-spans.ts';
import { type SpanData, serviceOf } from '../model/span-data.ts';

/** How late each service's spans arrive: the largest time from a span's end to its arrival, in milliseconds. */
export class ExportLag {
  readonly #sinceMs: number;
  readonly #byService = new Map<string, number>();
  #largest = 0;

  /** @param sinceMs spans that ended before say nothing: they are a replay, or their sender's clock has stopped. */
  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs;
  }

  get byService(): ReadonlyMap<string, number> {
    return this.#byService;
  }

  get largest(): number {
    return this.#largest;
  }

  notePacked({ columns, size, origins }: PackedSpans, nowMs: number): void {
    const { endMs, originOf } = columns;
    const since = this.#sinceMs;
    let earliest = Number.POSITIVE_INFINITY;
    for (let index = 0; index < size; index++) {
      const ended = endMs[index] as number;
      if (ended >= since && ended < earliest) earliest = ended;
      if (index + 1 < size && originOf[index + 1] === originOf[index]) continue;
      this.#note(origins[originOf[index] as number]?.service ?? '', nowMs - earliest);
      earliest = Number.POSITIVE_INFINITY;
    }
  }

  noteDecoded(spans: readonly SpanData[], nowMs: number): void {
    for (const span of spans) {
      const endedMs = Number(span.endTimeUnixNano / 1_000_000n);
      if (endedMs >= this.#sinceMs) this.#note(serviceOf(span.resource), nowMs - endedMs);
    }
  }

  #note(service: string, lagMs: number): void {
    if (lagMs > (this.#byService.get(service) ?? 0)) this.#byService.set(service, lagMs);
    if (lagMs > this.#largest) this.#largest = lagMs;
  }
}
