import { assertXRayField } from './assert-xray-field.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

/** Asserts that a span has metadata in X-Ray, and when a value is given, that value. */
export function toHaveXRayMetadata(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  return assertXRayField(this, { matcher: 'toHaveXRayMetadata', place: 'metadata' }, subject, given);
}
