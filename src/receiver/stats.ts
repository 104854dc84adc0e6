import { shownData } from '../model/shown-data.ts';
import { shownRejections } from '../report/shown-facts.ts';
import { steadyMs } from '../store/clock.ts';
import { SenderSigns } from './sender-signs.ts';

const KEPT_REJECTIONS = 1_000;

/** A request, or spans of one, that the receiver did not take, and why. */
export interface Rejection {
  /** What was wrong, with value, limit and place. */
  readonly reason: string;
  readonly protocol: 'grpc' | 'http';
  /** The HTTP status or the gRPC status code that was answered. */
  readonly status: number;
  /** The sender's address and port. */
  readonly from: string;
  /** The HTTP path, or the gRPC method. */
  readonly path: string;
  /** How many spans it concerns; 0 where the request could not be read. */
  readonly spans: number;
  readonly atMs: number;
}

const SHOWN_REJECTIONS = shownData<Rejection>('Rejection', {
  reason: true,
  protocol: true,
  status: true,
  from: true,
  path: true,
  spans: true,
  atMs: true,
});
SHOWN_REJECTIONS.showAs(shownRejections);

/** Counts of what a receiver got since it started. */
export interface ReceiverStats {
  readonly requests: number;
  /** Spans in the requests that could be read: always `spans` + `duplicates` + `rejectedSpans`. */
  readonly received: number;
  /** Spans stored. */
  readonly spans: number;
  /** Spans that were here already, sent again. */
  readonly duplicates: number;
  /** Log records stored. */
  readonly logs: number;
  /** Data points of metrics. Their values are not kept. */
  readonly metrics: number;
  /** Bytes of request bodies, after decompression. */
  readonly bytes: number;
  /** Spans that were refused, each with a reason in `rejections`. */
  readonly rejectedSpans: number;
  /** The same, and the refused requests that could not be read. */
  readonly rejected: number;
  /** The latest rejections, 1,000 at most. */
  readonly rejections: readonly Rejection[];
  /** What each service sent, by its `service.name`. */
  readonly services: Readonly<Record<string, { readonly spans: number }>>;
}

/** Keeps a receiver's counts. */
export class Counters {
  #requests = 0;
  #lastRequestMs = 0;
  #logs = 0;
  #metrics = 0;
  #bytes = 0;
  #received = 0;
  #rejectedSpans = 0;
  #spans = 0;
  #duplicates = 0;
  #rejected = 0;
  readonly #rejections: Rejection[] = [];
  readonly #unknown: Rejection[] = [];
  readonly #services = new Map<string, number>();
  /** What the requests show about who sends them. */
  readonly senders = new SenderSigns();

  request(bytes: number): void {
    this.#requests++;
    this.senders.beginRequest();
    this.#lastRequestMs = steadyMs();
    this.#bytes += bytes;
  }

  /** How many requests of any signal came. */
  get requests(): number {
    return this.#requests;
  }

  /** When the latest request of any signal came, on the steady clock; 0 before the first. */
  get lastRequestMs(): number {
    return this.#lastRequestMs;
  }

  logs(records: number): void {
    this.#logs += records;
  }

  metrics(dataPoints: number): void {
    this.#metrics += dataPoints;
  }

  stored(stored: number, duplicates: number): void {
    this.#spans += stored;
    this.#duplicates += duplicates;
  }

  /** Spans in a request that could be read, whatever becomes of them. */
  received(spans: number): void {
    this.#received += spans;
  }

  serviceSent(service: string, spans: number): void {
    this.senders.service(service);
    this.#services.set(service, (this.#services.get(service) ?? 0) + spans);
  }

  reject(rejection: Rejection): void {
    this.#rejected += Math.max(1, rejection.spans);
    this.#rejectedSpans += rejection.spans;
    this.#rejections.push(SHOWN_REJECTIONS.of(rejection));
    if (this.#rejections.length > KEPT_REJECTIONS) this.#rejections.shift();
  }

  /** A request that was accepted, and in which nothing is known. */
  notUnderstood(request: Rejection): void {
    this.#unknown.push(request);
    if (this.#unknown.length > KEPT_REJECTIONS) this.#unknown.shift();
  }

  /** The latest requests that were accepted and in which nothing is known. */
  get unknown(): readonly Rejection[] {
    return this.#unknown;
  }

  snapshot(): ReceiverStats {
    return {
      requests: this.#requests,
      received: this.#received,
      spans: this.#spans,
      duplicates: this.#duplicates,
      logs: this.#logs,
      metrics: this.#metrics,
      bytes: this.#bytes,
      rejectedSpans: this.#rejectedSpans,
      rejected: this.#rejected,
      rejections: [...this.#rejections],
      services: Object.fromEntries(Array.from(this.#services, ([name, spans]) => [name, { spans }])),
    };
  }
}
