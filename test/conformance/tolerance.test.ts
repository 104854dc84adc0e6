import { expect, test } from 'vitest';
import { CASES } from '../../src/conformance/cases.ts';
import type { RawHeader } from '../../src/conformance/conformance-case.ts';

const IN_TRACE = '00-7c1b0d9e42f84a3c9d5e6f7081928374-00f067aa0ba902b7-00';
const SAME_PARENT = '00-7c1b0d9e42f84a3c9d5e6f7081928374-5a3c9e7b1d2f4860-00';
const NEW_TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const [OWN_FIRST, OWN_LAST] = ['own=x,', ',own=x'];

function numbered(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_value, at) => first + at)
    .map(number => `m${String(number).padStart(2, '0')}=${number}`)
    .join();
}

/** What a case says of a call with these headers; `undefined` is that nothing is wrong. */
function judged(id: string, request: number, traceparent: string, ...tracestates: readonly string[]) {
  const found = CASES.find(one => one.id === id)?.requests[request];
  if (found === undefined) throw new Error(`no request ${request} of ${id}`);
  const states = tracestates.map((value): RawHeader => ['tracestate', value]);
  return found.judge([[['traceparent', traceparent], ...states]]);
}

test.each<[label: string, id: string, request: number, traceparent: string, ...tracestates: string[]]>([
  ['a header in another case may be continued with its parent id', 'traceparent-name-case', 0, SAME_PARENT],
  ['so may a version of the future', 'traceparent-version-future', 0, SAME_PARENT],
  ['and one with blanks', 'traceparent-blanks', 0, SAME_PARENT],
  ['a tracestate of another name is gone with its trace', 'tracestate-name', 0, NEW_TRACE],
  ['a tracestate that is invalid is gone with its trace', 'tracestate-key-characters', 0, NEW_TRACE],
  ['a tracestate that is too long is gone with its trace', 'tracestate-member-count', 1, NEW_TRACE],
  ['a name in another case is judged by its members', 'tracestate-name-case', 0, NEW_TRACE, 'foo=1'],
  ['a service adds a member of its own', 'tracestate-handed-on', 0, IN_TRACE, `${OWN_FIRST}foo=1,bar=2`],
  ['a service adds one without a traceparent', 'tracestate-without-traceparent', 0, NEW_TRACE, 'own=x'],
  ['of 32 members the last makes room for its own', 'tracestate-member-count', 0, IN_TRACE, `own=x,${numbered(1, 31)}`],
  ['32 members come in several headers', 'tracestate-member-count', 0, IN_TRACE, numbered(1, 9), numbered(10, 32)],
  ['a duplicate is kept', 'tracestate-duplicated-keys', 1, IN_TRACE, 'foo=1,foo=2'],
  ['a duplicate is kept in two headers', 'tracestate-duplicated-keys', 3, IN_TRACE, 'foo=1', 'foo=2'],
  ['of a duplicate the first is kept', 'tracestate-duplicated-keys', 1, IN_TRACE, 'foo=1'],
  ['of a duplicate the last is kept', 'tracestate-duplicated-keys', 1, IN_TRACE, 'foo=2'],
  [
    'another member stands between',
    'tracestate-several-headers',
    0,
    IN_TRACE,
    'foo=1,bar=2,own=x',
    'rojo=1,congo=2,baz=3',
  ],
  ['of an invalid member it is the value that is gone', 'tracestate-value-characters', 0, IN_TRACE, 'own=x'],
])('it is fine that %s', (_label, ...call) => {
  expect(judged(...call)).toBeUndefined();
});

test.each<[label: string, problem: string, id: string, request: number, traceparent: string, ...tracestates: string[]]>(
  [
    [
      'the parent id is handed on where it is asked for',
      'the parent id 5a3c9e7b1d2f4860 was passed on unchanged; each call must have a parent id of its own',
      ...(['traceparent-alone', 0, SAME_PARENT] as const),
    ],
    [
      'a version of the future is handed on',
      'the call carried a traceparent of a version that is not 00',
      ...(['traceparent-version-future', 0, IN_TRACE.replace('00', 'cc')] as const),
    ],
    [
      'what comes back is no traceparent',
      'the call carried an invalid traceparent: the trace id is all zeros',
      ...(['traceparent-missing', 0, `00-${'0'.repeat(32)}-b7ad6b7169203331-01`] as const),
    ],
    [
      'what comes back is no tracestate',
      'the call carried an invalid tracestate: member "own", has a value that is empty, or has characters that are not allowed',
      ...(['tracestate-handed-on', 0, IN_TRACE, `foo=1,bar=2${OWN_LAST.replace('x', '')}`] as const),
    ],
    [
      'a member is lost',
      'the tracestate member bar was not passed on',
      ...(['tracestate-handed-on', 0, IN_TRACE, 'foo=1'] as const),
    ],
    [
      'all members are lost with the trace',
      'the tracestate member foo was not passed on: the service began a new trace',
      ...(['tracestate-name-case', 0, NEW_TRACE] as const),
    ],
    [
      'of 32 members one is lost',
      '31 of 32 members were passed on',
      ...(['tracestate-member-count', 0, IN_TRACE, numbered(1, 31)] as const),
    ],
    [
      'a member is one of two values that were not sent',
      'the tracestate member foo was not passed on',
      ...(['tracestate-duplicated-keys', 1, IN_TRACE, 'foo=3'] as const),
    ],
    [
      'the order is another',
      'the order of the tracestate became bar, foo, rojo, congo, baz',
      ...(['tracestate-several-headers', 0, IN_TRACE, 'bar=2,foo=1', 'rojo=1,congo=2,baz=3'] as const),
    ],
    [
      'a valid key is handed on beside an invalid one',
      'the tracestate member bar was passed on; the tracestate must be discarded',
      ...(['tracestate-key-at', 1, IN_TRACE, 'bar=2'] as const),
    ],
  ],
)('it fails when %s', (_label, problem, ...call) => {
  expect(judged(...call)).toBe(problem);
});

test('of a decision that was not followed it names the sampler that follows no decision', () => {
  const found = CASES.find(({ id }) => id === 'xray-sampled')?.requests[1];
  const sampled = 'Root=1-67891233-abcdef012345678912345678;Parent=00f067aa0ba902b7;Sampled=1';
  expect(found?.judge([[['X-Amzn-Trace-Id', sampled]]])).toBe(
    "the sampling decision was passed on as Sampled=1: the sampler always_on ignores the decision of the parent (it is startService's default; give it { sampler: 'parentbased_always_on' })",
  );
});
