import type { Span } from '../model/trace.ts';
import type { BrokenHop, NewTrace, Placed, PropagationVerdict } from '../propagation/verdict.ts';
import { durationText, timeOfDay } from './duration-text.ts';
import { gapLines, gapSummary } from './gaps-text.ts';
import { page, type Style } from './page.ts';
import { peerText } from './peer-text.ts';
import { plain, shortId } from './quote.ts';
import { alignRows, count, list, type Row } from './rows.ts';
import { spanName } from './span-label.ts';

const MAX_NAME = 60;

/** Why `toPropagateAcross`, or its negation, does not hold. */
export function propagationText(verdict: PropagationVerdict, style: Style): string {
  const { trace, steps, unknown, gaps } = verdict;
  const broken = verdict.broken && shown(verdict.broken);
  const { negated, palette } = style;
  const rows: Row[] = [[`Expected the trace ${negated ? 'not ' : ''}to pass:`, palette.expected(pathText(verdict))]];
  if (broken !== undefined)
    rows.push([
      broken.reason.kind === 'not-every' ? 'Not all of it does:' : 'It stops at:',
      palette.received(hopText(broken)),
    ]);
  else if (outcomePasses(verdict)) rows.push(['It passes:', ...steps.map(span => palette.received(stepText(span)))]);
  if (unknown === 'gaps') rows.push(['Missing:', ...gapLines(gaps)]);
  const head = headLines(verdict, style);
  const marks = new Map<Span, string>(steps.map((span, index) => [span, stepMark(verdict, index)]));
  const facts = broken === undefined ? [] : reasonLines(broken, verdict);
  if (broken !== undefined) for (const [span, mark] of reasonMarks(broken)) marks.set(span, mark);
  const others = verdict.traceCount > 1 ? [`Of ${verdict.traceCount} traces this one came furthest.`] : [];
  const advice = broken === undefined ? [] : adviceLines(broken, verdict, style);
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

function outcomePasses({ outcome, unknown }: PropagationVerdict): boolean {
  return outcome === 'pass' || unknown === 'gaps';
}

function headLines({ unknown, broken, gaps }: PropagationVerdict, { negated }: Style): string[] {
  const whole = `but the trace did not arrive whole (${gapSummary(gaps)})`;
  if (unknown === 'gaps' && broken === undefined)
    return [`INCOMPLETE: every entry span that arrived continues it, ${whole}: another may be missing.`];
  if (unknown === 'gaps' && negated)
    return [
      `INCOMPLETE: the trace does not pass them, but it did not arrive whole (${gapSummary(gaps)}): the spans between may be missing.`,
    ];
  if (unknown === 'silent' && negated && broken?.reason.kind === 'silent') {
    return [
      `INCOMPLETE: ${plain(broken.to, 60)} sent nothing, so nothing can be said of how it would continue the trace.`,
    ];
  }
  return [];
}

function pathText({ services, branches, direct, every }: PropagationVerdict): string {
  const last = branches.length === 0 ? [] : [`[${branches.join(', ')}]`];
  const notes = [...(direct ? ['directly'] : []), ...(every ? ['every time'] : [])];
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

/** The spans that the reason is about. */
function reasonMarks({ from, reason }: BrokenHop): [Span, string][] {
  switch (reason.kind) {
    case 'new-trace':
      return reason.sent === undefined ? [] : [[reason.sent, 'not continued']];
    case 'elsewhere':
      return reason.spans.map(({ span }) => [span, `not below ${from ?? ''}`]);
    case 'detour':
      return [[reason.entry, `by way of ${list(reason.between)}`]];
    case 'not-every':
      return [[reason.placed.span, 'does not continue']];
    case 'silent':
      return [];
  }
}

/** What is there instead of the hop. */
function reasonLines({ from, to, reason }: BrokenHop, { trace }: PropagationVerdict): string[] {
  switch (reason.kind) {
    case 'silent':
      return silentLines(to, reason.nearestService, trace.services, trace.context !== undefined);
    case 'new-trace':
      return newTraceLines(from, to, reason);
    case 'elsewhere':
      return elsewhereLines(from, to, reason.spans, reason.count);
    case 'detour':
      return [
        `${to} continues ${from}, but not directly: ${list(reason.between)} ${reason.between.length === 1 ? 'lies' : 'lie'} between.`,
      ];
    case 'not-every':
      return [
        `${count(reason.continued, 'entry span')} of ${to} ${reason.continued === 1 ? 'continues' : 'continue'} ${from}; this one does not:`,
        `  ${placedText(reason.placed)}`,
      ];
  }
}

function silentLines(
  to: string,
  nearest: string | undefined,
  services: readonly string[],
  captured: boolean,
): string[] {
  const where = captured ? 'of this trace, nor did it begin one of its own during the capture' : 'of this trace';
  const meant = nearest === undefined ? '' : ` Did you mean "${plain(nearest, 60)}"?`;
  return [
    `${to} sent no span ${where}.${meant}`,
    `Services seen: ${services
      .map(service => plain(service, 40))
      .slice(0, 12)
      .join(', ')}`,
  ];
}

function newTraceLines(from: string | undefined, to: string, { sent, began }: NewTrace): string[] {
  const peer = sent === undefined ? '' : peerText(sent);
  const rows: string[][] = [];
  if (from !== undefined && sent !== undefined) {
    rows.push([`${from} sent`, `${sent.kind} ${spanName(sent)}${peer === '' ? '' : ` to ${peer}`}`, when(sent)]);
  } else if (from !== undefined) {
    rows.push([`${from} sent`, 'no CLIENT or PRODUCER span that could be this call', '']);
  }
  rows.push([`${to} began`, `${began.kind} ${spanName(began)} as a NEW trace`, when(began)]);
  const widths = [0, 1].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
}

function when(span: Span): string {
  return `${timeOfDay(span.startTimeUnixNano)}, ${durationText(span.durationMs)}, trace ${shortId(span.traceId)}`;
}

function elsewhereLines(from: string | undefined, to: string, spans: readonly Placed[], total: number): string[] {
  const more = total > spans.length ? [`  ... and ${total - spans.length} more`] : [];
  return [`${to} is in this trace, but not below ${from}:`, ...spans.map(placed => `  ${placedText(placed)}`), ...more];
}

function placedText({ span, below, orphan }: Placed): string {
  const where = orphan
    ? `its parent ${shortId(span.parentSpanId ?? '')} never arrived`
    : below !== undefined
      ? `below ${plain(below, 60)}`
      : span.parent === undefined
        ? 'a root'
        : `below no other service`;
  return `${span.kind} ${spanName(span)}, ${where}`;
}

/** What can be known of the cause, and where to look. */
function adviceLines({ from, to, reason }: BrokenHop, { trace }: PropagationVerdict, { negated }: Style): string[] {
  if (reason.kind === 'silent') return silentAdvice(to, negated);
  if (reason.kind !== 'new-trace' || negated) return [];
  const first = from === undefined || trace.spans.length === 0;
  if (first) return [`Diagnosis: ${to} did not continue the context that the test sent.`];
  const look: Row = [
    'Look at:',
    reason.sent === undefined
      ? `${from}: is its client instrumented? It has no span of its own for this call.`
      : `${from}: is the call made inside the request's context, by a client that injects it?`,
    `${to}: is its server instrumented before it is loaded, and does it read the same format (OTEL_PROPAGATORS)?`,
  ];
  const shared = reason.shared ? ['Captures ran side by side: the new trace may belong to another of them.'] : [];
  return [
    ...alignRows([
      ['Diagnosis:', `${from} did not inject, or ${to} did not extract: the spans alone cannot tell.`],
      look,
    ]),
    ...shared,
  ];
}

function silentAdvice(to: string, negated: boolean): string[] {
  if (!negated)
    return [
      `Look at:   whether ${to} was called at all, and whether it exports to this receiver under this service.name.`,
    ];
  return [`To say that it was never called: expect(trace).not.toHaveSpan({ service: '${to}' })`];
}
