import type { UnendedSpan } from '../model/unended-span.ts';

const NONE: readonly UnendedSpan[] = Object.freeze([]);

/** The spans that SDKs of this process have started and not ended. */
export class OpenSpans {
  readonly #byTrace = new Map<string, Map<string, () => UnendedSpan>>();

  /** @param read reads the span when it is asked for: its name may change until it ends */
  started({ traceId, spanId }: Pick<UnendedSpan, 'traceId' | 'spanId'>, read: () => UnendedSpan): void {
    const ofTrace = this.#byTrace.get(traceId);
    if (ofTrace === undefined) this.#byTrace.set(traceId, new Map([[spanId, read]]));
    else ofTrace.set(spanId, read);
  }

  ended({ traceId, spanId }: Pick<UnendedSpan, 'traceId' | 'spanId'>): void {
    const ofTrace = this.#byTrace.get(traceId);
    ofTrace?.delete(spanId);
    if (ofTrace?.size === 0) this.#byTrace.delete(traceId);
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
