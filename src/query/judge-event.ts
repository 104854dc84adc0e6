import type { SpanEvent } from '../model/span-data.ts';
import type { Span } from '../model/trace.ts';
import { matchEvent } from './criteria-fields.ts';
import type { Accepts } from './match-value.ts';
import type { EventVerdict, WantedEvent } from './verdict.ts';

/** An event that was asked for, checked. */
export interface CompiledEvent {
  readonly wanted: WantedEvent;
  readonly acceptsName: Accepts;
  readonly accepts: Accepts;
}

/**
 * Checks what an event must be and makes it ready to be held against spans.
 *
 * @throws {TracewrightError} INVALID_CRITERIA
 */
export function compileEvent(wanted: WantedEvent, where: string): CompiledEvent {
  const { name, attributes } = wanted;
  return {
    wanted,
    acceptsName: matchEvent({ name }, where),
    accepts: matchEvent(attributes === undefined ? { name } : { name, attributes }, where),
  };
}

/** Judges whether a span has the event. */
export function judgeEvent(span: Span, { wanted, acceptsName, accepts }: CompiledEvent): EventVerdict {
  const matched = span.events.filter(accepts);
  const named = span.events.filter(acceptsName);
  const unknown = matched.length > 0 ? undefined : whatWasDropped(span, named);
  return {
    outcome: matched.length > 0 ? 'pass' : unknown === undefined ? 'fail' : 'incomplete',
    span,
    wanted,
    matched,
    named,
    unknown,
  };
}

/** Events that were dropped, or attributes of one that has the name. */
function whatWasDropped(span: Span, named: readonly SpanEvent[]): EventVerdict['unknown'] {
  if (span.droppedEventsCount > 0) return 'dropped-events';
  return named.some(({ droppedAttributesCount }) => droppedAttributesCount > 0) ? 'dropped-attributes' : undefined;
}
