import { assertAttribute } from './assert-attribute.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

/** Asserts that the resource which a span comes from has an attribute, and when a value is given, that value. */
export function toHaveResourceAttribute(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  return assertAttribute(this, { matcher: 'toHaveResourceAttribute', place: 'resource' }, subject, given);
}
