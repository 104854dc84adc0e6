import type { Loss } from '../model/loss.ts';
import type { SpanData } from '../model/span-data.ts';
import { type AcceptedHead, type CameOf, headOf, LostBytes } from './lost-bytes.ts';

/** What of one trace was in a request that is not stored. */
export interface LostPart {
  /** Undefined when the trace id could not be read, and for log records without one. */
  readonly traceId: string | undefined;
  /** The ids of its spans. */
  readonly spanIds: readonly string[];
  /** Spans and log records that cannot be recognised when they are sent again: their ids are invalid, or they have none. */
  readonly unnamed: number;
  readonly services: readonly string[];
  /** What its spans say of the trace that they would have been; undefined when they could not be read whole. */
  readonly spans?: LostSpans | undefined;
}

/** Spans of one trace that are not stored. */
export interface LostSpans {
  /** When the first of them began, in milliseconds since the epoch, by the clock of its service. */
  readonly beganMs: number;
  /** Those whose parents are not among them; not all, if there are many. */
  readonly tops: readonly SpanData[];
}

/** A request that is not stored, or the part of it that is not. */
export interface LostRequest {
  readonly facts: Omit<Loss, 'services' | 'count' | 'signal' | 'traceId'>;
  readonly signal: Loss['signal'];
  /** Empty when nothing could be read. */
  readonly parts: readonly LostPart[];
  /** What came of its body, to recognise it when it is sent again; undefined when its ids do that. */
  readonly came: CameOf | undefined;
}

interface Entry {
  readonly loss: Loss;
  readonly traceId: string | undefined;
  /** Whether the trace could be read, if only to say that there is none. */
  readonly isRead: boolean;
  /** On the steady clock. */
  readonly notedMs: number;
  readonly noted: number;
  /** Infinite while something of it is missing. */
  settled: number;
  readonly spanIds: Set<string>;
  readonly isNamed: boolean;
  readonly spans: LostSpans | undefined;
  readonly bytes: LostBytes | undefined;
}

/** The log as it was at a moment. */
export interface LossView {
  readonly entries: readonly Entry[];
  readonly moment: number;
}

/** Which losses concern a trace, or all traces since a moment. */
export interface LossScope {
  /** The trace that is judged; undefined for everything that was received. */
  readonly traceId: string | undefined;
  /** What could not be read counts from here on, on the steady clock. Infinite: no loss counts. */
  readonly sinceMs: number;
  /** Whether these spans of another trace would be judged too. */
  concernsTrace(traceId: string, spans: LostSpans | undefined): boolean;
}

/** More losses than this are counted as requests that cannot be read. */
const MAX_ENTRIES = 100_000;

/** As many bodies can be accepted between a cut and the news of it, with some to spare. */
const MAX_ACCEPTED = 32;

/** Remembers what was sent to a receiver and is not stored, until it is stored after all. */
export class LossLog {
  #entries: Entry[] = [];
  #moment = 0;
  /** Entries that wait for spans, by trace. */
  readonly #awaited = new Map<string, Set<Entry>>();
  /** Entries that wait for a body that begins with the same bytes. */
  readonly #awaitedBytes = new Set<Entry>();
  /** The last bodies that were accepted: one that is sent again can be ahead of the news that it was cut off. */
  readonly #accepted: AcceptedHead[] = [];

  /** Whether a span that arrives can be one that was lost before. */
  get awaitsSpans(): boolean {
    return this.#awaited.size > 0;
  }

