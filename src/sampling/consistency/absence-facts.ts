import { attribute } from '../../model/attributes.ts';
import type { Span, Trace } from '../../model/trace.ts';
import { callFacts, endsOf, isCall, likeness } from '../../propagation/call-facts.ts';
import { fitsInTime } from '../../propagation/find-hop.ts';
import type { Inconsistency } from './inconsistency.ts';

/** A call that a service answered with a span: what another trace is held against. */
interface AnsweredCall {
  readonly call: Span;
  readonly entry: Span;
}

/** What of a trace is missing, as other traces show. */
export interface Absences {
  readonly missing: readonly Inconsistency[];
  /** Entry spans whose parent never arrived, and whose caller nothing shows. */
  readonly strangers: readonly Span[];
}

/** The calls of these traces that were answered with a span. */
export function answeredCalls(traces: readonly Trace[]): readonly AnsweredCall[] {
  return traces.flatMap(trace =>
    trace.spans.flatMap(entry =>
      isEntryKind(entry) && entry.parent !== undefined && entry.parent.service !== entry.service
        ? [{ call: entry.parent, entry }]
        : [],
    ),
  );
}

/**
 * Finds spans that have to be there, since they are for the same call in another trace.
 *
 * @param explained spans whose parent is missing for a known reason
 */
export function findAbsences(trace: Trace, answered: readonly AnsweredCall[], explained: ReadonlySet<Span>): Absences {
  const missing: Inconsistency[] = [];
  const strangers: Span[] = [];
  for (const span of trace.allowsOrphans ? [] : trace.orphans) {
    if (explained.has(span)) continue;
    const known = answered.find(({ entry }) => entry.service === span.service && isSameOperation(entry, span));
    if (known !== undefined && isEntryKind(span))
      missing.push({ kind: 'parent-missing', span, caller: known.call.service });
    else strangers.push(span);
  }
  for (const span of trace.spans) {
    const known = unansweredCall(span) ? answered.find(({ call, entry }) => isSameCall(span, call, entry)) : undefined;
    if (known === undefined || isAnsweredElsewhere(trace, span, known.entry)) continue;
    missing.push({ kind: 'callee-missing', span, callee: known.entry.service, elsewhere: known.entry });
  }
  return { missing, strangers };
}

function isEntryKind({ kind }: Span): boolean {
  return kind === 'SERVER' || kind === 'CONSUMER';
}

function isSameOperation(a: Span, b: Span): boolean {
  return a.kind === b.kind && a.name === b.name;
}

/** A call that came to its target, and that no span of another service answers. What became of a message nobody can know. */
function unansweredCall(span: Span): boolean {
  if (span.kind !== 'CLIENT' || !isCall(span)) return false;
  if (span.children.some(({ service, kind }) => service !== span.service || kind === 'SERVER')) return false;
  const status = ['http.response.status_code', 'http.status_code', 'rpc.grpc.status_code'].some(
    key => attribute(span.attributes, key) !== undefined,
  );
  return status || span.status.code !== 'ERROR';
}

/** Whether two calls of one service go to the same operation of the same target. */
function isSameCall(call: Span, other: Span, entry: Span): boolean {
  if (call === other || call.service !== other.service || call.name !== other.name) return false;
  const [ends, otherEnds] = [endsOf(call), endsOf(other)];
  if (ends.host !== otherEnds.host || ends.port !== otherEnds.port) return false;
  const facts = callFacts(call);
  const served = callFacts(entry);
  // The route stands for all paths of the operation.
  const wanted = { ...served, path: served.route ?? served.path };
  if (facts.path === undefined || wanted.path === undefined) return false;
  return likeness(facts, wanted) !== undefined && facts.transport !== 'messaging';
}

/** Whether the service began a trace of its own for the call: then its context was lost, and it did not decide otherwise. */
function isAnsweredElsewhere(trace: Trace, call: Span, { service }: Span): boolean {
  return trace
    .heldBeside(service)
    .some(({ roots, orphans }) =>
      [...roots, ...orphans].some(top => top.service === service && fitsInTime(call, top, callFacts(call))),
    );
}
