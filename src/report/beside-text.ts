import type { Span, Trace } from '../model/trace.ts';
import type { StrayOrigin } from '../propagation/verdict.ts';
import type { Beside, BesideMatch } from '../query/beside.ts';
import { diagnosisLines } from './diagnosis-text.ts';
import { plain, shortId } from './quote.ts';
import { alignRows, count, list, type Row, wrapped } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';

/** Says how a stray hangs together with the captured trace. */
export type ExplainStray = (captured: Trace, stray: Trace) => StrayOrigin;

/** What a failure text says of matches in traces beside captured ones. */
export interface BesideText {
  readonly head: readonly string[];
  readonly blocks: readonly (readonly string[])[];
  readonly traces: readonly Trace[];
  readonly marks: ReadonlyMap<Span, string>;
  readonly hints: readonly string[];
}

const MAX_SHOWN = 2;
const JUDGE_LINKED = 'Hint: to judge linked traces as well, pass them: expect([trace, ...trace.linked]).';
const NOTHING: BesideText = { head: [], blocks: [], traces: [], marks: new Map(), hints: [] };

/**
 * @param none what the traces themselves do not have, as a clause: `no span of the trace matches`
 * @param some what those beside them have: `has one that does`
 */
export function besideText(
  matches: readonly BesideMatch[],
  { none, some, mark }: { readonly none: string; readonly some: string; readonly mark: string },
  explain: ExplainStray,
): BesideText {
  if (matches.length === 0) return NOTHING;
  const shown = matches.slice(0, MAX_SHOWN);
  const rest = matches.length - shown.length;
  const marks = new Map(shown.flatMap(({ spans }) => spans.slice(0, 3).map(span => [span, mark] as const)));
  const isStray = matches.some(({ beside }) => beside.kind === 'stray');
  const isLinked = matches.some(({ beside }) => beside.kind === 'linked');
  return {
    head: wrapped(
      `INCOMPLETE: ${none}, but ${whichText(matches)} ${some}${isStray ? ': it may be work of this capture whose context was lost.' : '.'}`,
    ),
    blocks: [
      ...shown.flatMap(match => matchBlocks(match, explain)),
      rest > 0 ? [`... and ${count(rest, 'more trace')}`] : [],
    ],
    traces: shown.map(({ beside }) => beside.trace),
    marks,
    hints: [...(isLinked ? [JUDGE_LINKED] : []), ...(isStray ? [nameIt(matches)] : [])],
  };
}

/** `a stray`, `2 strays and a linked trace` */
function whichText(matches: readonly BesideMatch[]): string {
  const strays = matches.filter(({ beside }) => beside.kind === 'stray').length;
  const linked = matches.length - strays;
  return list([
    ...(strays === 0 ? [] : [strays === 1 ? 'a stray' : `${strays} strays`]),
    ...(linked === 0 ? [] : [linked === 1 ? 'a linked trace' : `${linked} linked traces`]),
  ]);
}

function matchBlocks({ beside, spans }: BesideMatch, explain: ExplainStray): string[][] {
  const { trace, kind, captured } = beside;
  const [span] = spans;
  const what = span === undefined ? [] : [spanLabel(span)];
  const id = shortId(trace.traceId);
  if (kind === 'linked') {
    return [
      alignRows([['Linked:', ...what, `in trace ${id}, whose spans link into trace ${shortId(captured.traceId)}`]]),
    ];
  }
  const rows: Row[] = [
    ['Stray:', ...what, `in trace ${id}, which began during the capture and belongs to no capture`],
    ...whyRows(beside, explain),
  ];
  return [alignRows(rows)];
}

/** Why a trace is a stray: what was found out about its beginning. */
export function whyRows({ captured, trace, shared }: Beside, explain: ExplainStray): Row[] {
  const origin = explain(captured, trace);
  const rows: Row[] = [];
  if (origin.kind === 'hop') {
    const { sent } = origin.hop;
    const [root] = trace.roots;
    if (sent !== undefined && root !== undefined) {
      rows.push([
        'Call:',
        ...wrapped(`${spanLabel(sent)} is in the captured trace; ${spanLabel(root)} fits it, and began a new trace`),
      ]);
    }
    const lines = diagnosisLines(origin.hop, captured);
    if (lines.length > 0) rows.push(['Why:', ...lines]);
  } else rows.push(['Why:', ...wrapped(originText(origin))]);
  if (shared) rows.push(['Note:', 'Captures ran at the same time: it may belong to another of them.']);
  return rows;
}

function originText(origin: Exclude<StrayOrigin, { kind: 'hop' }>): string {
  if (origin.kind === 'unknown') {
    const isServed = origin.root?.kind === 'SERVER' || origin.root?.kind === 'CONSUMER';
    return isServed
      ? 'No call in the captured trace fits it. Either the test made this request without the headers that capture() gave, or it is other work.'
      : 'Nothing but the time ties it to this capture: it may be other work.';
  }
  const service = plain(origin.root.service, 60);
  return `${service}, which takes part in the captured trace, started ${spanName(origin.root)} without a parent. Either the context was lost inside ${service} (in a timer, a pool or a callback), or this is other work.`;
}

/** How to say that it is other work. */
function nameIt(matches: readonly BesideMatch[]): string {
  const root = matches.find(({ beside }) => beside.kind === 'stray')?.beside.trace.roots[0];
  const criteria = root === undefined ? '{ ... }' : `{ name: ${quoted(root.name)}, service: ${quoted(root.service)} }`;
  return `Hint: if this work goes on by itself, name it: startReceiver({ background: ${criteria} }), or capture(fn, { background }).`;
}

function quoted(text: string): string {
  return `'${plain(text, 60).replaceAll("'", "\\'")}'`;
}
