import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import { type CanaryContents, contentsOf } from '../src/pii/canary/contents.ts';
import { judgeLeak } from '../src/pii/canary/judge-leak.ts';
import { compileLeakOptions } from '../src/pii/canary/leak-options.ts';
import { leakText } from '../src/report/leak-text.ts';
import { checkGiven } from './check-given.ts';
import { lookedThrough } from './looked-through.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, assertTraces, isSpanSubject } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toLeak';

/** Asserts that a value of a canary is in traces, spans or log records; negated, that none is. */
export function toLeak(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  checkGiven(given, ['the canary', 'the options'], 1, NAME);
  const canaries = canariesOf(given[0]);
  const compile = () => compileLeakOptions(given[1], NAME);
  compile();
  const { call, whole, each } = lookedThrough(subject, NAME, given.length > 1 ? ['canary', 'options'] : ['canary']);
  if (each.length === 0) return assertSpans(this, call, [], withStrays(leakText));
  // Each of several spans must have one; negated, one text tells of all.
  if (this?.isNot !== true && isSpanSubject(subject) && each.length > 1) {
    const verdicts = each.map(one => judgeLeak(one, canaries, compile()));
    return assertSpans(this, call, verdicts, withStrays(leakText));
  }
  return assertTraces(this, call, judgeLeak(whole, canaries, compile()), withStrays(leakText));
}

/** @throws {TracewrightError} INVALID_CANARY */
function canariesOf(given: unknown): readonly CanaryContents[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw invalid('received an empty array: there is nothing to look for.');
  return list.map((one, index) => {
    const contents = contentsOf(one);
    if (contents !== undefined) return contents;
    const place = Array.isArray(given) ? ` as element ${index}` : '';
    // A value itself would be shown by its text.
    const what = typeof one === 'string' ? 'a string' : typeof one === 'object' ? kindOf(one) : `a ${typeof one}`;
    throw invalid(`received ${what}${place}. A value of your own: canary.track('the label', value).`);
  });
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_CANARY', `${NAME} takes a canary, or a list of them; ${text}`);
}
