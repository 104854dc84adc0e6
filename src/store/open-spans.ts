import type { UnendedSpan } from '../model/unended-span.ts';
import { steadyMs } from './clock.ts';

const NONE: readonly UnendedSpan[] = Object.freeze([]);

/** Starts that are remembered. */
const MAX_STARTS = 100_000;

type Ids = Pick<UnendedSpan, 'traceId' | 'spanId'>;

/** The spans that SDKs of this process have started: those that have not ended, and when each was. */
export class OpenSpans {
  readonly #byTrace = new Map<string, Map<string, () => UnendedSpan>>();
  /** On the steady clock: what the SDK stamps them with may be faked. */
  readonly #startedMs = new Map<string, number>();

  /** @param read reads the span when it is asked for: its name may change until it ends */
  started({ traceId, spanId }: Ids, read: () => UnendedSpan): void {
    const ofTrace = this.#byTrace.get(traceId);
    if (ofTrace === undefined) this.#byTrace.set(traceId, new Map([[spanId, read]]));
    else ofTrace.set(spanId, read);
    this.#startedMs.set(traceId + spanId, steadyMs());
    if (this.#startedMs.size <= MAX_STARTS) return;
    const [oldest] = this.#startedMs.keys();
    if (oldest !== undefined) this.#startedMs.delete(oldest);
  }

  ended({ traceId, spanId }: Ids): void {
    const ofTrace = this.#byTrace.get(traceId);
    ofTrace?.delete(spanId);
    if (ofTrace?.size === 0) this.#byTrace.delete(traceId);
  }

  /** When a span of this process was started, on the steady clock; undefined for those of others. */
  startedMs({ traceId, spanId }: Ids): number | undefined {
    return this.#startedMs.get(traceId + spanId);
  }

  /** Whether spans were started in this process at all. */
  get any(): boolean {
    return this.#startedMs.size > 0;
  }

  /** Whether one of this trace is open. */
  has(traceId: string): boolean {
    return this.#byTrace.has(traceId);
  }

  /** Those of a trace as they are now, in the order of their starts. */
  of(traceId: string): readonly UnendedSpan[] {
    const ofTrace = this.#byTrace.get(traceId);
    return ofTrace === undefined ? NONE : Array.from(ofTrace.values(), read => read());
  }

  clear(): void {
    this.#byTrace.clear();
  }
}

/** Whether two lists are of the same spans. */
export function isSameUnended(before: readonly UnendedSpan[], now: readonly UnendedSpan[]): boolean {
  return before === now || (before.length === now.length && before.every((span, at) => isAlike(span, now[at])));
}

function isAlike(before: UnendedSpan, now: UnendedSpan | undefined): boolean {
  return before.spanId === now?.spanId && before.name === now.name && before.service === now.service;
}
