import { assertAttribute } from './assert-attribute.ts';
import { handOn, markOurs, rememberRegistered } from './foreign-matcher.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { isOurs, isSlip } from './subject.ts';

/**
 * Asserts that a span has an attribute, and when a value is given, that value.
 *
 * jest-dom and Playwright have a matcher of this name too: what is no span goes on to it, where it is registered.
 */
export function toHaveAttribute(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const foreign = isOurs(subject) || isSlip(subject) ? undefined : handOn('toHaveAttribute', this, subject, given);
  return foreign ?? assertAttribute(this, { matcher: 'toHaveAttribute', place: 'span' }, subject, given);
}

markOurs(toHaveAttribute);
rememberRegistered('toHaveAttribute');

/** The same as {@link toHaveAttribute}, under a name that no other library has. */
export function toHaveSpanAttribute(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  return assertAttribute(this, { matcher: 'toHaveSpanAttribute', place: 'span' }, subject, given);
}
