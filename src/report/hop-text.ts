import type { Span, Trace } from '../model/trace.ts';
import { padded, widthOf } from '../pii/masking/marks.ts';
import type { BrokenHop, Placed, UnmetTerm, WantedEntry } from '../propagation/verdict.ts';
import { durationText, timeOfDay } from './duration-text.ts';
import { peerText } from './peer-text.ts';
import { plain, quote, shortId } from './quote.ts';
import { count, list } from './rows.ts';
import { spanName } from './span-label.ts';
import { spanDurationText } from './times-text.ts';
import { valueText } from './value-text.ts';

/**
 * The spans that a broken hop is about, and what to write at each in the tree.
 *
 * @param isLossy spans were lost, so nothing is said to be absent
 */
export function hopMarks({ from, sent, reason }: BrokenHop, isLossy: boolean): [Span, string][] {
  const callMark = isLossy ? 'nothing that arrived continues it' : 'not continued';
  const ofCall: [Span, string][] = sent === undefined ? [] : [[sent, callMark]];
  switch (reason.kind) {
    case 'new-trace':
    case 'silent':
      return ofCall;
    case 'orphan':
      return [...ofCall, [reason.placed.span, isLossy ? 'its parent is missing' : 'its parent never arrived']];
    case 'elsewhere':
      return reason.spans.map(({ span }) => [span, `not below ${from ?? ''}`]);
    case 'detour':
      return [[reason.entry, `by way of ${list(reason.between)}`]];
    case 'unmet':
      return [[reason.entry, unmetMark(reason.unmet)]];
    case 'not-every':
      return [[reason.placed.span, isLossy && !reason.certain ? 'may not continue' : 'does not continue']];
  }
}

/**
 * What is there instead of the hop.
 *
 * @param isLossy spans were lost, so nothing is said to be absent
 */
export function hopLines(hop: BrokenHop, trace: Trace, isLossy: boolean): string[] {
  const { from, to, sent, reason } = hop;
  switch (reason.kind) {
    case 'silent':
      return [...sidesTable(hop, undefined, isLossy), ...silentLines(to, reason, trace, isLossy)];
    case 'new-trace':
      return sidesTable(
        hop,
        [`${to} began`, `${reason.began.kind} ${spanName(reason.began)} as a NEW trace`, when(reason.began)],
        isLossy,
      );
    case 'orphan': {
      const { span } = reason.placed;
      const parent = shortId(span.parentSpanId ?? '');
      const facts: Side = [
        `${to} continues`,
        `${span.kind} ${spanName(span)} below span ${parent}, which ${isLossy ? 'is missing' : 'never arrived'}`,
        when(span),
      ];
      return sent === undefined ? table([facts]) : sidesTable(hop, facts, isLossy);
    }
    case 'elsewhere':
      return elsewhereLines(from, to, reason, isLossy);
    case 'detour':
      return [
        `${to} continues ${from}, but not directly: ${list(reason.between)} ${reason.between.length === 1 ? 'lies' : 'lie'} between.`,
      ];
    case 'unmet':
      return [`${to} continues ${from}: ${reason.entry.kind} ${spanName(reason.entry)}. But ${unmetText(reason)}`];
    case 'not-every':
      return [
        `${count(reason.continued, 'entry span')} of ${to} ${reason.continued === 1 ? 'continues' : 'continue'} ${from}; this one ${reason.certain ? 'does not' : 'may have lost the context'}:`,
        `  ${placedText(reason.placed)}${strayText(reason.placed, trace)}`,
        ...sidesTable({ ...hop, from: undefined }, undefined, isLossy),
      ];
  }
}

type Side = readonly [who: string, what: string, when: string];

/** Who sent and who began, one below the other. */
function sidesTable({ from, sent }: BrokenHop, receiver: Side | undefined, isLossy: boolean): string[] {
  const rows: Side[] = [];
  if (sent !== undefined) {
    const peer = peerText(sent);
    const what = `${sent.kind} ${spanName(sent)}${peer === '' ? '' : ` to ${peer}`}`;
    rows.push([`${plain(sent.service, 60)} sent`, what, when(sent)]);
  } else if (from !== undefined && receiver !== undefined && !isLossy) {
    rows.push([`${from} sent`, 'no CLIENT or PRODUCER span that could be this call', '']);
  }
  if (receiver !== undefined) rows.push(receiver);
  return table(rows);
}

