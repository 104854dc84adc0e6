import type { Span } from '../model/trace.ts';
import { plain, shortId } from './quote.ts';
import { count, wrapped } from './rows.ts';
import { spanLabel } from './span-label.ts';

/** A root that would have been the captured one, had it begun before the function of the capture was done. */
export interface LateRoot {
  readonly span: Span;
  /** How long after the end of the function it began, in milliseconds, by the clock of its service. */
  readonly lateMs: number;
  /** By how much the clock of its service is ahead at least; undefined when nothing shows that it is. */
  readonly clockAheadMs: number | undefined;
  /** How many more such roots there are. */
  readonly others: number;
}

/** Says that the awaited work began too late, by how much, and what to do. */
export function lateRootLines({ span, lateMs, clockAheadMs, others }: LateRoot): string[] {
  const more = others === 0 ? '' : `, and ${count(others, 'more such trace')}`;
  const began = `A trace whose root matches began ${ms(lateMs)} after the function was done: ${spanLabel(span)}, in trace ${shortId(span.traceId)}${more}.`;
  if (clockAheadMs !== undefined) {
    const service = plain(span.service, 40);
    return [
      ...wrapped(
        `${began} The clock of ${service} is at least ${ms(clockAheadMs)} ahead of the clock of this process, so the trace may have begun earlier.`,
      ),
      'Fix: synchronise the clocks.',
    ];
  }
  return [
    ...wrapped(`${began} Only a trace that begins while the function runs counts.`),
    'Fix: let the function wait until that work has begun, or wait for it after the function: receiver.waitForTrace(criteria).',
  ];
}

function ms(duration: number): string {
  return `${Math.round(duration).toLocaleString('en-US')} ms`;
}
