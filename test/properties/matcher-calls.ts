import * as matchers from '../../matchers/index.ts';
import type { MatcherResult } from '../../matchers/runner-context.ts';
import { TracewrightError } from '../../src/errors.ts';
import type { Span, Trace } from '../../src/model/trace.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { select } from '../../src/query/select.ts';
import { TRACE_ID } from '../build-trace.ts';
import { NOTED_ADDRESS } from './odd-traces.ts';

type Matcher = (this: Runner, subject: unknown, ...given: unknown[]) => MatcherResult;
export type Name = keyof typeof matchers;
type Runner = ReturnType<typeof runner>;

const byName = new Map(Object.entries(matchers).map(([name, matcher]) => [name, matcher as Matcher]));

/** What a matcher gets of a runner in which a snapshot of another structure is stored. */
function runner(isNot: boolean) {
  const compare = (received: { toAsymmetricMatcher(): string }) => ({
    toMatchSnapshot: () => {
      const actual = received.toAsymmetricMatcher();
      throw Object.assign(new Error('differs'), { actual, expected: 'another' });
    },
  });
  const state = { getState: () => ({ assertionCalls: 0 }), setState: () => undefined };
  return { isNot, promise: '', snapshotState: {}, task: { context: { expect: Object.assign(compare, state) } } };
}

/** Stands for a span of the trace that is judged. */
const A_SPAN = Symbol('a span');

const NOTE = canary.track('the note', NOTED_ADDRESS);

/** Calls a matcher as a runner does. */
export function judge(
  name: Name,
  subject: unknown,
  given: readonly unknown[],
  isNot: boolean,
): MatcherResult | undefined {
  const [first] = [subject].flat() as readonly (Trace | Span)[];
  const trace = first !== undefined && 'trace' in first ? first.trace : first;
  const span = trace?.spans.at(-1);
  try {
    return byName.get(name)?.call(runner(isNot), subject, ...given.map(each => (each === A_SPAN ? span : each)));
  } catch (error) {
    if (!(error instanceof TracewrightError)) throw error;
    return undefined;
  }
}

/** Each matcher of spans with arguments. */
export const CALLS: readonly (readonly [name: Name, ...given: unknown[]])[] = [
  ['toBeChildOf', { name: 'a' }],
  ['toBeChildOf', { service: 'one', kind: 'SERVER' }],
  ['toBeChildOf', A_SPAN],
  ['toBeDescendantOf', 'a'],
  ['toBeDescendantOf', A_SPAN],
  ['toBeRoot'],
  ['toBeLinkedTo', { name: 'a' }],
  ['toBeLinkedTo', A_SPAN],
  ['toHappenBefore', 'b'],
  ['toHappenBefore', A_SPAN],
  ['toHaveAttribute', 'k', 1],
  ['toHaveSpanAttribute', 'http.request.method'],
  ['toHaveAttributes', { k: 2, l: 1 }],
  ['toHaveResourceAttribute', 'service.name', 'one'],
  ['toHaveEvent', 'exception'],
  ['toHaveException'],
  ['toHaveStatus', 'ERROR', 'no'],
  ['toHaveXRayAnnotation', 'k', 1],
  ['toHaveXRayMetadata', 'note'],
  ['toTakeLessThan', 0.001],
  ['toContinue', `00-${TRACE_ID}-${'1'.repeat(16)}-01`],
  ['toBeFreeOfPii'],
  ['toLeak', NOTE],
];
/** Each matcher of traces with arguments. */
export const TRACE_CALLS: typeof CALLS = [
  ['toHaveSpan', { name: 'a', attributes: { k: 2 } }],
  ['toHaveSpan', /POST/, { times: { max: 2 } }],
  ['toHaveSpan', select('span[service=one] > span[kind=SERVER] span')],
  ['toHaveSpan', (span: Span) => span.children.length > 1],
  ['toHaveSpanTree', { name: 'a', children: ['b', { kind: 'CLIENT' }] }],
  ['toHaveSpanTree', { name: 'a', children: [] }, { exact: true }],
  ['toHaveSpanTree', { service: 'one', children: [{ kind: 'CLIENT' }, { service: 'two' }] }, { ordered: true }],
  ['toHappenInOrder', ['a', 'b']],
  ['toHappenInOrder', [{ service: 'one' }], { of: { service: 'one' }, exact: true }],
  ['toHaveNoErrors'],
  ['toRecordErrors'],
  ['toHaveServiceIdentity'],
  ['toFollowAttributePolicy', { attributes: { k: { values: [1] }, note: { forbidden: { kind: 'SERVER' } } } }],
  ['toHaveNoRepeats', { max: 1 }],
  ['toHaveNoRepeats', { max: 1, per: 'trace' }],
  ['toHaveNoRepeats', { max: 1, per: { ancestor: { service: 'one' } } }],
  ['toHaveNoStrays'],
  ['toHaveNoStrays', { except: { service: 'one' } }],
  ['toHaveLogs', 'a'],
  ['toHaveLogs', { severity: { min: 'WARN' }, span: { name: 'a' } }, { times: { max: 1 } }],
  ['toHaveCorrelatedLogs'],
  ['toBeComplete'],
  ['toFitXRay'],
  ['toFitXRay', { epoch: true }],
  ['toBeSampledConsistently'],
  ['toBeUnsampled'],
  ['toPropagateAcross', 'one', 'two'],
  ['toContinue', `00-${TRACE_ID}-${'1'.repeat(16)}-01`],
  ['toTakeLessThan', 0.001],
  ['toMatchTraceSnapshot'],
  ['toBeFreeOfPii', { patterns: [{ name: 'letter', pattern: '^b$' }], strict: true }],
  ['toLeak', NOTE],
];
