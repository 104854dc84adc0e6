import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { newSpanId, type SpanToSend, send } from '../otlp-request.ts';

/** How long nothing must have come for a wait to end, in milliseconds. */
export const QUIET = 100;

/** What no test wants to be there. */
export const FORBIDDEN = { name: 'forbidden', attributes: { 'card.number': '4111' } };

/** A tree of spans, and how they arrive. */
export interface Plan {
  /** By span: which of those before it is its parent, -1 for the context. */
  readonly parents: readonly number[];
  /** In which order they arrive, in how many exports. */
  readonly exports: readonly { readonly delayMs: number; readonly spans: readonly number[] }[];
  readonly forbidden: number;
}

/** A tree whose spans arrive in any order, in several exports that follow one another within the quiet. */
export const anyPlan: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 6 }).chain(size => {
  const all = Array.from({ length: size }, (_, index) => index);
  const delays = fc.option(fc.integer({ min: 0, max: 0.75 * QUIET }), { nil: undefined, freq: 2 });
  return fc
    .record({
      parents: fc.tuple(...all.map(index => fc.integer({ min: -1, max: index - 1 }))),
      order: fc.shuffledSubarray(all, { minLength: size }),
      delays: fc.tuple(...all.map(() => delays)),
      forbidden: fc.nat({ max: size - 1 }),
    })
    .map(({ order, delays: given, ...plan }) => ({ ...plan, exports: exportsOf(order, given) }));
});

/** A span without a delay is in one export with the one before it. */
function exportsOf(order: readonly number[], delays: readonly (number | undefined)[]): Plan['exports'] {
  const exports: { delayMs: number; spans: number[] }[] = [];
  for (const [at, span] of order.entries()) {
    const delayMs = delays[at];
    const last = exports.at(-1);
    if (last !== undefined && delayMs === undefined) last.spans.push(span);
    else exports.push({ delayMs: delayMs ?? 0, spans: [span] });
  }
  return exports;
}

/** Spans that began before the wait and end as they are sent: an export lag would make the quiet longer than asked. */
export function spansOf(
  { parents, forbidden }: Plan,
  traceId: string,
  contextId: string | undefined,
): () => SpanToSend[] {
  const ids = parents.map(() => newSpanId());
  const startMs = Date.now();
  return () =>
    parents.map((parent, index) => {
      const parentSpanId = ids[parent] ?? contextId;
      return {
        traceId,
        spanId: ids[index] ?? newSpanId(),
        ...(parentSpanId === undefined ? {} : { parentSpanId }),
        ...(index === forbidden ? FORBIDDEN : { name: 'allowed' }),
        startMs,
        durationMs: Date.now() - startMs,
      };
    });
}

/** Sends all; resolves to whether each export was in within the quiet of the one before: a stalled machine proves nothing. */
export async function sendAll(
  receiver: Receiver,
  { exports }: Plan,
  spans: () => readonly SpanToSend[],
): Promise<boolean> {
  let inTime = true;
  let beforeMs: number | undefined;
  for (const { delayMs, spans: indexes } of exports) {
    await sleep(delayMs);
    const sentMs = performance.now();
    const now = spans();
    const response = await send(receiver, ...now.filter((_, index) => indexes.includes(index)));
    await response.arrayBuffer();
    if (beforeMs !== undefined) inTime &&= performance.now() - beforeMs < QUIET;
    beforeMs = sentMs;
  }
  return inTime;
}
