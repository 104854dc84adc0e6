import type { PackedSpans } from '../model/packed-spans.ts';
import { type Resource, type SpanData, serviceOf } from '../model/span-data.ts';
import type { ExportLags } from './export-lag.ts';
import type { Moment } from './moment.ts';
import type { SenderClock, SenderClocks } from './sender-clock.ts';
import type { SentContexts } from './sent-contexts.ts';
import { indexOf } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';

/** When the first and the last span ended that one sender exported with a request. */
interface Ends {
  readonly service: string;
  /** Of those that say how late they come; infinite if there is none. */
  earliestMs: number;
  latestMs: number;
}

/** What each request tells of its senders: how late they export, and how far their clocks are from this process's. */
export class SenderEvidence {
  readonly #clocks: SenderClocks;
  readonly #lags: ExportLags;
  readonly #sent: SentContexts;

  constructor(clocks: SenderClocks, lags: ExportLags, sent: SentContexts) {
    this.#clocks = clocks;
    this.#lags = lags;
    this.#sent = sent;
  }

  notePacked({ columns, size, origins }: PackedSpans, arrived: Moment): void {
    const { endMs, originOf } = columns;
    const ends = new Map<SenderClock, Ends>();
    let of: Ends | undefined;
    for (let index = 0; index < size; index++) {
      if (of === undefined || originOf[index] !== originOf[index - 1]) {
        const origin = origins[originOf[index] as number];
        if (origin === undefined) continue;
        of = this.#endsOf(ends, origin.resource, origin.service);
      }
      this.#note(of, endMs[index] as number);
    }
    this.#conclude(ends, arrived);
  }

  noteDecoded(spans: readonly SpanData[], arrived: Moment): void {
    const ends = new Map<SenderClock, Ends>();
    for (const { resource, endTimeUnixNano } of spans)
      this.#note(this.#endsOf(ends, resource, serviceOf(resource)), Number(endTimeUnixNano) / 1e6);
    this.#conclude(ends, arrived);
  }

  /** These rows are stored: those that descend from a context that was sent tell when they began at the earliest. */
  noteRows(table: SpanTable, from: number, to: number, arrived: Moment): void {
    if (!this.#sent.any) return;
    let trace = -1;
    let sentMs: number | undefined;
    for (let row = from; row < to; row++) {
      const of = table.rows.page(row).traceOf[indexOf(row)] as number;
      if (of !== trace) {
        trace = of;
        sentMs = this.#sent.sentAtMs(table.traceId(trace));
      }
      if (sentMs === undefined) continue;
      this.#clocks.of(table.originOf(row).resource).noteDescendant(table.beganMs(row), sentMs, () => ({
        endedMs: Number(table.span(row).endTimeUnixNano) / 1e6,
        arrivedMs: arrived.wallMs,
      }));
    }
  }

  #endsOf(ends: Map<SenderClock, Ends>, resource: Resource, service: string): Ends {
    const clock = this.#clocks.of(resource);
    let of = ends.get(clock);
    if (of === undefined) {
      of = { service, earliestMs: Number.POSITIVE_INFINITY, latestMs: Number.NEGATIVE_INFINITY };
      ends.set(clock, of);
    }
    return of;
  }

  #note(ends: Ends, endedMs: number): void {
    if (endedMs > ends.latestMs) ends.latestMs = endedMs;
    if (endedMs < ends.earliestMs && this.#lags.counts(endedMs)) ends.earliestMs = endedMs;
  }

  #conclude(ends: ReadonlyMap<SenderClock, Ends>, { wallMs, steadyMs }: Moment): void {
    this.#lags.begin();
    for (const [clock, { service, earliestMs, latestMs }] of ends) {
      clock.noteArrival(latestMs, wallMs);
      if (earliestMs === Number.POSITIVE_INFINITY) continue;
      this.#lags.note(service, { clock, endedMs: earliestMs, arrivedMs: wallMs, arrivedSteadyMs: steadyMs });
    }
  }
}
