import { TracewrightError } from '../src/errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf, refuseUnknownKeys } from '../src/misuse.ts';
import { compileEvent, judgeEvent } from '../src/query/judge-event.ts';
import { matchText } from '../src/query/match-value.ts';
import type { WantedEvent } from '../src/query/verdict.ts';
import { exceptionText } from '../src/report/event-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';

const NAME = 'toHaveException';
const KEYS = ['type', 'message'];

/**
 * Asserts that an exception was recorded on a span, and when given, of this type and message.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/
 */
export function toHaveException(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, NAME);
  checkGiven(given, ['the exception'], 0, NAME);
  const event = compileEvent(wantedException(given), `${NAME}: the exception`);
  const verdicts = spans.map(span => judgeEvent(span, event));
  return assertSpans(this, spanCall(NAME, spans, given.length > 0 ? ['exception'] : []), verdicts, exceptionText);
}

function wantedException(given: readonly unknown[]): WantedEvent {
  if (given.length === 0) return { name: 'exception' };
  const [exception] = given;
  if (!isPlainObject(exception) || isAsymmetricMatcher(exception)) {
    throw new TracewrightError('INVALID_CRITERIA', `${NAME} takes { type, message }; received ${kindOf(exception)}.`);
  }
  refuseUnknownKeys(exception, KEYS, NAME, 'UNKNOWN_CRITERION');
  const keys = KEYS.filter(key => Object.hasOwn(exception, key));
  if (keys.length === 0) {
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${NAME} received an empty object, which says nothing: leave it out for any exception.`,
    );
  }
  for (const key of keys) matchText(exception[key], `${NAME}: ${key}`);
  return { name: 'exception', attributes: Object.fromEntries(keys.map(key => [`exception.${key}`, exception[key]])) };
}
