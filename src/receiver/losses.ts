import type { RejectedSpan } from '../otlp/decoded-traces.ts';
import type { LostRequest } from '../store/loss-log.ts';
import type { MetricStore } from '../store/metric-store.ts';
import type { SpanStore } from '../store/span-store.ts';
import { type LostSignal, lostContent, partsOfRejected, unreadContent } from './lost-content.ts';
import type { Rejection } from './stats.ts';

/** How a body came that is not stored. */
export interface LostBody {
  /** The signal of the endpoint that it was sent to, as far as its name tells. */
  readonly signal: LostSignal | undefined;
  /** What came of it, decompressed where that was possible. */
  readonly bytes: Buffer;
  /** Whether all of it came. */
  readonly isWhole: boolean;
  /** The length that it was said to have, as it is here; undefined when that is not known. */
  readonly length?: number | undefined;
}

/** Remembers what was sent to a receiver and is not stored, until it is stored after all. */
export class Losses {
  readonly #store: SpanStore;
  readonly #metrics: MetricStore;

  constructor(store: SpanStore, metrics: MetricStore) {
    this.#store = store;
    this.#metrics = metrics;
  }

  /** A request that was refused or cut off, or in which nothing is known. */
  request(rejection: Rejection, { signal, bytes, isWhole, length }: LostBody): void {
    const content = isWhole ? lostContent(signal, bytes) : unreadContent(signal);
    if (content === undefined) {
      if (signal === 'metrics' && bytes.length > 0) this.metrics(rejection, { bytes, isWhole, length });
      return;
    }
    const isNamed = content.signal === 'traces' && content.parts.length > 0;
    this.#store.lose({ facts: factsOf(rejection), ...content, came: isNamed ? undefined : { bytes, isWhole, length } });
  }

  /** Metrics that are not kept. */
  metrics(rejection: Omit<Rejection, 'spans'>, came?: LostRequest['came']): void {
    this.#metrics.lose({ facts: factsOf(rejection), signal: 'metrics', parts: [], came });
  }

  /** Spans of a request that was accepted, which were rejected. */
  spans(rejection: Omit<Rejection, 'spans'>, rejected: readonly RejectedSpan[]): void {
    const parts = partsOfRejected(rejected);
    this.#store.lose({ facts: factsOf(rejection), signal: 'traces', parts, came: undefined });
  }
}

function factsOf({ reason, protocol, status, from, path, atMs }: Omit<Rejection, 'spans'>): LostRequest['facts'] {
  return { reason, protocol, status, from, path, atMs };
}
