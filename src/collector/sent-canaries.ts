import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import type { Span } from '../model/trace.ts';
import type { Canary } from '../pii/canary/canary-base.ts';
import { contentsOf } from '../pii/canary/contents.ts';
import { judgeLeak } from '../pii/canary/judge-leak.ts';
import { compileLeakOptions } from '../pii/canary/leak-options.ts';
import { lookAtSpans } from '../pii/scan/looked.ts';

/** Finds out which canaries are in the spans that are sent. */
export class SentCanaries {
  readonly #missing: Set<Canary>;
  readonly #found = new Set<Canary>();

  /** @throws {TracewrightError} INVALID_CANARY for what is no canary */
  constructor(canaries: readonly Canary[]) {
    this.#missing = new Set(canaries);
    for (const canary of canaries) {
      if (contentsOf(canary) === undefined) {
        const what = typeof canary === 'object' ? kindOf(canary) : `a ${typeof canary}`;
        throw new TracewrightError('INVALID_CANARY', `sendTraces() option canaries takes canaries; received ${what}.`);
      }
    }
  }

  look(spans: readonly Span[]): void {
    const looked = lookAtSpans(spans);
    for (const canary of this.#missing) {
      const contents = contentsOf(canary);
      if (contents === undefined) continue;
      if (judgeLeak(looked, [contents], compileLeakOptions(undefined, 'sendTraces()')).leaks.length === 0) continue;
      this.#missing.delete(canary);
      this.#found.add(canary);
    }
  }

  /**
   * All spans were sent: the canaries that were in them count as sent.
   *
   * @throws {TracewrightError} INVALID_CANARY for one that was in none
   */
  settle(spans: number): void {
    for (const canary of this.#found) canary.sent();
    const [missing] = this.#missing;
    if (missing === undefined) return;
    throw new TracewrightError(
      'INVALID_CANARY',
      `sendTraces() sent ${spans} spans, and ${missing.toString()} is in none of them: its absence at the other end would prove nothing. Put one of its values into the trace.`,
    );
  }
}
