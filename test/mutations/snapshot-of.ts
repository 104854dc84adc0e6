import { toMatchTraceSnapshot } from '../../matchers/index.ts';
import type { Trace } from '../../src/model/trace.ts';

/**
 * `toMatchTraceSnapshot` in a runner that has the structure of this trace stored. Vitest's own snapshots would count every
 * mutation as one that failed, and `-u` would store it.
 */
export function snapshotOf(original: Trace): (trace: Trace) => void {
  let stored: string | undefined;
  const compare = (received: { toAsymmetricMatcher(): string }) => ({
    toMatchSnapshot: () => {
      const actual = received.toAsymmetricMatcher();
      stored ??= actual;
      if (actual !== stored) throw Object.assign(new Error('differs'), { actual, expected: stored });
    },
  });
  const state = { getState: () => ({ assertionCalls: 0 }), setState: () => undefined };
  const runner = { promise: '', snapshotState: {}, task: { context: { expect: Object.assign(compare, state) } } };
  const match = (trace: Trace): void => {
    const { pass, message } = toMatchTraceSnapshot.call(runner, trace, 'the checkout');
    if (!pass) throw new Error(message());
  };
  match(original);
  return match;
}
