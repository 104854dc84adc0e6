import { judgePii } from '../src/pii/judge-pii.ts';
import { compilePolicy } from '../src/pii/policy/compile-policy.ts';
import type { PolicySource } from '../src/pii/policy/policy.ts';
import { piiText } from '../src/report/pii-text.ts';
import { checkGiven } from './check-given.ts';
import { lookedThrough } from './looked-through.ts';
import { printWarnings } from './pii-warnings.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, assertTraces, isSpanSubject } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toBeFreeOfPii';

/** Asserts that nothing in traces, spans or log records looks like personal data or a secret. */
export function toBeFreeOfPii(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  checkGiven(given, ['the policy'], 0, NAME);
  const { call, whole, each } = lookedThrough(subject, NAME, given.length > 0 ? ['policy'] : []);
  const compile = () => compilePolicy(given[0] as PolicySource | undefined, NAME);
  if (each.length === 0) return assertSpans(this, call, [], withStrays(piiText));
  // Of spans each must hold something when negated; else one text tells of all.
  if (this?.isNot === true && isSpanSubject(subject) && each.length > 1) {
    const verdicts = each.map(one => judgePii(one, compile()));
    return assertSpans(this, call, verdicts, withStrays(piiText));
  }
  const verdict = judgePii(whole, compile());
  if (verdict.outcome === 'pass' && this?.isNot !== true) printWarnings(this, verdict);
  return assertTraces(this, call, verdict, withStrays(piiText));
}
