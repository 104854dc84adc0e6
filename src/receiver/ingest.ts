import { TracewrightError } from '../errors.ts';
import type { Overflow } from '../model/overflow.ts';
import { serviceOf } from '../model/span-data.ts';
import { decodeTracesJson } from '../otlp/decode-json.ts';
import { decodeLogsJson } from '../otlp/decode-logs-json.ts';
import { decodeLogsProtobuf } from '../otlp/decode-logs-protobuf.ts';
import { decodeMetrics } from '../otlp/decode-metrics.ts';
import { decodeTracesProtobuf } from '../otlp/decode-protobuf.ts';
import type { DecodedLogs } from '../otlp/decoded-logs.ts';
import type { DecodedMetric } from '../otlp/decoded-metrics.ts';
import type { DecodedTraces, RejectedSpan } from '../otlp/decoded-traces.ts';
import type { OtlpEncoding } from '../otlp/encode-response.ts';
import { otherSignal } from '../otlp/other-signal.ts';
import { JsonPacker } from '../otlp/packed/json-packer.ts';
import { TraceIndex } from '../otlp/packed/trace-index.ts';
import type { Signal } from '../otlp/signal.ts';
import { count } from '../report/rows.ts';
import { unixNano, wallMs } from '../store/clock.ts';
import type { LogStore } from '../store/log-store.ts';
import { MAX_METRIC_CHARACTERS, type MetricStore } from '../store/metric-store.ts';
import type { SpanStore } from '../store/span-store.ts';
import { Losses, type LostBody } from './losses.ts';
import { NotUnderstood } from './not-understood.ts';
import type { PartialSuccess } from './partial-success.ts';
import { Refusal } from './refusal.ts';
import { connectionOf, type Sender } from './sender.ts';
import type { SenderSigns } from './sender-signs.ts';
import type { Counters, Rejection } from './stats.ts';

export type { Signal } from '../otlp/signal.ts';
export type { PartialSuccess } from './partial-success.ts';
export type { Sender } from './sender.ts';

/** The most that is held at once. */
export interface Bounds {
  readonly maxSpans: number;
  readonly maxBytes: number;
}

/** Where a request's content goes. */
export interface IngestParts {
  readonly store: SpanStore;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly counters: Counters;
}

/** Reasons for which spans of one request were rejected, that are told one by one. */
const MAX_REASONS = 100;
const OTHER_REASONS = 'an id is wrong, as of other spans of this request.';

/** A refusal because of a bound: what to answer, and that from now on something is missing. */
class BoundPassed extends TracewrightError {
  readonly limit: Overflow['limit'];
  readonly spans: number;
  readonly reason: string;

  constructor(limit: Overflow['limit'], spans: number, reason: string) {
    super('STORE_FULL', reason);
    this.limit = limit;
    this.spans = spans;
    this.reason = reason;
  }
}

/** The one path from a request's bytes to the store, for gRPC and HTTP alike. */
export class Ingest {
  /** What was sent and is not stored. */
  readonly losses: Losses;
  readonly #notUnderstood: NotUnderstood;
  readonly #store: SpanStore;
  readonly #logs: LogStore;
  readonly #metrics: MetricStore;
  readonly #counters: Counters;
  readonly #bounds: Bounds;
  readonly #onOverflow: () => void;
  readonly #index = new TraceIndex();
  readonly #jsonPacker = new JsonPacker();
  #closed = false;
  #overflow: Overflow | undefined;

  /** @param onOverflow told when a bound is passed for the first time */
  constructor({ store, logs, metrics, counters }: IngestParts, bounds: Bounds, onOverflow: () => void) {
    this.#logs = logs;
    this.#metrics = metrics;
    this.#onOverflow = onOverflow;
    this.losses = new Losses(store, metrics);
    this.#notUnderstood = new NotUnderstood(store, counters, this.losses);
    this.#store = store;
    this.#counters = counters;
    this.#bounds = bounds;
  }

