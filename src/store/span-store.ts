import type { Problem } from '../model/problem.ts';
import type { SentContext } from '../model/sent-context.ts';
import { type SpanData, serviceOf } from '../model/span-data.ts';
import { steadyMs, wallMs } from './clock.ts';
import { TraceRecord } from './trace-record.ts';

const NONE: ReadonlySet<string> = new Set();

/** A moment on both clocks. */
export interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

/** Told after each batch that was stored: the traces that it touched. */
export type ArrivalListener = (touched: ReadonlySet<string>) => void;

/** What became of a batch. */
export interface AddedSpans {
  readonly stored: number;
  readonly duplicates: number;
}

/** The spans of one receiver, by trace, in the order in which they arrived. */
export class SpanStore {
  readonly #started: Moment = { wallMs: wallMs(), steadyMs: steadyMs() };
  #cleared: Moment | undefined;
  readonly #traces = new Map<string, TraceRecord>();
  readonly #sent = new Map<string, Set<string>>();
  readonly #linkedFrom = new Map<string, Set<string>>();
  readonly #listeners = new Set<ArrivalListener>();
  readonly #lagMs = new Map<string, number>();
  #size = 0;
  #lastArrivalMs = 0;
  #version = 0;

  /** Spans held. */
  get size(): number {
    return this.#size;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  /** When the latest span arrived, on the steady clock; 0 before the first. */
  get lastArrivalMs(): number {
    return this.#lastArrivalMs;
  }

  /** The largest time from a span's end to its arrival, for spans that ended while this receiver ran. */
  get largestLagMs(): number {
    return Math.max(0, ...this.#lagMs.values());
  }

  /** The same for each service. */
  get lagMs(): ReadonlyMap<string, number> {
    return this.#lagMs;
  }

  /** When this store began to hold spans. */
  get started(): Moment {
    return this.#started;
  }

  /** When `clear()` was last called. */
  get cleared(): Moment | undefined {
    return this.#cleared;
  }

  /** Every trace, in the order in which their first spans arrived. */
  records(): IterableIterator<TraceRecord> {
    return this.#traces.values();
  }

  record(traceId: string): TraceRecord | undefined {
    return this.#traces.get(traceId);
  }

  /** Stores a batch, then tells the listeners. */
  add(spans: readonly SpanData[], problems: readonly Problem[] = []): AddedSpans {
    const now = steadyMs();
    const touched = new Set<string>();
    let duplicates = 0;
    for (const span of spans) {
      const record = this.#recordOf(span.traceId, now);
      if (record.add(span, now) === 'duplicate') duplicates++;
      else touched.add(span.traceId);
      for (const link of span.links) if (link.traceId !== span.traceId) this.#noteLink(link.traceId, span.traceId);
      this.#noteLag(span);
    }
    for (const problem of problems) this.#traces.get(problem.traceId)?.problems.push(problem);
    const stored = spans.length - duplicates;
    this.#size += stored;
    if (stored > 0) this.#lastArrivalMs = now;
    this.#version++;
    for (const listener of [...this.#listeners]) listener(touched);
    return { stored, duplicates };
  }

  /** Remembers a context that a capture sent: spans with it as parent are roots, and its trace is nobody's stray. */
  remember(context: SentContext): void {
    const ids = this.#sent.get(context.traceId);
    if (ids === undefined) this.#sent.set(context.traceId, new Set([context.spanId]));
    else ids.add(context.spanId);
  }

  /** Makes a trace a capture's own that was begun by somebody else. */
  adopt(traceId: string): void {
    if (!this.#sent.has(traceId)) this.#sent.set(traceId, new Set());
  }

  /** Whether a capture, past or present, owns the trace. */
  owns(traceId: string): boolean {
    return this.#sent.has(traceId);
  }

  /** The span ids that captures sent as parents in this trace. */
  sentSpanIds(traceId: string): ReadonlySet<string> {
    return this.#sent.get(traceId) ?? NONE;
  }

  /** The traces with spans that link into this one. */
  linkedFrom(traceId: string): ReadonlySet<string> {
    return this.#linkedFrom.get(traceId) ?? NONE;
  }

  /** Calls `listener` after every batch, until the function that it returns is called. */
  subscribe(listener: ArrivalListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the spans; contexts that were sent stay known, since late spans of theirs may still come. */
  clear(): void {
    this.#traces.clear();
    this.#linkedFrom.clear();
    this.#size = 0;
    this.#version++;
    this.#cleared = { wallMs: wallMs(), steadyMs: steadyMs() };
  }

  #recordOf(traceId: string, now: number): TraceRecord {
    let record = this.#traces.get(traceId);
    if (record === undefined) {
      record = new TraceRecord(traceId, now);
      this.#traces.set(traceId, record);
    }
    return record;
  }

  #noteLink(into: string, from: string): void {
    const sources = this.#linkedFrom.get(into);
    if (sources === undefined) this.#linkedFrom.set(into, new Set([from]));
    else sources.add(from);
  }

  #noteLag(span: SpanData): void {
    // A span that ended before this receiver ran (a replay, a stopped clock) says nothing about how late exports are.
    const endedMs = Number(span.endTimeUnixNano / 1_000_000n);
    if (endedMs < this.#started.wallMs) return;
    const service = serviceOf(span.resource);
    const lag = wallMs() - endedMs;
    if (lag > (this.#lagMs.get(service) ?? 0)) this.#lagMs.set(service, lag);
  }
}
