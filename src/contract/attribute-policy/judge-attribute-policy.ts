import type { Span, Trace } from '../../model/trace.ts';
import { besideOf, matchesBeside } from '../../query/beside.ts';
import { type Dropped, gapsOf, hasGaps } from '../../query/gaps.ts';
import type { Outcome } from '../../query/verdict.ts';
import type { CompiledAttributePolicy } from './compile-attribute-policy.ts';
import { countValues } from './count-values.ts';
import { PolicyJudge } from './find-deviations.ts';
import type { AttributeDeviation, AttributePolicyVerdict } from './verdict.ts';

/** No policy is about the attributes of scopes. */
const IRRELEVANT: readonly Dropped['what'][] = ['scope attributes'];

/**
 * Judges whether the attributes of these traces are what a policy says. A policy of which nothing applies to these traces
 * judged nothing, so that nothing is known.
 */
export function judgeAttributePolicy(
  traces: readonly Trace[],
  policy: CompiledAttributePolicy,
): AttributePolicyVerdict {
  const judge = new PolicyJudge(policy);
  const all = traces.flatMap(trace => trace.spans.flatMap(span => judge.deviationsOf(span)));
  const { breaches, counted, seen } = countValues(traces, policy.rules);
  const idle = judge.idle.filter(one => one.part !== 'value' || !seen.has(one.rule));
  const judged = judge.judged || seen.size > 0;
  const certain = all.filter(deviation => !mayBeDropped(deviation));
  const isIdle = policy.strict && idle.length > 0;
  const fails = certain.length > 0 || breaches.length > 0 || isIdle;
  const whole = gapsOf(traces);
  const gaps = { ...whole, dropped: whole.dropped.filter(({ what }) => !IRRELEVANT.includes(what)) };
  // What is idle is told of the traces themselves: those beside them have a judge of their own.
  const aside = new PolicyJudge(policy);
  const deviates = (trace: Trace): Span[] => trace.spans.filter(span => aside.deviationsOf(span).length > 0);
  const beside = fails ? [] : matchesBeside(besideOf(traces), deviates);
  const isUnknown = all.length > 0 || !judged || hasGaps(gaps) || beside.length > 0;
  const outcome: Outcome = fails ? 'fail' : isUnknown ? 'incomplete' : 'pass';
  return {
    outcome,
    traces,
    deviations: fails ? certain : all,
    breaches,
    counted,
    idle,
    strict: policy.strict,
    judged,
    beside,
    gaps,
  };
}

/** Whether a limit of the SDK may have dropped the very attribute that is missing. */
function mayBeDropped(deviation: AttributeDeviation): boolean {
  if (deviation.kind !== 'required') return false;
  const { rule, span } = deviation;
  return (rule.place === 'span' ? span : span.resource).droppedAttributesCount > 0;
}