  /** From now on nothing is stored any more. */
  close(): void {
    this.#closed = true;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** What the requests show about who sends them. */
  get senders(): SenderSigns {
    return this.#counters.senders;
  }

  /** The first bound that was passed since the start, or since `forget()`. */
  get overflow(): Overflow | undefined {
    return this.#overflow;
  }

  /** What is held was cleared, and with it that something was missing. */
  forget(): void {
    this.#overflow = undefined;
    this.#index.forget();
  }

  /**
   * Takes in a request; what it holds is in the store when this returns.
   *
   * @throws {TracewrightError} MALFORMED_PROTOBUF, MALFORMED_JSON; STORE_FULL when a bound would be passed.
   */
  take(signal: Signal, encoding: OtlpEncoding, body: Uint8Array, sender: Sender): PartialSuccess | undefined {
    this.#counters.request(body.length);
    const partial = this.#takeAsAsked(signal, encoding, body, sender);
    const isUnknown = partial !== undefined && partial.rejectedSpans === 0;
    if (!isUnknown) this.#store.accepted(body);
    if (!isUnknown && signal === 'metrics') this.#metrics.accepted(body);
    return partial;
  }

  #takeAsAsked(signal: Signal, encoding: OtlpEncoding, body: Uint8Array, sender: Sender): PartialSuccess | undefined {
    try {
      return this.#takeSignal(signal, encoding, body, sender);
    } catch (error) {
      if (!(error instanceof TracewrightError) || error.code !== 'MALFORMED_PROTOBUF') throw error;
      // Log records are malformed as spans, and spans as log records or metrics.
      const other = otherSignal(signal, body);
      if (other === undefined) throw error;
      return this.#notUnderstood.asOther(other, body, sender);
    }
  }

