import type { Span } from '../model/trace.ts';
import type { BrokenHop, PropagationVerdict, UnmetTerm } from '../propagation/verdict.ts';
import { diagnosisLines } from './diagnosis-text.ts';
import { gapLines, notWholeText } from './gaps-text.ts';
import { hopLines, hopMarks } from './hop-text.ts';
import { page, type Style } from './page.ts';
import { plain } from './quote.ts';
import { alignRows, type Row } from './rows.ts';
import { spanName } from './span-label.ts';
import { termsText } from './terms-text.ts';

const MAX_NAME = 60;

/** Why `toPropagateAcross`, or its negation, does not hold. */
export function propagationText(verdict: PropagationVerdict, style: Style): string {
  const { trace, steps, unknown, gaps } = verdict;
  const broken = verdict.broken && shown(verdict.broken);
  const { negated, palette } = style;
  const rows: Row[] = [[`Expected the trace ${negated ? 'not ' : ''}to pass:`, palette.expected(pathText(verdict))]];
  if (broken !== undefined) rows.push([notEveryLabel(broken) ?? 'It stops at:', palette.received(hopText(broken))]);
  else if (outcomePasses(verdict)) rows.push(['It passes:', ...steps.map(span => palette.received(stepText(span)))]);
  const isLossy = gaps.losses.length + gaps.unsettled.length + gaps.unended.length > 0;
  const missing = unknown === 'gaps' || isLossy ? gapLines(gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const head = headLines(verdict, style);
  const marks = new Map<Span, string>(steps.map((span, index) => [span, stepMark(verdict, index)]));
  const facts = broken === undefined ? [] : hopLines(broken, trace, isLossy);
  if (broken !== undefined) for (const [span, mark] of hopMarks(broken, isLossy)) marks.set(span, mark);
  const others = verdict.traceCount > 1 ? [`Of ${verdict.traceCount} traces this one came furthest.`] : [];
  const advice = broken === undefined || unknown === 'lost' ? [] : adviceLines(broken, verdict, style);
  return page([head, alignRows(rows), facts, advice, others], { traces: [trace], marks }, [], style);
}

/** The hop with its services as they can be shown. */
function shown(hop: BrokenHop): BrokenHop {
  const { from, to, reason } = hop;
  const name = (service: string): string => plain(service, MAX_NAME);
  return {
    ...hop,
    from: from === undefined ? undefined : name(from),
    to: name(to),
    reason: reason.kind === 'detour' ? { ...reason, between: reason.between.map(name) } : reason,
  };
}

function notEveryLabel({ reason }: BrokenHop): string | undefined {
  if (reason.kind !== 'not-every') return undefined;
  return reason.certain ? 'Not all of it does:' : 'It may not pass:';
}

function outcomePasses({ outcome, unknown }: PropagationVerdict): boolean {
  return outcome === 'pass' || unknown === 'gaps';
}

function headLines({ unknown, broken, gaps }: PropagationVerdict, { negated }: Style): string[] {
  const whole = `but the trace ${notWholeText(gaps)}`;
  if (unknown === 'gaps' && broken === undefined)
    return [`INCOMPLETE: every entry span that arrived continues it, ${whole}: another may be missing.`];
  if (unknown === 'lost')
    return [`INCOMPLETE: no span that arrived continues the path, ${whole}: one that does may be missing.`];
  if (unknown === 'gaps' && negated)
    return [
      `INCOMPLETE: the trace does not pass them, but it ${notWholeText(gaps)}: the spans between may be missing.`,
    ];
  if (unknown === 'stray' && broken !== undefined)
    return [
      `INCOMPLETE: an entry span of ${broken.to} arrived in a trace of its own while the capture ran. Nothing shows whether ${broken.from} made that call.`,
    ];
  if (unknown === 'unseen') return ['INCOMPLETE: nothing shows whether the path meets what is asked of it.'];
  if (unknown === 'silent' && negated && broken !== undefined) return [silentHead(broken)];
  return [];
}

/** Why a path that is not there cannot be asserted to be absent. */
function silentHead({ to, reason }: BrokenHop): string {
  const name = plain(to, 60);
  if (reason.kind === 'new-trace')
    return `INCOMPLETE: ${name} began a trace of its own, and nothing shows whether this call caused it.`;
  const sent = reason.kind === 'silent' && reason.heard ? 'sent no span of this trace' : 'sent nothing';
  return `INCOMPLETE: ${name} ${sent}, so nothing can be said of how it would continue the trace.`;
}

function pathText({ services, branches, direct, every, terms }: PropagationVerdict): string {
  const last = branches.length === 0 ? [] : [`[${branches.join(', ')}]`];
  const notes = [...(direct ? ['directly'] : []), ...(every ? ['every time'] : []), ...termsText(terms)];
  const path = [...services, ...last].map(service => plain(service, 80)).join(' -> ');
  return notes.length === 0 ? path : `${path} (${notes.join(', ')})`;
}

function hopText({ from, to }: BrokenHop): string {
  return from === undefined ? `${to}, the first of them` : `${from} -> ${to}`;
}

function stepText(span: Span): string {
  return `${plain(span.service, 60)}, ${span.kind} ${spanName(span)}`;
}

function stepMark({ broken, steps }: PropagationVerdict, index: number): string {
  return broken === undefined ? `step ${index + 1} of ${steps.length}` : 'reached';
}

/** Where to look on; of a hop that is missing, the diagnosis says it. */
function adviceLines(hop: BrokenHop, { trace }: PropagationVerdict, { negated }: Style): string[] {
  const { to, reason } = hop;
  if (negated) {
    return reason.kind === 'silent'
      ? [`To say that it was never called: expect(trace).not.toHaveSpan({ service: '${to}' })`]
      : [];
  }
  if (reason.kind === 'unmet' && reason.unmet.term === 'unknown') return [unseenAdvice(reason.unmet.of)];
  if (reason.kind === 'not-every' && !reason.certain) return strayAdvice(hop);
  const isShared =
    (reason.kind === 'new-trace' && reason.shared) || (reason.kind === 'not-every' && trace.straysShared);
  const shared = isShared ? ['Captures ran side by side: the new trace may belong to another of them.'] : [];
  return [...diagnosisLines(hop, trace), ...shared];
}

function strayAdvice({ from, to }: BrokenHop): string[] {
  return [
    `Look at how ${from} calls ${to}: a call outside of the request's context leaves such a trace when its client has no span.`,
    `If something else called ${to}, such as a health check, keep it out of the capture.`,
  ];
}

function unseenAdvice(term: Extract<UnmetTerm, { readonly term: 'unknown' }>['of']): string {
  switch (term) {
    case 'tracestate':
      return 'The sender has no tracestate, so there is nothing to hand on. Send one: headers: { ...headers, tracestate: "congo=t61" }.';
    case 'baggage':
      return 'Spans hold no baggage. Put startProbe() between the two, or record the message: recordHeaders(message, { receiver }).';
    case 'sampled':
      return 'The span has no flags. Put startProbe() between the two.';
    case 'timeout':
      return 'A start time of the two spans cannot be right: see the problems of the trace.';
  }
}
