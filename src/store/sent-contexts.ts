import type { SentContext } from '../model/sent-context.ts';
import type { Moment } from './moment.ts';

/** What is known of one trace that a capture owns. */
interface OwnedTrace {
  readonly spanIds: Set<string>;
  readonly since: Moment;
  /** Whether its id was made here: then none of its spans began before. */
  readonly isSent: boolean;
  /** When its context was first read, in milliseconds since the epoch. */
  readAtMs?: number;
}

const NONE: ReadonlySet<string> = new Set();

/** The traces that captures own: they sent the context, or took the trace over by its root. */
export class SentContexts {
  readonly #traces = new Map<string, OwnedTrace>();

  get any(): boolean {
    return this.#traces.size > 0;
  }

  /** Remembers a context that is sent from this moment on: spans with it as parent are roots. */
  remember({ traceId, spanId }: SentContext, since: Moment): void {
    const known = this.#traces.get(traceId);
    if (known === undefined) this.#traces.set(traceId, { spanIds: new Set([spanId]), since, isSent: true });
    else known.spanIds.add(spanId);
  }

  /** Makes a trace a capture's own that was begun by somebody else. */
  adopt(traceId: string, since: Moment): void {
    if (!this.#traces.has(traceId)) this.#traces.set(traceId, { spanIds: new Set(), since, isSent: false });
  }

  owns(traceId: string): boolean {
    return this.#traces.has(traceId);
  }

  /** The span ids that were sent as parents in this trace. */
  spanIds(traceId: string): ReadonlySet<string> {
    return this.#traces.get(traceId)?.spanIds ?? NONE;
  }

  /** Since when a capture owns the trace. */
  ownedSince(traceId: string): Moment | undefined {
    return this.#traces.get(traceId)?.since;
  }

  /** The context is given out at this moment, in milliseconds since the epoch: nothing that descends from it began before. */
  noteRead(traceId: string, atMs: number): void {
    const trace = this.#traces.get(traceId);
    if (trace?.isSent === true) trace.readAtMs ??= atMs;
  }

  /** When the context was given out of which all spans of this trace descend, in milliseconds since the epoch. */
  sentAtMs(traceId: string): number | undefined {
    const trace = this.#traces.get(traceId);
    return trace?.isSent === true ? (trace.readAtMs ?? trace.since.wallMs) : undefined;
  }
}
