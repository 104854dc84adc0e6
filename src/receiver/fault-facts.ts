import type { RetryFacts } from '../report/retry-text.ts';
import { steadyMs } from '../store/clock.ts';
import type { FaultRun } from './fault-run.ts';

/** What a report says of a fault: its requests, and what of them is missing. */
export function retryFacts(run: FaultRun, timeoutMs: number | undefined): RetryFacts {
  const nowMs = steadyMs();
  return {
    call: run.plan.call,
    next: run.plan.next,
    signal: run.plan.signal,
    timeoutMs,
    endedBy: run.endedBy,
    stillFails: run.remaining > 0,
    missing: [...run.missing],
    passed: run.passed,
    attempts: run.attempts.map(attempt => ({
      ...attempt,
      isUnderWay: attempt.overMs === undefined,
      lostAnswer: run.plan.effect === 'lose answer',
      overSinceMs: nowMs - (attempt.overMs ?? nowMs),
    })),
  };
}
