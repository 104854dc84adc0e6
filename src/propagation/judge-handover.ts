import { attribute } from '../model/attributes.ts';
import type { Crossing } from '../model/crossing.ts';
import { isStartKnown } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Handover, JudgeHandover } from './follow-path.ts';
import { extractBaggage } from './formats/baggage.ts';
import { parseTracestate } from './formats/tracestate.ts';
import { readCrossing } from './read-crossing.ts';
import { sampledFlagOf } from './sampled-flag.ts';
import type { HopTerms, UnmetTerm, WantedEntry } from './verdict.ts';

type Judge = (handover: Handover) => UnmetTerm | undefined;

/** What judges the handovers of a trace by these terms: the first that is not met counts. */
export function judgeHandover(trace: Trace, terms: HopTerms): JudgeHandover {
  const { via, sameTrace, tracestate, baggage, sampled, timeoutMs } = terms;
  const judges: Judge[] = [];
  if (via !== 'any') judges.push(handover => judgeVia(handover, via));
  if (sameTrace !== undefined) judges.push(handover => judgeSameTrace(handover, sameTrace));
  if (timeoutMs !== undefined) judges.push(handover => judgeTime(handover, timeoutMs));
  if (sampled !== undefined) judges.push(handover => judgeSampled(trace, handover, sampled));
  if (tracestate !== undefined) judges.push(handover => judgeTracestate(handover, tracestate));
  if (baggage !== undefined) judges.push(handover => judgeBaggage(trace, handover, baggage));
  return handover => {
    for (const judge of judges) {
      const unmet = judge(handover);
      if (unmet !== undefined) return unmet;
    }
    return undefined;
  };
}

/** A span can be both: some consumers are children of the sender and link to it too. */
function judgeVia({ entry, above, viaLink }: Handover, via: 'parent' | 'link'): UnmetTerm | undefined {
  const holds = via === 'link' ? viaLink : entry.parent === above;
  return holds ? undefined : { term: 'via', expected: via };
}

function judgeSameTrace({ sender, entry }: Handover, expected: boolean): UnmetTerm | undefined {
  return (sender.traceId === entry.traceId) === expected ? undefined : { term: 'sameTrace', expected };
}

function judgeTime({ sender, entry }: Handover, limitMs: number): UnmetTerm | undefined {
  if (!isStartKnown(entry) || !isStartKnown(sender)) return { term: 'unknown', of: 'timeout' };
  const tookMs = Number(entry.startTimeUnixNano - sender.startTimeUnixNano) / 1e6;
  return tookMs <= limitMs ? undefined : { term: 'timeout', limitMs, tookMs };
}

/** What crossed says it; without that, the flags of the receiver's span, which has the decision from there. */
function judgeSampled(trace: Trace, handover: Handover, expected: boolean): UnmetTerm | undefined {
  const decisions = crossingsFrom(trace, handover).map(({ contexts }) => contexts[0]?.context.sampled);
  const crossed = decisions.find(decision => decision !== undefined);
  const actual = crossed ?? sampledFlagOf(handover.entry);
  if (actual === undefined) return { term: 'unknown', of: 'sampled' };
  return actual === expected ? undefined : { term: 'sampled', expected };
}

/** A span's tracestate is what it was given, before what its own service adds for the next. */
function judgeTracestate({ sender, entry }: Handover, wanted: 'all' | readonly WantedEntry[]): UnmetTerm | undefined {
  const actual = membersOf(entry);
  const entries = wanted === 'all' ? [...membersOf(sender)].map(([key, value]) => equalTo(key, value)) : wanted;
  if (entries.length === 0) return { term: 'unknown', of: 'tracestate' };
  const missing = entries.find(({ key, accepts }) => !actual.has(key) || !accepts(actual.get(key)));
  return missing === undefined ? undefined : { term: 'tracestate', wanted: missing, actual: entry.traceState };
}

function equalTo(key: string, expected: string): WantedEntry {
  return { key, expected, accepts: actual => actual === expected };
}

function membersOf({ traceState }: Span): ReadonlyMap<string, string> {
  const members = parseTracestate([traceState]);
  return new Map(typeof members === 'string' ? [] : members.map(({ key, value }) => [key, value]));
}

/** Spans have no baggage: what crossed shows it, or an attribute that the service copied from it. */
function judgeBaggage(trace: Trace, handover: Handover, wanted: readonly WantedEntry[]): UnmetTerm | undefined {
  const crossed = crossingsFrom(trace, handover).map(({ crossing }) => crossing);
  for (const entry of wanted) {
    const copied = attribute(handover.entry.attributes, entry.key);
    if (copied !== undefined && entry.accepts(copied)) continue;
    if (crossed.length === 0) return { term: 'unknown', of: 'baggage' };
    const actual = crossed.map(crossing => baggageOf(crossing).get(entry.key));
    if (!actual.every(value => value !== undefined && entry.accepts(value)))
      return { term: 'baggage', wanted: entry, actual: actual.find(value => value !== undefined) };
  }
  return undefined;
}

function baggageOf({ headers }: Crossing): ReadonlyMap<string, string> {
  return new Map(extractBaggage(headers).entries.map(({ key, value }) => [key, value]));
}

/** What was seen of this handover: it carried the id of the span right above the entry. */
function crossingsFrom(trace: Trace, { above }: Handover): readonly ReturnType<typeof readCrossing>[] {
  return trace.crossings
    .map(readCrossing)
    .filter(({ contexts }) =>
      contexts.some(({ context }) => context.spanId === above.spanId && context.traceId === above.traceId),
    );
}