function table(rows: readonly Side[]): string[] {
  const widths = [0, 1].map(column => Math.max(0, ...rows.map(row => widthOf(row[column] ?? ''))));
  return rows.map(row =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
}

function when(span: Span): string {
  return `${timeOfDay(span.startTimeUnixNano)}, ${spanDurationText(span)}, trace ${shortId(span.traceId)}`;
}

/** Where an entry span is that is not in the trace itself. */
function strayText({ span }: Placed, trace: Trace): string {
  if (span.traceId === trace.traceId) return '';
  return `, in a trace of its own: ${when(span)}`;
}

type Silence = Extract<BrokenHop['reason'], { readonly kind: 'silent' }>;

function silentLines(
  to: string,
  { nearestService, heard }: Silence,
  { context, services, losses }: Trace,
  isLossy: boolean,
): string[] {
  const where =
    context !== undefined && !heard
      ? 'of this trace, nor did it begin one of its own during the capture'
      : 'of this trace';
  const isLost = losses.some(loss => loss.services.includes(to));
  const meant = nearestService === undefined || isLost ? '' : ` Did you mean "${plain(nearestService, 60)}"?`;
  const seen = services.map(service => plain(service, 40)).slice(0, 12);
  const absent = isLossy ? `No span of ${to} was stored for this trace.` : `${to} sent no span ${where}.`;
  return [`${absent}${meant}`, `Services seen: ${seen.join(', ')}`];
}

type Elsewhere = Extract<BrokenHop['reason'], { readonly kind: 'elsewhere' }>;

function elsewhereLines(
  from: string | undefined,
  to: string,
  { spans, count: total }: Elsewhere,
  isLossy: boolean,
): string[] {
  const more = total > spans.length ? [`  ... and ${total - spans.length} more`] : [];
  const where = isLossy ? `no span of it that arrived is below ${from}` : `not below ${from}`;
  return [`${to} is in this trace, but ${where}:`, ...spans.map(placed => `  ${placedText(placed)}`), ...more];
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

function unmetMark(unmet: UnmetTerm): string {
  switch (unmet.term) {
    case 'via':
      return unmet.expected === 'link' ? 'not by a link' : 'not as a child';
    case 'sameTrace':
      return unmet.expected ? 'in another trace' : 'in the same trace';
    case 'timeout':
      return `after ${durationText(unmet.tookMs)}`;
    case 'unknown':
      return `${unmet.of} not known`;
    default:
      return `differs in ${unmet.term}`;
  }
}

interface Unmet {
  readonly sender: Span;
  readonly entry: Span;
  readonly unmet: UnmetTerm;
}

function unmetText({ sender, entry, unmet }: Unmet): string {
  const sent = `${sender.kind} ${spanName(sender)} (${plain(sender.service, 60)})`;
  switch (unmet.term) {
    case 'via':
      return unmet.expected === 'link'
        ? `it is a child in the trace of ${sent}, and has no link to it.`
        : `it is linked to ${sent}, and no child of it.`;
    case 'sameTrace':
      return unmet.expected
        ? `it is in another trace, ${shortId(entry.traceId)}, linked to ${sent}.`
        : `it is in the same trace as ${sent}.`;
    case 'timeout':
      return `it began ${durationText(unmet.tookMs)} after ${sent}; timeout is ${durationText(unmet.limitMs)}.`;
    case 'sampled':
      return `the context was handed on as ${unmet.expected ? 'not sampled' : 'sampled'}; expected ${unmet.expected ? 'sampled' : 'not sampled'}.`;
    case 'tracestate':
      return `its tracestate is ${quote(unmet.actual, 200)}${wantedText(unmet.wanted)}.`;
    case 'baggage':
      return unmet.actual === undefined
        ? `the baggage that crossed has no ${plain(unmet.wanted.key, 60)}${wantedText(unmet.wanted)}.`
        : `the baggage that crossed has another value${wantedText(unmet.wanted)}; received ${quote(unmet.actual, 80)}.`;
    case 'unknown':
      return `nothing shows its ${unmet.of}.`;
  }
}

function wantedText(wanted: WantedEntry | undefined): string {
  return wanted === undefined ? '' : `; expected ${plain(wanted.key, 60)} = ${valueText(wanted.expected, wanted.key)}`;
}
