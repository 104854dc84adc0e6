import { compileEvent, judgeEvent } from '../src/query/judge-event.ts';
import type { WantedEvent } from '../src/query/verdict.ts';
import { eventText } from '../src/report/event-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';

/** Asserts that an event was recorded on a span, and when attributes are given, with these. */
export function toHaveEvent(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, 'toHaveEvent');
  checkGiven(given, ['the name', 'the attributes'], 1, 'toHaveEvent');
  const [name, attributes] = given;
  const wanted = given.length > 1 ? { name, attributes: attributes as WantedEvent['attributes'] } : { name };
  const event = compileEvent(wanted as WantedEvent, 'toHaveEvent: the event');
  const verdicts = spans.map(span => judgeEvent(span, event));
  const args = given.length > 1 ? ['name', 'attributes'] : ['name'];
  return assertSpans(this, spanCall('toHaveEvent', spans, args), verdicts, eventText);
}
