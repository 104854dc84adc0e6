import { judgeServiceIdentity } from '../src/query/service-identity/judge-service-identity.ts';
import { serviceIdentityText } from '../src/report/errors-and-identity/service-identity-text.ts';
import { assertButExcept } from './assert-but-except.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

/** Asserts that the resource of every span says which service and which SDK sent it, but for spans that `except` names. */
export function toHaveServiceIdentity(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  return assertButExcept(this, 'toHaveServiceIdentity', {
    subject,
    given,
    judge: judgeServiceIdentity,
    text: serviceIdentityText,
  });
}
