import { TracewrightError } from '../errors.ts';
import type { Problem } from '../model/problem.ts';
import { serviceOf } from '../model/span-data.ts';
import { decodeTracesJson } from '../otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../otlp/decode-protobuf.ts';
import type { RejectedSpan } from '../otlp/decoded-traces.ts';
import type { OtlpEncoding } from '../otlp/encode-response.ts';
import { wallMs } from '../store/clock.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { Counters, Rejection } from './stats.ts';

/** The signals that OTLP carries to a receiver. */
export type Signal = 'traces' | 'logs' | 'metrics';

/** Who sent a request, and by which way. */
export type Sender = Pick<Rejection, 'protocol' | 'from' | 'path'>;

/** Spans of a request that were not taken; undefined when all were. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/** The one path from a request's bytes to the store, for gRPC and HTTP alike. */
export class Ingest {
  readonly #store: SpanStore;
  readonly #counters: Counters;
  readonly #maxSpans: number;
  /** Problems of spans that could not be stored. */
  readonly problems: Problem[] = [];
  #closed = false;

  constructor(store: SpanStore, counters: Counters, maxSpans: number) {
    this.#store = store;
    this.#counters = counters;
    this.#maxSpans = maxSpans;
  }

  /** From now on nothing is stored any more. */
  close(): void {
    this.#closed = true;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Decodes and stores the spans of a request; what it holds is in the store when this returns.
   *
   * @throws {TracewrightError} MALFORMED_PROTOBUF, MALFORMED_JSON; STORE_FULL when `maxSpans` would be passed.
   */
  take(signal: Signal, encoding: OtlpEncoding, body: Uint8Array, sender: Sender): PartialSuccess | undefined {
    this.#counters.request(body.length);
    if (signal !== 'traces') {
      this.#counters.otherRequest();
      return undefined;
    }
    const decoded = encoding === 'json' ? decodeTracesJson(body) : decodeTracesProtobuf(body);
    const wouldHold = this.#store.size + decoded.spans.length;
    if (wouldHold > this.#maxSpans) {
      throw new TracewrightError(
        'STORE_FULL',
        `${decoded.spans.length} more spans would make ${wouldHold}; maxSpans is ${this.#maxSpans}.`,
      );
    }
    for (const span of decoded.spans) this.#counters.serviceSent(serviceOf(span.resource));
    this.problems.push(...decoded.problems.filter(problem => this.#isOfRejected(problem)));
    const added = this.#store.add(decoded.spans, decoded.problems);
    this.#counters.stored(added.stored, added.duplicates);
    return this.#reject(decoded.rejected, sender);
  }

  /** Notes a request that was refused. */
  refuse(rejection: Omit<Rejection, 'atMs'>): void {
    this.#counters.reject({ ...rejection, atMs: wallMs() });
  }

  #isOfRejected(problem: Problem): boolean {
    return this.#store.record(problem.traceId) === undefined;
  }

  #reject(rejected: readonly RejectedSpan[], sender: Sender): PartialSuccess | undefined {
    const first = rejected[0];
    if (first === undefined) return undefined;
    for (const { reason } of rejected)
      this.refuse({ ...sender, reason, status: sender.protocol === 'http' ? 200 : 0, spans: 1 });
    const more = rejected.length > 1 ? ` (and ${rejected.length - 1} more)` : '';
    return { rejectedSpans: rejected.length, errorMessage: `${first.reason}${more}` };
  }
}
