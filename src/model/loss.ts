import { shownData } from './shown-data.ts';

/**
 * Something that an exporter sent to a receiver and that is not stored: rejected spans, a refused request, a request that
 * was cut off; or log records of a service's output that were not kept. A span that seems to be absent may be in it, so an assertion that rests on absence is `INCOMPLETE`.
 */
export interface Loss {
  /** `unknown` when nothing shows what the request carried. */
  readonly signal: 'traces' | 'logs' | 'metrics' | 'unknown';
  /** Why it is not stored, with value, limit and place. */
  readonly reason: string;
  /** `output` for a log record that a service wrote to its output. */
  readonly protocol: 'grpc' | 'http' | 'output';
  /** The HTTP status or the gRPC status code of the answer; 0 when there was no answer, or the status was OK. */
  readonly status: number;
  /** The sender's address and port. */
  readonly from: string;
  /** The HTTP path, or the gRPC method. */
  readonly path: string;
  /** The trace that it is part of; undefined when that could not be read, and for log records without a trace. */
  readonly traceId: string | undefined;
  /** The services that sent it; empty when the request could not be read. */
  readonly services: readonly string[];
  /** How many spans or log records it held of one trace; 0 when the request could not be read. */
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** As users get losses: `of` freezes one and has it printed as a text, `showAs` hands in the texts. */
export const SHOWN_LOSSES = shownData<Loss>('Loss', {
  signal: true,
  reason: true,
  protocol: true,
  status: true,
  from: true,
  path: true,
  traceId: true,
  services: true,
  count: true,
  atMs: true,
});

const NO_LOSSES: readonly Loss[] = Object.freeze([]);

/** A list of losses as users get it. */
export function shownLosses(losses: readonly Loss[] = NO_LOSSES): readonly Loss[] {
  return losses.length === 0 ? NO_LOSSES : Object.freeze(losses.map(SHOWN_LOSSES.of));
}

/** Whether spans may be among what was lost. */
export function mayHoldSpans({ signal }: Loss): boolean {
  return signal === 'traces' || signal === 'unknown';
}

/** Whether log records may be among what was lost. */
export function mayHoldLogs({ signal }: Loss): boolean {
  return signal === 'logs' || signal === 'unknown';
}

/** Whether metrics may be among what was lost. */
export function mayHoldMetrics({ signal }: Loss): boolean {
  return signal === 'metrics' || signal === 'unknown';
}

/** In every copy of the package. */
const LOSSES = Symbol.for('tracewright.losses');

/** All spans or log records of a trace or a receiver, with what was lost beside them: by themselves they do not tell. */
export function withLosses<List extends readonly unknown[]>(all: List, losses: readonly Loss[]): List {
  return losses.length === 0 ? all : Object.defineProperty(all, LOSSES, { value: shownLosses(losses) });
}

/** What was lost beside these spans or log records, as far as that is known. */
export function lossesBeside(all: readonly unknown[]): readonly Loss[] {
  return (all as { readonly [LOSSES]?: readonly Loss[] })[LOSSES] ?? [];
}
