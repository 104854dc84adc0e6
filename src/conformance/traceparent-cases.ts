import type { ConformanceCase, ConformanceRequest, RawHeader } from './conformance-case.ts';
import { paddingProblem } from './padding-problem.ts';
import { type HandedOn, judgeOne } from './read-calls.ts';
import { continues, MUST_RESTART, PARENT_ID, restarts, staysInTrace, TRACE_ID, traceparent } from './w3c-requests.ts';

const OTHER_ID = `${TRACE_ID.slice(0, 31)}5`;
const ZEROS = '0'.repeat(32);

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
export const TRACEPARENT_CASES: readonly ConformanceCase[] = [
  rule('traceparent-missing', 'Without a traceparent a new trace begins, and is passed on.', [
    { headers: [], judge: judgeOne(() => undefined) },
  ]),
  rule('traceparent-alone', 'A traceparent without a tracestate is continued, with a parent id of its own.', [
    continues(sent(traceparent())),
  ]),
  rule('traceparent-duplicated', 'With two traceparents, both are ignored: a new trace begins.', [
    restarts(sent(traceparent({ traceId: OTHER_ID }), traceparent()), TRACE_ID, OTHER_ID),
  ]),
  rule('traceparent-name', 'A header of another name is not a traceparent: a new trace begins.', [
    restarts([['trace-parent', traceparent()]]),
    restarts([['trace.parent', traceparent()]]),
  ]),
  rule('traceparent-name-case', 'The name of the header is traceparent in any case.', [
    ...['TraceParent', 'TrAcEpArEnT', 'TRACEPARENT'].map(name => staysInTrace([[name, traceparent()]])),
  ]),
  rule('traceparent-version-00', 'Version 00 ends after the flags: with anything after them, a new trace begins.', [
    restarts(sent(traceparent({ rest: '.' }))),
    restarts(sent(traceparent({ rest: '-of-what-is-yet-to-come' }))),
  ]),
  rule('traceparent-version-future', 'A traceparent of a future version is continued by its first four parts.', [
    staysInTrace(sent(traceparent({ version: 'cc' }))),
    staysInTrace(sent(traceparent({ version: 'cc', rest: '-of-what-is-yet-to-come' }))),
    restarts(sent(traceparent({ version: 'cc', rest: '.of-what-is-yet-to-come' }))),
  ]),
  rule('traceparent-version-ff', 'Version ff is invalid: a new trace begins.', [
    restarts(sent(traceparent({ version: 'ff' }))),
  ]),
  rule('traceparent-version-characters', 'A version is two hex digits: with other characters, a new trace begins.', [
    restarts(sent(traceparent({ version: '.0' }))),
    restarts(sent(traceparent({ version: '0.' }))),
  ]),
  rule('traceparent-version-long', 'A version has two digits: with more digits, a new trace begins.', [
    restarts(sent(traceparent({ version: '000' }))),
    restarts(sent(traceparent({ version: '0000' }))),
  ]),
  rule('traceparent-version-short', 'A version has two digits: with fewer digits, a new trace begins.', [
    restarts(sent(traceparent({ version: '0' }))),
  ]),
  rule('traceparent-trace-id-zero', 'A trace id of zeros is invalid: a new trace begins.', [
    restarts(sent(traceparent({ traceId: ZEROS })), ZEROS),
  ]),
  rule('traceparent-trace-id-characters', 'A trace id is hex digits: with other characters, a new trace begins.', [
    unlike({ traceId: `.${TRACE_ID.slice(1)}` }),
    unlike({ traceId: `${TRACE_ID.slice(1)}.` }),
  ]),
  rule('traceparent-trace-id-long', 'A trace id has 32 digits: with more digits, a new trace begins.', [
    cut(`${TRACE_ID}3`),
  ]),
  rule('traceparent-trace-id-short', 'A trace id has 32 digits: with fewer digits, a new trace begins.', [
    padded(TRACE_ID.slice(0, 31)),
    padded(TRACE_ID.slice(8, 24)),
  ]),
  rule('traceparent-parent-id-zero', 'A parent id of zeros is invalid: a new trace begins.', [
    restarts(sent(traceparent({ parentId: '0'.repeat(16) }))),
  ]),
  rule('traceparent-parent-id-characters', 'A parent id is hex digits: with other characters, a new trace begins.', [
    restarts(sent(traceparent({ parentId: `.${PARENT_ID.slice(1)}` }))),
    restarts(sent(traceparent({ parentId: `${PARENT_ID.slice(1)}.` }))),
  ]),
  rule('traceparent-parent-id-long', 'A parent id has 16 digits: with more digits, a new trace begins.', [
    restarts(sent(traceparent({ parentId: `${PARENT_ID}7` }))),
  ]),
  rule('traceparent-parent-id-short', 'A parent id has 16 digits: with fewer digits, a new trace begins.', [
    restarts(sent(traceparent({ parentId: PARENT_ID.slice(1) }))),
  ]),
  rule('traceparent-flags-characters', 'The flags are hex digits: with other characters, a new trace begins.', [
    restarts(sent(traceparent({ flags: '.0' }))),
    restarts(sent(traceparent({ flags: '0.' }))),
  ]),
  rule('traceparent-flags-long', 'The flags have two digits: with more digits, a new trace begins.', [
    restarts(sent(traceparent({ flags: '001' }))),
  ]),
  rule('traceparent-flags-short', 'The flags have two digits: with fewer digits, a new trace begins.', [
    restarts(sent(traceparent({ flags: '1' }))),
  ]),
  rule('traceparent-blanks', 'Blanks around a traceparent are not part of it.', [
    ...[' @', '\t@', '@ ', '@\t', '\t @ \t'].map(form => staysInTrace(sent(form.replace('@', traceparent())))),
  ]),
];

function rule(id: string, text: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { id, rule: text, format: 'w3c', level: 1, strict: false, ofSuite: true, requests };
}

function sent(...values: readonly string[]): RawHeader[] {
  return values.map(value => ['traceparent', value]);
}

/** A trace id of other characters cannot come back in a valid traceparent, and only a valid one is accepted. */
function unlike(parts: { readonly traceId: string }): ConformanceRequest {
  return restarts(sent(traceparent(parts)), parts.traceId);
}

/** A service that fills a short id up makes a trace of its own that nobody else has: each side is a fault of its own. */
function padded(short: string): ConformanceRequest {
  const judge = ({ traceId }: HandedOn): string | undefined => paddingProblem('trace id', short, traceId);
  return { headers: sent(traceparent({ traceId: short })), judge: judgeOne(judge) };
}

function cut(long: string): ConformanceRequest {
  const judge = ({ traceId }: HandedOn): string | undefined =>
    long.includes(traceId)
      ? `the service cut the long trace id to ${traceId} and continued it; ${MUST_RESTART}`
      : undefined;
  return { headers: sent(traceparent({ traceId: long })), judge: judgeOne(judge) };
}
