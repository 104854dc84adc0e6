import type { PackedSpans } from '../model/packed-spans.ts';
import type { Problem } from '../model/problem.ts';
import type { SentContext } from '../model/sent-context.ts';
import type { SpanData } from '../model/span-data.ts';
import { steadyMs, wallMs } from './clock.ts';
import { ExportLag } from './export-lag.ts';
import { LossLog, type LostRequest } from './loss-log.ts';
import { OpenSpans } from './open-spans.ts';
import type { SpanDecoder } from './span-decoder.ts';
import { indexOf } from './span-rows.ts';
import { type AddedSpans, SpanTable } from './span-table.ts';
import { TraceRecord } from './trace-record.ts';

const NONE: ReadonlySet<string> = new Set();

/** A moment on both clocks. */
export interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

/** Told after each batch that was stored: the traces that it touched. */
export type ArrivalListener = (touched: ReadonlySet<string>) => void;

/** The spans of one receiver, by trace, in the order in which they arrived. */
export class SpanStore {
  /** What was sent and is not stored. */
  readonly losses: LossLog = new LossLog();
  /** What SDKs of this process have started and not ended. */
  readonly openSpans: OpenSpans = new OpenSpans();
  readonly #started: Moment = { wallMs: wallMs(), steadyMs: steadyMs() };
  readonly #decoder: SpanDecoder;
  readonly #sent = new Map<string, Set<string>>();
  readonly #listeners = new Set<ArrivalListener>();
  readonly #lag = new ExportLag(this.#started.wallMs);
  #table: SpanTable;
  #cleared: Moment | undefined;
  #heldBytes = 0;
  readonly #isStored = (traceId: string, spanId: string): boolean => this.row({ traceId, spanId }) !== undefined;

  constructor(decoder: SpanDecoder) {
    this.#decoder = decoder;
    this.#table = this.#newTable();
  }

  /** Spans held. */
  get size(): number {
    return this.#table.rows.size;
  }

  /** Bytes of the requests that brought them. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** All that is held; `clear()` begins another. */
  get table(): SpanTable {
    return this.#table;
  }

  /** When the latest span arrived, on the steady clock; 0 before the first. */
  get lastArrivalMs(): number {
    return this.#table.arrivals.latest;
  }

  /** The largest time from a span's end to its arrival, for spans that ended while this receiver ran. */
  get largestLagMs(): number {
    return this.#lag.largest;
  }

  /** The same for each service. */
  get lagMs(): ReadonlyMap<string, number> {
    return this.#lag.byService;
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
  *records(): IterableIterator<TraceRecord> {
    const table = this.#table;
    for (let row = 0; row < table.traces.size; row++) yield new TraceRecord(table, row);
  }

  /** The traces of which spans arrived at this time (steady clock) or later. */
  recordsSince(atMs: number): TraceRecord[] {
    const { arrivals, rows } = this.#table;
    return this.#recordsOfRows(arrivals.firstRowSince(atMs), rows.size);
  }

  /** The row of a span; undefined when it is held no more. */
  row({ traceId, spanId }: Pick<SpanData, 'traceId' | 'spanId'>): number | undefined {
    const trace = this.#table.traceRow(traceId);
    return trace === undefined ? undefined : this.#table.spanRow(trace, spanId);
  }

  record(traceId: string): TraceRecord | undefined {
    const row = this.#table.traceRow(traceId);
    return row === undefined ? undefined : new TraceRecord(this.#table, row);
  }

  /** Stores the spans of a request as they are, then tells the listeners. */
  addPacked(packed: PackedSpans): AddedSpans {
    const added = this.#table.addPacked(packed, steadyMs());
    this.#lag.notePacked(packed, wallMs());
    return this.#told(added, packed.bytes.length);
  }

  /** Stores spans of a request of `bytes` bytes that had to be decoded, then tells the listeners. */
  addDecoded(spans: readonly SpanData[], problems: readonly Problem[], bytes: number): AddedSpans {
    const added = this.#table.addDecoded(spans, problems, steadyMs());
    this.#lag.noteDecoded(spans, wallMs());
    return this.#told(added, bytes);
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

  /** Remembers a request that is not stored. */
  lose(request: LostRequest): void {
    this.losses.note(request, steadyMs(), this.#isStored);
  }

  /** The traces with spans that link into this one. */
  linkedFrom(traceId: string): readonly string[] {
    return this.#table.links.into(traceId);
  }

  /** Calls `listener` after every batch, until the function that it returns is called. */
  subscribe(listener: ArrivalListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the spans; contexts that were sent stay known, since late spans of theirs may still come. */
  clear(): void {
    this.#table = this.#newTable();
    this.#heldBytes = 0;
    this.openSpans.clear();
    this.#cleared = { wallMs: wallMs(), steadyMs: steadyMs() };
  }

  #newTable(): SpanTable {
    return new SpanTable(this.#decoder, Math.floor(this.#started.wallMs));
  }

  #told(added: AddedSpans, bytes: number): AddedSpans {
    if (added.to > added.from) this.#heldBytes += bytes;
    if (this.#listeners.size === 0 && !this.losses.awaitsSpans) return added;
    const touched = new Set(this.#recordsOfRows(added.from, added.to).map(record => record.traceId));
    this.losses.storedSpans(touched, this.#isStored);
    for (const listener of [...this.#listeners]) listener(touched);
    return added;
  }

  #recordsOfRows(from: number, to: number): TraceRecord[] {
    const table = this.#table;
    const traces = new Set<number>();
    for (let row = from; row < to; row++) traces.add(table.rows.page(row).traceOf[indexOf(row)] as number);
    return Array.from(traces, trace => new TraceRecord(table, trace));
  }
}