  /** The log as it is now. It stays as it is when the log changes. */
  view(): LossView {
    return { entries: this.#entries, moment: this.#moment };
  }

  note(request: LostRequest, nowMs: number, isStored: (traceId: string, spanId: string) => boolean): void {
    if (request.parts.length === 0 || this.#entries.length + request.parts.length > MAX_ENTRIES) {
      this.#add(request, undefined, [], nowMs);
      return;
    }
    for (const part of request.parts) {
      const { traceId } = part;
      const missing = traceId === undefined ? [] : part.spanIds.filter(id => !isStored(traceId, id));
      if (missing.length + part.unnamed > 0) this.#add(request, part, missing, nowMs);
    }
  }

  /** Spans of these traces have been stored. */
  storedSpans(traceIds: Iterable<string>, isStored: (traceId: string, spanId: string) => boolean): void {
    for (const traceId of traceIds) {
      for (const entry of this.#awaited.get(traceId) ?? []) {
        for (const spanId of entry.spanIds) if (isStored(traceId, spanId)) entry.spanIds.delete(spanId);
        if (entry.spanIds.size === 0) this.#settle(entry);
      }
    }
  }

  /** A request with this body has been accepted; tells whether the body had been lost before. */
  accepted(body: Uint8Array): boolean {
    if (this.#accepted.length >= MAX_ACCEPTED) this.#accepted.shift();
    this.#accepted.push(headOf(body));
    const found = [...this.#awaitedBytes].filter(entry => entry.bytes?.isBeginningOf(body) === true);
    for (const entry of found) this.#settle(entry);
    return found.length > 0;
  }

  /** Forgets everything; views that were taken before stay as they are. */
  clear(): void {
    this.#entries = [];
    this.#awaited.clear();
    this.#awaitedBytes.clear();
    this.#accepted.length = 0;
  }

  #add(request: LostRequest, part: LostPart | undefined, missing: readonly string[], nowMs: number): void {
    const { facts, signal, came } = request;
    const bytes = came === undefined ? undefined : LostBytes.of(came);
    if (bytes?.wasAmong(this.#accepted) === true) return;
    const count = missing.length + (part?.unnamed ?? 0);
    // A request can name a million traces; what it may hold is then not told apart.
    const isFull = this.#entries.length >= MAX_ENTRIES;
    const entry: Entry = {
      loss: Object.freeze({
        ...facts,
        signal,
        traceId: part?.traceId,
        services: Object.freeze([...(part?.services ?? [])]),
        count,
      }),
      traceId: part?.traceId,
      isRead: part !== undefined && (part.traceId !== undefined || signal === 'logs'),
      notedMs: nowMs,
      noted: ++this.#moment,
      settled: Number.POSITIVE_INFINITY,
      spanIds: new Set(missing),
      isNamed: part !== undefined && part.unnamed === 0,
      spans: part?.spans,
      bytes,
    };
    if (isFull) this.#entries.splice(MAX_ENTRIES - 1, 1, entry);
    else this.#entries.push(entry);
    if (entry.bytes !== undefined) this.#awaitedBytes.add(entry);
    else if (entry.isNamed && entry.traceId !== undefined) this.#await(entry, entry.traceId);
  }

  #await(entry: Entry, traceId: string): void {
    const others = this.#awaited.get(traceId);
    if (others === undefined) this.#awaited.set(traceId, new Set([entry]));
    else others.add(entry);
  }

  #settle(entry: Entry): void {
    entry.settled = ++this.#moment;
    this.#awaitedBytes.delete(entry);
    const { traceId } = entry;
    const others = traceId === undefined ? undefined : this.#awaited.get(traceId);
    if (traceId === undefined || others === undefined) return;
    others.delete(entry);
    if (others.size === 0) this.#awaited.delete(traceId);
  }
}

/** What was missing at the moment of a view and concerns this scope, in the order of time. */
export function lossesIn(
  { entries, moment }: LossView,
  { traceId, sinceMs, concernsTrace }: LossScope,
): readonly Loss[] {
  const losses: Loss[] = [];
  if (sinceMs === Number.POSITIVE_INFINITY) return losses;
  for (const entry of entries) {
    if (entry.noted > moment) break;
    if (entry.settled <= moment) continue;
    if (entry.traceId !== undefined && entry.traceId === traceId) losses.push(entry.loss);
    else if (entry.notedMs < sinceMs) continue;
    else if (traceId === undefined || concerns(entry, concernsTrace)) losses.push(entry.loss);
  }
  return losses;
}

/** A log record that names no trace, and was read, is part of none. */
function concerns({ traceId, isRead, spans }: Entry, concernsTrace: LossScope['concernsTrace']): boolean {
  if (traceId !== undefined) return concernsTrace(traceId, spans);
  return !isRead;
}
