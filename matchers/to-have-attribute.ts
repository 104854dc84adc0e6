import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import { compileAttribute, judgeAttribute } from '../src/query/judge-attribute.ts';
import { attributeText } from '../src/report/attribute-text.ts';
import { checkGiven } from './check-given.ts';
import { handOn, markOurs, rememberRegistered } from './foreign-matcher.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, isOurs, isSlip, spansOf } from './subject.ts';

/**
 * Asserts that a span has an attribute, and when a value is given, that value.
 *
 * jest-dom and Playwright have a matcher of this name too: what is no span goes on to it, where it is registered.
 */
export function toHaveAttribute(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const foreign = isOurs(subject) || isSlip(subject) ? undefined : handOn('toHaveAttribute', this, subject, given);
  return foreign ?? assertAttribute(this, 'toHaveAttribute', subject, given);
}

markOurs(toHaveAttribute);
rememberRegistered('toHaveAttribute');

/** The same as {@link toHaveAttribute}, under a name that no other library has. */
export function toHaveSpanAttribute(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  return assertAttribute(this, 'toHaveSpanAttribute', subject, given);
}

function assertAttribute(
  context: RunnerContext | undefined,
  matcher: string,
  subject: unknown,
  given: readonly unknown[],
): MatcherResult {
  const spans = spansOf(subject, matcher);
  checkGiven(given, ['the key', 'the value'], 1, matcher);
  const [key, value] = given;
  if (typeof key !== 'string' || key === '') {
    const received = key === '' ? 'an empty string' : kindOf(key);
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${matcher} takes an attribute's key, a string; received ${received}.`,
    );
  }
  const wanted = compileAttribute(key, given.length > 1 ? { value } : undefined, `${matcher}: the value`);
  const verdicts = spans.map(span => judgeAttribute(span, wanted));
  const args = given.length > 1 ? ['key', 'value'] : ['key'];
  return assertSpans(
    context,
    { matcher, subject: spans.length === 1 ? 'span' : 'spans', args },
    verdicts,
    attributeText,
  );
}
