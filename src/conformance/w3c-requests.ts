import type { ConformanceRequest, RawHeader } from './conformance-case.ts';
import { type HandedOn, judgeOne } from './read-calls.ts';

export const TRACE_ID = '7c1b0d9e42f84a3c9d5e6f7081928374';
export const PARENT_ID = '5a3c9e7b1d2f4860';

/** A traceparent of these parts; each is right unless it is given. */
export function traceparent({
  version = '00',
  traceId = TRACE_ID,
  parentId = PARENT_ID,
  flags = '01',
  rest = '',
} = {}): string {
  return `${version}-${traceId}-${parentId}-${flags}${rest}`;
}

/** The service must continue: the same trace id, a parent id of its own. */
export function continues(headers: readonly RawHeader[]): ConformanceRequest {
  return { headers, judge: judgeOne(continued) };
}

/** The service must begin a new trace: none of these ids may come back. */
export function restarts(headers: readonly RawHeader[], ...ids: readonly string[]): ConformanceRequest {
  const refused = ids.length === 0 ? [TRACE_ID] : ids;
  return {
    headers,
    judge: judgeOne(({ traceId }) =>
      refused.includes(traceId) ? `the trace goes on with trace id ${traceId}; a new one had to begin` : undefined,
    ),
  };
}

/** The service continues, and hands these members on with their values, in this order if `ordered`. */
export function handsOn(
  tracestates: readonly RawHeader[],
  members: Readonly<Record<string, string>>,
  { ordered = false, exactly = false } = {},
): ConformanceRequest {
  return withState(tracestates, context => {
    for (const [key, value] of Object.entries(members)) {
      const found = context.members.find(([name]) => name === key);
      if (found === undefined) return `the tracestate member ${short(key)} was not handed on`;
      if (found[1] !== value) return `the tracestate member ${short(key)} became ${JSON.stringify(short(found[1]))}`;
    }
    const wanted = Object.keys(members);
    const order = context.members.map(([key]) => key).filter(key => wanted.includes(key));
    if (ordered && order.join() !== wanted.join()) return `the order of the tracestate became ${order.join(', ')}`;
    if (exactly && order.length !== wanted.length) return `${order.length} of ${wanted.length} members were handed on`;
    return undefined;
  });
}

/** The service continues, and throws the tracestate away: none of these members comes back. */
export function discards(tracestates: readonly RawHeader[], ...keys: readonly string[]): ConformanceRequest {
  return withState(tracestates, ({ members }) => {
    const kept = members.find(([key]) => keys.includes(key));
    return kept === undefined ? undefined : `the tracestate had to be thrown away, and ${short(kept[0])} was handed on`;
  });
}

/** A request with a valid traceparent, which is continued, and these headers of tracestate. */
export function withState(
  tracestates: readonly RawHeader[],
  judge: (context: HandedOn) => string | undefined,
): ConformanceRequest {
  const headers: RawHeader[] = [['traceparent', traceparent({ flags: '00' })], ...tracestates];
  return { headers, judge: judgeOne(context => continued(context) ?? judge(context)) };
}

export function continued({ traceId, spanId }: HandedOn): string | undefined {
  if (traceId !== TRACE_ID) return `a new trace began, ${traceId}; trace ${TRACE_ID} had to go on`;
  if (spanId === PARENT_ID) return `the parent id ${PARENT_ID} was handed on as it was; a call has one of its own`;
  return undefined;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 20)}... (${text.length} characters)` : text;
}
