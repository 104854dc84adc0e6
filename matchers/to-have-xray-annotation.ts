import { assertXRayField } from './assert-xray-field.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

/** Asserts that a span has an annotation in X-Ray, and when a value is given, that value. */
export function toHaveXRayAnnotation(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  return assertXRayField(this, { matcher: 'toHaveXRayAnnotation', place: 'annotation' }, subject, given);
}
