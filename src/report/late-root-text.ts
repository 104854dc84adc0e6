import type { Span } from '../model/trace.ts';
import { plain, shortId } from './quote.ts';
import { count, wrapped } from './rows.ts';
import { spanLabel } from './span-label.ts';

/** A root that would have been the captured one, had it begun before the function of the capture was done. */
export interface LateRoot {
  readonly span: Span;
  /** How long after the end of the function it began, in milliseconds. */
  readonly lateMs: number;
  /** How many more such roots there are. */
  readonly others: number;
}

/** Says that the awaited work began too late, by how much, and what to do. */
export function lateRootLines({ span, lateMs, others }: LateRoot): string[] {
  const more = others === 0 ? '' : `, and ${count(others, 'more such trace')}`;
  const began = `A trace whose root matches began ${ms(lateMs)} after the function was done: ${spanLabel(span)}, in trace ${shortId(span.traceId)}${more}.`;
  return [
    ...wrapped(`${began} Only a trace that begins while the function runs counts.`),
    'Fix: let the function wait until that work has begun, or wait for it after the function: receiver.waitForTrace(criteria).',
  ];
}

/** A root that would have been the captured one, had it begun after the capture did. */
export interface EarlyRoot {
  readonly span: Span;
  /** How long before the capture it began, in milliseconds, by the clock of its service. */
  readonly earlyMs: number;
}

/** Says that what may be the awaited work began too early by its clock, by how much, and what to do. */
export function earlyRootLines({ span, earlyMs }: EarlyRoot): string[] {
  const service = plain(span.service, 40);
  return [
    ...wrapped(
      `A trace whose root matches arrived meanwhile, and began ${ms(earlyMs)} before the capture by the clock of ${service}: ${spanLabel(span)}, in trace ${shortId(span.traceId)}. If the function caused it, that clock is behind the clock of this process by at least that much.`,
    ),
    `Fix: synchronise the clocks. Or first capture a request to ${service} that takes the headers: it shows how far the clock is off.`,
  ];
}

function ms(duration: number): string {
  return `${Math.round(duration).toLocaleString('en-US')} ms`;
}
