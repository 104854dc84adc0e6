import { baggageRequest } from './baggage-cases.ts';
import type { ConformanceCase, ConformanceFormat, ConformanceRequest, RawHeader } from './conformance-case.ts';
import { OWN_PART } from './own-ids.ts';
import { type HandedOn, judgeAll } from './read-calls.ts';
import { inTrace, traceparent } from './w3c-requests.ts';
import { xrayRequest } from './xray-cases.ts';

const ZEROS = '0'.repeat(32);

/** W3C's cases of requests for which the service makes several calls. */
export const CALL_CASES: readonly ConformanceCase[] = [
  several(
    'calls-continue',
    'All calls of a request are in its trace, and each has a parent id of its own.',
    [['traceparent', traceparent()]],
    contexts => contexts.map(inTrace).find(problem => problem !== undefined),
  ),
  several('calls-begin', 'Without a traceparent, each call has a parent id of its own.', [], () => undefined),
  several(
    'calls-restart',
    'With an invalid traceparent the calls are in a new trace, and each has a parent id of its own.',
    [['traceparent', traceparent({ traceId: ZEROS })]],
    contexts => (contexts.some(({ traceId }) => traceId === ZEROS) ? 'a call has a trace id of zeros' : undefined),
  ),
];

/** The ids of the cases below: their findings come from the requests of all cases. */
export const EVERY_CALL = {
  late: 'calls-before-answer',
  repeated: 'calls-repeated',
  shared: 'requests-apart',
} as const;

/** Rules for every call of every request, whichever case it is sent for. W3C's suite has no test of them. */
export const EVERY_CALL_CASES: readonly ConformanceCase[] = [
  everyCall(
    EVERY_CALL.shared,
    'Requests are independent: no call carries the context of another request.',
    eachFormat({ calls: 2, overlaps: true }),
  ),
  everyCall(EVERY_CALL.late, 'The service makes its calls before it answers.', eachFormat({})),
  everyCall(
    EVERY_CALL.repeated,
    'A call that is made again, for example as a retry, carries the context too.',
    eachFormat({ provokesRetry: true }).filter(({ headers }) => headers.length > 0),
  ),
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
  const requests = [{ headers, calls: 3, judge: judged }];
  return { id, rule, format: 'w3c', level: 1, strict: false, ofSuite: true, requests };
}

function everyCall(id: string, rule: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { id, rule, format: 'all', level: 1, strict: false, ofSuite: false, requests };
}

/** For each format a request with a context, which every call must carry, and one without. */
function eachFormat(more: Partial<ConformanceRequest>): readonly ConformanceRequest[] {
  const judge = judgeAll(contexts => contexts.map(inTrace).find(problem => problem !== undefined));
  const headers: readonly RawHeader[] = [
    ['traceparent', traceparent()],
    ['tracestate', `foo=${OWN_PART}`],
  ];
  const full: readonly (ConformanceRequest & { readonly format: ConformanceFormat })[] = [
    { format: 'w3c', headers, judge },
    { ...baggageRequest(OWN_PART), format: 'baggage' },
    { ...xrayRequest(), format: 'xray' },
  ];
  return full.flatMap(request => [
    { ...request, ...more },
    { format: request.format, headers: [], judge: () => undefined, ...more },
  ]);
}
