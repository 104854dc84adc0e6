import type { ConformanceCase, RawHeader } from './conformance-case.ts';
import { type HandedOn, judgeAll, judgeOne } from './read-calls.ts';
import { continued, TRACE_ID, traceparent } from './w3c-requests.ts';

const ZEROS = '0'.repeat(32);

/** What holds of several calls of one request, and of the flags that Level 2 adds. */
export const CALL_CASES: readonly ConformanceCase[] = [
  several(
    'calls-continue',
    'All calls of a request are in its trace, each with a parent id of its own.',
    [['traceparent', traceparent()]],
    contexts =>
      contexts.map(({ traceId }) => traceId).find(traceId => traceId !== TRACE_ID) &&
      `a call is in another trace than ${TRACE_ID}`,
  ),
  several('calls-begin', 'Without a traceparent each call has a parent id of its own.', [], () => undefined),
  several(
    'calls-restart',
    'With an invalid traceparent the calls are in a new trace, each with a parent id of its own.',
    [['traceparent', traceparent({ traceId: ZEROS })]],
    contexts => (contexts.some(({ traceId }) => traceId === ZEROS) ? 'a call has the trace id of zeros' : undefined),
  ),
  {
    id: 'traceparent-random-flag',
    rule: 'The flag "random" (0x02) is handed on with the trace id that it is of.',
    format: 'w3c',
    level: 2,
    strict: false,
    requests: [
      {
        headers: [['traceparent', traceparent({ flags: '02' })]],
        judge: judgeOne(
          context =>
            continued(context) ?? (context.random === true ? undefined : 'the flags were handed on without 0x02'),
        ),
      },
    ],
  },
];

function several(
  id: string,
  rule: string,
  headers: readonly RawHeader[],
  judge: (contexts: readonly HandedOn[]) => string | undefined,
): ConformanceCase {
  const judged = judgeAll(contexts => {
    const parents = new Set(contexts.map(({ spanId }) => spanId));
    return judge(contexts) ?? (parents.size < contexts.length ? 'two calls have the same parent id' : undefined);
  });
  return { id, rule, format: 'w3c', level: 1, strict: false, requests: [{ headers, calls: 3, judge: judged }] };
}
