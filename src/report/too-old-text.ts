import type { TooOld } from '../model/too-old.ts';
import type { Span } from '../model/trace.ts';
import { durationText } from './duration-text.ts';
import { plain, quote } from './quote.ts';
import { spanLabel } from './span-label.ts';

/** Differences of clocks below this explain nothing, in milliseconds. */
const TOLD_MS = 10;

/** Why the latest span that matches does not count for a wait, and what to do about it. */
export function tooOldLines(span: Span, reason: TooOld): string[] {
  const only = `Only an older span matches: ${spanLabel(span)}`;
  const all = "Spans from before do not count; { since: 'start' } takes all that are held.";
  switch (reason.why) {
    case 'arrived-before':
      return [
        `${only}, which arrived ${reason.test === undefined ? 'earlier' : `in the test ${quote(reason.test)}`}.`,
        all,
      ];
    case 'began-before': {
      const { test, beforeMs, offsetMs, graceMs } = reason;
      const offset = offsetLines(span.service, offsetMs);
      if (test !== undefined) return [`${only}, which began in the test ${quote(test)}.`, ...offset, all];
      if (beforeMs > 0) return [`${only}, which began ${durationText(beforeMs)} before.`, ...offset, all];
      return [
        `${only}, which may have begun before: its clock is known to within ${durationText(graceMs)}.`,
        ...offset,
        all,
      ];
    }
    case 'known-trace':
      return [
        `${only}. It arrived in time, but its trace was there before.`,
        `Nothing shows how the clock of ${plain(span.service, 40)} compares with this process's, so its start does not tell whether it is new${apart(reason.beforeMs)}.`,
        `Fix: first capture() a request to ${plain(span.service, 40)}: it shows how far its clock is off. Or wait with { since: 'start' }.`,
      ];
  }
}

/** Says how far a clock is off, where that is proven and explains something. */
export function offsetLines(service: string, offsetMs: number): string[] {
  if (Math.abs(offsetMs) < TOLD_MS) return [];
  const way = offsetMs < 0 ? 'behind' : 'ahead of';
  return [
    `The clock of ${plain(service, 40)} is at least ${durationText(Math.abs(offsetMs))} ${way} this process's, as earlier spans prove. Its times are corrected by that.`,
  ];
}

function apart(beforeMs: number): string {
  return beforeMs < TOLD_MS ? '' : ` (by its own clock it began ${durationText(beforeMs)} before)`;
}
