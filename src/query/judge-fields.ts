import type { Span } from '../model/trace.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { hintsFor } from './hints.ts';
import { meets } from './relation.ts';
import type { FieldsVerdict } from './verdict.ts';

/** Judges whether a span has every field that is wanted. */
export function judgeFields(span: Span, wanted: CompiledCriteria): FieldsVerdict {
  const answer = meets(span, wanted);
  const unknown = typeof answer === 'string' ? answer : undefined;
  const comparisons = wanted.compare(span);
  return {
    outcome: answer === true ? 'pass' : unknown === undefined ? 'fail' : 'incomplete',
    span,
    comparisons,
    unknown,
    hints: () => hintsFor(wanted, { span, comparisons }, []),
  };
}
