import { compileAttribute, judgeAttribute } from '../src/query/judge-attribute.ts';
import type { AttributePlace } from '../src/query/verdict.ts';
import { attributeText } from '../src/report/attribute-text.ts';
import { checkGiven, checkKey } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';

/** Asserts an attribute of spans, or of their resources. */
export function assertAttribute(
  context: RunnerContext | undefined,
  { matcher, place }: { readonly matcher: string; readonly place: AttributePlace },
  subject: unknown,
  given: readonly unknown[],
): MatcherResult {
  const spans = spansOf(subject, matcher);
  checkGiven(given, ['the key', 'the value'], 1, matcher);
  const [, value] = given;
  const key = checkKey(given, matcher);
  const wanted = compileAttribute(place, key, given.length > 1 ? { value } : undefined, `${matcher}: the value`);
  const verdicts = spans.map(span => judgeAttribute(span, wanted));
  const args = given.length > 1 ? ['key', 'value'] : ['key'];
  return assertSpans(context, spanCall(matcher, spans, args), verdicts, attributeText);
}
