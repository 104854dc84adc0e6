import { compileAttributePolicy } from '../src/contract/attribute-policy/compile-attribute-policy.ts';
import { judgeAttributePolicy } from '../src/contract/attribute-policy/judge-attribute-policy.ts';
import { attributePolicyText } from '../src/report/attribute-policy/attribute-policy-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toFollowAttributePolicy';

/** Asserts that the attributes of every span are what a policy says. */
export function toFollowAttributePolicy(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the policy'], 1, NAME);
  const verdict = judgeAttributePolicy(traces, compileAttributePolicy(given[0], NAME));
  return assertTraces(this, traceCall(NAME, traces, ['policy']), verdict, withStrays(attributePolicyText));
}
