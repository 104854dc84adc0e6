import type { DecodedTraces } from './decoded-traces.ts';
import { signalOfProtobuf } from './protobuf-signal.ts';
import type { Signal } from './signal.ts';

const HELD: Readonly<Record<Signal, string>> = { traces: 'spans', logs: 'log records', metrics: 'metrics' };

/** What a request is of, and why that is not what its endpoint takes, in a sentence. */
export interface OtherSignal {
  readonly signal: Signal;
  readonly reason: string;
}

/**
 * The signal of a request in protobuf that is of another one than its endpoint; undefined when that is not certain.
 * Asked where nothing of the request could be read, or all of its spans were to be rejected.
 *
 * @param decoded the body as traces, where it was decoded before
 */
export function otherSignal(asked: Signal, body: Uint8Array, decoded?: DecodedTraces): OtherSignal | undefined {
  const signal = signalOfProtobuf(asked, body, decoded);
  if (signal === undefined || signal === asked) return undefined;
  const reason = `the request is an export of ${signal}, and holds no ${HELD[asked]}. It belongs to /v1/${signal}.`;
  return { signal, reason };
}