  #takeSignal(signal: Signal, encoding: OtlpEncoding, body: Uint8Array, sender: Sender): PartialSuccess | undefined {
    if (signal === 'traces') return this.#takeTraces(encoding, body, sender);
    let taken: number;
    if (signal === 'metrics') {
      taken = this.#takeMetrics(decodeMetrics(encoding, body), sender);
    } else {
      const decoded = encoding === 'json' ? decodeLogsJson(body) : decodeLogsProtobuf(body);
      this.#takeLogs(decoded, body.length);
      taken = decoded.records.length;
    }
    if (taken === 0) return this.#notUnderstood.whole(signal, encoding, body, sender);
    return encoding === 'json' ? this.#notUnderstood.part(signal, body, sender, undefined) : undefined;
  }

  #takeTraces(encoding: OtlpEncoding, body: Uint8Array, sender: Sender): PartialSuccess | undefined {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const isJson = encoding === 'json';
    const packed = isJson ? this.#jsonPacker.pack(bytes) : bytes;
    const arrivedMs = wallMs();
    if (packed !== undefined && this.#index.read(packed, arrivedMs)) {
      const { size } = this.#index;
      this.#takePacked(sender);
      if (size === 0) return this.#notUnderstood.whole('traces', encoding, bytes, sender);
      const isAllKnown = !isJson || !this.#jsonPacker.hasUnknownMembers;
      return isAllKnown ? undefined : this.#notUnderstood.part('traces', bytes, sender, undefined);
    }
    const arrived = unixNano(arrivedMs);
    const decoded = isJson ? decodeTracesJson(bytes, arrived) : decodeTracesProtobuf(bytes, arrived);
    if (!isJson && decoded.spans.length === 0 && decoded.rejected.length > 0) {
      // Metrics read as spans whose ids are invalid.
      const other = otherSignal('traces', bytes, decoded);
      if (other !== undefined) return this.#notUnderstood.asOther(other, bytes, sender);
    }
    const partial = this.#takeDecoded(decoded, bytes.length, sender);
    const isEmpty = decoded.spans.length + decoded.rejected.length === 0;
    if (isEmpty) return this.#notUnderstood.whole('traces', encoding, bytes, sender);
    return isJson ? this.#notUnderstood.part('traces', bytes, sender, partial) : partial;
  }

  #takeLogs({ records, problems }: DecodedLogs, bytes: number): void {
    const { maxSpans } = this.#bounds;
    const held = this.#logs.records.length + records.length;
    if (held > maxSpans) {
      const reason = `${count(records.length, 'more log record')} would make ${held}; maxSpans, which bounds these too, is ${maxSpans}.`;
      throw new BoundPassed('maxSpans', 0, reason);
    }
    if (records.length > 0) this.#checkBytes(bytes, 0);
    this.#logs.add(records, problems, bytes);
    this.#counters.logs(records.length);
  }

  /** Gives the number of data points. */
  #takeMetrics(metrics: readonly DecodedMetric[], sender: Sender): number {
    const taken = metrics.reduce((total, { points }) => total + points.length, 0);
    this.#counters.metrics(taken);
    if (this.#metrics.add(metrics)) {
      const limit = MAX_METRIC_CHARACTERS / 1024 ** 2;
      const reason = `the metrics that are held take ${limit} MiB, which is the limit: metrics that came later are not kept.`;
      const status = sender.protocol === 'http' ? 200 : 0;
      this.losses.metrics({ ...sender, reason, status, atMs: wallMs() });
    }
    return taken;
  }

  #takePacked(sender: Sender): void {
    const index = this.#index;
    try {
      this.#counters.received(index.size);
      this.#checkBounds(index.size, index.bytes.length);
      const { from, to, duplicates } = this.#store.addPacked(index, connectionOf(sender));
      this.#counters.stored(to - from, duplicates);
      const { originOf } = index.columns;
      for (let first = 0, next = 1; first < index.size; next++) {
        if (next < index.size && originOf[next] === originOf[first]) continue;
        this.#counters.serviceSent(index.origins[originOf[first] as number]?.service ?? '', next - first);
        first = next;
      }
    } finally {
      index.close();
    }
  }

  #takeDecoded(
    { spans, problems, rejected }: DecodedTraces,
    bytes: number,
    sender: Sender,
  ): PartialSuccess | undefined {
    this.#counters.received(spans.length + rejected.length);
    this.#checkBounds(spans.length + rejected.length, bytes, spans.length);
    for (const span of spans) this.#counters.serviceSent(serviceOf(span.resource), 1);
    const { from, to, duplicates } = this.#store.addDecoded(spans, problems, bytes, connectionOf(sender));
    this.#counters.stored(to - from, duplicates);
    return this.#reject(rejected, sender);
  }

  /** A request was refused: it may be sent again, and come after what was exported later. */
  noteRefusal(): void {
    this.#store.table.exports.noteRefusal();
  }

  /** Notes a request that was refused, and what it carried. */
  refuse(
    rejection: Omit<Rejection, 'atMs'>,
    { cause, lost }: { cause?: unknown; lost?: LostBody | undefined } = {},
  ): void {
    const atMs = wallMs();
    this.noteRefusal();
    const bound = cause instanceof BoundPassed ? cause : undefined;
    this.#counters.reject({ ...rejection, spans: bound?.spans ?? rejection.spans, atMs });
    const limit = cause instanceof Refusal && cause.status === 413 ? 'maxRequestBytes' : bound?.limit;
    // That a bound was passed is told of traces and logs, but not of metrics.
    if (lost !== undefined && (limit === undefined || lost.signal === 'metrics'))
      this.losses.request({ ...rejection, atMs }, lost);
    if (limit === undefined) return;
    if (this.#overflow !== undefined) return;
    this.#overflow = { limit, reason: bound?.reason ?? rejection.reason, atMs };
    this.#onOverflow();
  }

  /** Refuses spans that would pass a bound: all that a request holds, for it is taken whole or not at all. */
  #checkBounds(received: number, bytes: number, stored: number = received): void {
    const { maxSpans } = this.#bounds;
    const { size } = this.#store;
    if (size + stored > maxSpans) {
      const reason = `${count(stored, 'more span')} would make ${size + stored}; maxSpans is ${maxSpans}.`;
      throw new BoundPassed('maxSpans', received, reason);
    }
    if (stored > 0) this.#checkBytes(bytes, received);
  }

  #checkBytes(bytes: number, received: number): void {
    const { maxBytes } = this.#bounds;
    const held = this.#store.heldBytes + this.#logs.heldBytes + bytes;
    if (held <= maxBytes) return;
    throw new BoundPassed('maxBytes', received, `${bytes} more bytes would make ${held}; maxBytes is ${maxBytes}.`);
  }

  /** Spans of a request that are rejected for the same reason are noted as one; of many reasons, the first ones. */
  #reject(rejected: readonly RejectedSpan[], sender: Sender): PartialSuccess | undefined {
    const first = rejected[0];
    if (first === undefined) return undefined;
    const status = sender.protocol === 'http' ? 200 : 0;
    const byReason = new Map<string, RejectedSpan[]>();
    for (const span of rejected) {
      const reason = byReason.has(span.reason) || byReason.size < MAX_REASONS ? span.reason : OTHER_REASONS;
      const alike = byReason.get(reason);
      if (alike === undefined) byReason.set(reason, [span]);
      else alike.push(span);
    }
    for (const [reason, spans] of byReason) {
      const facts = { ...sender, reason, status };
      this.refuse({ ...facts, spans: spans.length });
      this.losses.spans({ ...facts, atMs: wallMs() }, spans);
    }
    const more = rejected.length > 1 ? ` (and ${rejected.length - 1} more)` : '';
    return { rejectedSpans: rejected.length, errorMessage: `${first.reason}${more}` };
  }
}
