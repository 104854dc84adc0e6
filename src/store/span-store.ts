import type { PackedSpans } from '../model/packed-spans.ts';
import type { Problem } from '../model/problem.ts';
import type { SentContext } from '../model/sent-context.ts';
import type { SpanData } from '../model/span-data.ts';
import { steadyMs } from './clock.ts';
import { ExportLags } from './export-lag.ts';
import type { ExportConnection } from './export-log.ts';
import { HinderedSpans } from './hindered-spans.ts';
import { LossLog, type LostRequest } from './loss-log.ts';
import { type Moment, now } from './moment.ts';
import { OpenSpans } from './open-spans.ts';
import { SeenTraces } from './seen-traces.ts';
import { SenderClocks } from './sender-clock.ts';
import { SenderEvidence } from './sender-evidence.ts';
import { SentContexts } from './sent-contexts.ts';
import type { SpanDecoder } from './span-decoder.ts';
import { indexOf } from './span-rows.ts';
import { type AddedSpans, SpanTable } from './span-table.ts';
import { NEVER_STOOD_STILL, type StoodStill } from './standstills.ts';
import { TraceRecord } from './trace-record.ts';

/** Told after each batch that was stored: the traces that it touched. */
export type ArrivalListener = (touched: ReadonlySet<string>) => void;

/** The spans of one receiver, by trace, in the order in which they arrived. */
export class SpanStore {
  /** What was sent and is not stored. */
  readonly losses: LossLog = new LossLog();
  /** What SDKs of this process have started and not ended. */
  readonly openSpans: OpenSpans = new OpenSpans();
  /** When this store began to hold spans. */
  readonly started: Moment = now();
  /** The traces that captures own. */
  readonly sent: SentContexts = new SentContexts();
  /** The clocks that spans are stamped with. */
  readonly clocks: SenderClocks = new SenderClocks();
  /** How late services export. */
  readonly lags: ExportLags;
  /** Spans that come late because this receiver kept them from coming in time. */
  readonly hindered: HinderedSpans = new HinderedSpans();
  readonly #decoder: SpanDecoder;
  readonly #evidence: SenderEvidence;
  readonly #seenBefore = new SeenTraces();
  readonly #listeners = new Set<ArrivalListener>();
  #table: SpanTable;
  #cleared: Moment | undefined;
  #heldBytes = 0;
  readonly #isStored = (traceId: string, spanId: string): boolean => this.row({ traceId, spanId }) !== undefined;

  constructor(decoder: SpanDecoder, stoodStill: StoodStill = NEVER_STOOD_STILL) {
    this.#decoder = decoder;
    this.lags = new ExportLags(this.started.wallMs, stoodStill);
    this.#evidence = new SenderEvidence(this.clocks, this.lags, this.sent);
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
  addPacked(packed: PackedSpans, connection?: ExportConnection): AddedSpans {
    const arrived = now();
    const added = this.#table.addPacked(packed, arrived.steadyMs, connection);
    this.#evidence.notePacked(packed, arrived);
    return this.#told(added, packed.bytes.length, arrived);
  }

  /** Stores spans of a request of `bytes` bytes that had to be decoded, then tells the listeners. */
  addDecoded(
    spans: readonly SpanData[],
    problems: readonly Problem[],
    bytes: number,
    connection?: ExportConnection,
  ): AddedSpans {
    const arrived = now();
    const added = this.#table.addDecoded(spans, problems, arrived.steadyMs, connection);
    this.#evidence.noteDecoded(spans, arrived);
    return this.#told(added, bytes, arrived);
  }

  /** Remembers a context that is sent from now on: spans with it as parent are roots, and its trace is nobody's stray. */
  remember(context: SentContext): void {
    this.sent.remember(context, now());
  }

  /** Makes a trace a capture's own that was begun by somebody else. */
  adopt(traceId: string): void {
    this.sent.adopt(traceId, now());
  }

  /** Whether a capture, past or present, owns the trace. */
  owns(traceId: string): boolean {
    return this.sent.owns(traceId);
  }

  /** The span ids that captures sent as parents in this trace. */
  sentSpanIds(traceId: string): ReadonlySet<string> {
    return this.sent.spanIds(traceId);
  }

  /** Whether spans of a trace had arrived, or a capture owned it, before a moment on the steady clock. */
  wasKnownBefore(traceId: string, atMs: number): boolean {
    const ownedSince = this.sent.ownedSince(traceId);
    if (ownedSince !== undefined && ownedSince.steadyMs < atMs) return true;
    if ((this.record(traceId)?.firstArrivalMs ?? Number.POSITIVE_INFINITY) < atMs) return true;
    return this.#seenBefore.has(traceId);
  }

  /** Remembers a request that is not stored. */
  lose(request: LostRequest): void {
    this.losses.note(request, steadyMs(), this.#isStored);
    for (const { traceId, spanIds } of request.parts)
      if (traceId !== undefined) for (const spanId of spanIds) this.hindered.note({ traceId, spanId });
  }

  /** A request with this body has been taken in. */
  accepted(body: Uint8Array): void {
    if (this.losses.accepted(body)) this.lags.retract();
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

  /**
   * Forgets the spans; contexts that were sent stay known, since late spans of theirs may still come.
   *
   * @param refusedSome spans were refused because the store was full: those that ended before now come late
   */
  clear(refusedSome = false): void {
    this.#seenBefore.note(this.#table);
    this.#table = this.#newTable();
    this.#heldBytes = 0;
    this.openSpans.clear();
    this.#cleared = now();
    this.lags.clear(refusedSome ? this.#cleared.wallMs : undefined);
  }

  #newTable(): SpanTable {
    return new SpanTable(this.#decoder, Math.floor(this.started.wallMs));
  }

  #told(added: AddedSpans, bytes: number, arrived: Moment): AddedSpans {
    const { from, to, duplicates } = added;
    if (to > from) this.#heldBytes += bytes;
    this.#evidence.noteRows(this.#table, from, to, arrived);
    if (duplicates > 0 || this.#isOfThisProcess(from, to)) this.lags.retract();
    if (this.#listeners.size === 0 && !this.losses.awaitsSpans && !this.hindered.any) return added;
    const touched = new Set(this.#recordsOfRows(from, to).map(record => record.traceId));
    this.losses.storedSpans(touched, this.#isStored);
    if (this.hindered.arrived(touched, this.#isStored)) this.lags.retract();
    for (const listener of [...this.#listeners]) listener(touched);
    return added;
  }

  /** Whether an SDK of this process exported these rows: its spans are flushed, so that it is never late. */
  #isOfThisProcess(from: number, to: number): boolean {
    return this.openSpans.any && from < to && this.openSpans.startedMs(this.#table.idsOf(from)) !== undefined;
  }

  #recordsOfRows(from: number, to: number): TraceRecord[] {
    const table = this.#table;
    const traces = new Set<number>();
    for (let row = from; row < to; row++) traces.add(table.rows.page(row).traceOf[indexOf(row)] as number);
    return Array.from(traces, trace => new TraceRecord(table, trace));
  }
}
