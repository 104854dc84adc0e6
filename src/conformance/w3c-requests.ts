import type { ConformanceRequest, RawHeader } from './conformance-case.ts';
import { type HandedOn, judgeOne } from './read-calls.ts';

export const TRACE_ID = '7c1b0d9e42f84a3c9d5e6f7081928374';
export const PARENT_ID = '5a3c9e7b1d2f4860';

/** What a service must do that continued something invalid. */
export const MUST_RESTART = 'it must begin a new trace';

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

/** The trace id must come back. W3C's suite asks for no more here; that the parent id is another has a case of its own. */
export function staysInTrace(headers: readonly RawHeader[]): ConformanceRequest {
  return { headers, judge: judgeOne(inTrace) };
}

/** The service must begin a new trace: none of these ids may come back. */
export function restarts(headers: readonly RawHeader[], ...ids: readonly string[]): ConformanceRequest {
  const refused = ids.length === 0 ? [TRACE_ID] : ids;
  return {
    headers,
    judge: judgeOne(({ traceId }) =>
      refused.includes(traceId) ? `the service continued trace id ${traceId}; ${MUST_RESTART}` : undefined,
    ),
  };
}

interface WantedState {
  /** The members are passed on in the order that they have here. */
  readonly ordered?: boolean;
  /** So many members are passed on in all, whichever the others are. */
  readonly count?: number;
  /** The trace id is asked for too. */
  readonly inTrace?: boolean;
}

/** The service passes these members on with their values. */
export function handsOn(
  tracestates: readonly RawHeader[],
  members: Readonly<Record<string, string>>,
  wanted: WantedState = {},
): ConformanceRequest {
  return withState(tracestates, context => {
    const began = wanted.inTrace === true ? inTrace(context) : undefined;
    return began ?? membersProblem(context, members, wanted);
  });
}

/** The service discards the tracestate: none of these members comes back, whether or not the trace goes on. */
export function discards(tracestates: readonly RawHeader[], ...keys: readonly string[]): ConformanceRequest {
  return withState(tracestates, context => keptProblem(context, keys));
}

/** A request with a valid traceparent, and these headers of tracestate. */
export function withState(
  tracestates: readonly RawHeader[],
  judge: (context: HandedOn) => string | undefined,
): ConformanceRequest {
  return { headers: [['traceparent', traceparent({ flags: '00' })], ...tracestates], judge: judgeOne(judge) };
}

export function continued(context: HandedOn): string | undefined {
  const began = inTrace(context);
  if (began !== undefined || context.spanId !== PARENT_ID) return began;
  return `the parent id ${PARENT_ID} was passed on unchanged; each call must have a parent id of its own`;
}

export function inTrace({ traceId }: HandedOn): string | undefined {
  return traceId === TRACE_ID
    ? undefined
    : `the service began a new trace, ${traceId}; it must continue trace ${TRACE_ID}`;
}

export function keptProblem({ members }: HandedOn, keys: readonly string[]): string | undefined {
  const kept = members.find(([key]) => keys.includes(key));
  return kept === undefined
    ? undefined
    : `the tracestate member ${short(kept[0])} was passed on; the tracestate must be discarded`;
}

function membersProblem(
  context: HandedOn,
  wanted: Readonly<Record<string, string>>,
  { ordered = false, count }: WantedState,
): string | undefined {
  const { members } = context;
  for (const [key, value] of Object.entries(wanted)) {
    const found = members.find(([name]) => name === key);
    if (found === undefined) {
      const why = inTrace(context) === undefined ? '' : ': the service began a new trace';
      return `the tracestate member ${short(key)} was not passed on${why}`;
    }
    if (found[1] !== value) return `the tracestate member ${short(key)} became ${JSON.stringify(short(found[1]))}`;
  }
  const order = members.map(([key]) => key).filter(key => Object.hasOwn(wanted, key));
  if (ordered && order.join() !== Object.keys(wanted).join())
    return `the order of the tracestate became ${order.join(', ')}`;
  const { size } = new Set(members.map(([key]) => key));
  return count === undefined || size === count ? undefined : `${size} of ${count} members were passed on`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 20)}... (${text.length} characters)` : text;
}
