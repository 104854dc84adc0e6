import { TracewrightError } from '../src/errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf } from '../src/misuse.ts';
import type { AttributesCriterion } from '../src/model/criteria.ts';
import { compileCriteria } from '../src/query/compile-criteria.ts';
import { judgeFields } from '../src/query/judge-fields.ts';
import { fieldsText } from '../src/report/fields-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';

/** Asserts several attributes of a span at once; it may have others. */
export function toHaveAttributes(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const spans = spansOf(subject, 'toHaveAttributes');
  checkGiven(given, ['the attributes'], 1, 'toHaveAttributes');
  const wanted = compileCriteria({ attributes: checkAttributes(given[0]) }, 'toHaveAttributes');
  const verdicts = spans.map(span => judgeFields(span, wanted));
  return assertSpans(this, spanCall('toHaveAttributes', spans, ['attributes']), verdicts, fieldsText);
}

function checkAttributes(attributes: unknown): AttributesCriterion {
  const isObject = isPlainObject(attributes) || isAsymmetricMatcher(attributes);
  if (isObject && Object.keys(attributes).length > 0) return attributes as AttributesCriterion;
  const received = isObject ? 'an empty object, which says nothing' : kindOf(attributes);
  throw new TracewrightError(
    'INVALID_CRITERIA',
    `toHaveAttributes takes an object of attributes by key; received ${received}.`,
  );
}
