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
 * @param lead what the text begins with
 */
export function besideText(
  matches: readonly BesideMatch[],
  {
    none,
    some,
    mark,
    lead = 'INCOMPLETE: ',
  }: { readonly none: string; readonly some: string; readonly mark: string; readonly lead?: string },
  explain: ExplainStray,
): BesideText {
  if (matches.length === 0) return NOTHING;
  const shown = matches.slice(0, MAX_SHOWN);
  const rest = matches.length - shown.length;
  const marks = new Map(shown.flatMap(({ spans }) => spans.slice(0, 3).map(span => [span, mark] as const)));
  const firstStray = matches.find(({ beside }) => beside.kind === 'stray');
  const isLinked = matches.some(({ beside }) => beside.kind === 'linked');
  return {
    head: wrapped(`${lead}${none}, but ${whichText(matches)} ${some}. ${doubtText(matches)}`),
    blocks: [
      ...shown.flatMap(match => matchBlocks(match, explain)),
      rest > 0 ? [`... and ${count(rest, 'more trace')}`] : [],
    ],
    traces: shown.map(({ beside }) => beside.trace),
    marks,
    hints: [
      ...(isLinked ? [JUDGE_LINKED] : []),
      ...(firstStray === undefined ? [] : otherWorkHints(firstStray.beside.trace)),
    ],
  };
}

/** Why a match beside the trace leaves it open. */
function doubtText(matches: readonly BesideMatch[]): string {
  const kinds = new Set(matches.map(({ beside }) => beside.kind));
  if (kinds.size > 1) return 'They may be part of the work that was captured.';
  const [it, one] = matches.length === 1 ? ['It', 'a part'] : ['They', 'parts'];
  return kinds.has('stray')
    ? `${it} may be ${one} of the captured work that lost ${matches.length === 1 ? 'its' : 'their'} trace context.`
    : `${it} may be ${one} of the captured work.`;
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
    return [alignRows([['Linked:', ...what, `in trace ${id}, which is linked to trace ${shortId(captured.traceId)}`]])];
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
        ...wrapped(
          `it matches ${spanLabel(sent)} in the captured trace, but began a new trace instead of continuing that one`,
        ),
      ]);
    }
    const lines = diagnosisLines(origin.hop, captured);
    if (lines.length > 0) rows.push(['Why:', ...lines]);
  } else rows.push(['Why:', ...wrapped(originText(origin))]);
  if (shared) rows.push(['Note:', 'Other captures ran at the same time, so it may belong to one of them.']);
  return rows;
}

function originText(origin: Exclude<StrayOrigin, { kind: 'hop' }>): string {
  if (origin.kind === 'unknown') {
    const isServed = origin.root?.kind === 'SERVER' || origin.root?.kind === 'CONSUMER';
    return isServed
      ? 'No call in the captured trace matches it. Either the test made this request without the headers that capture() gave, or it is other work.'
      : 'It began during the capture. Nothing else connects it to the captured trace, so it may be other work.';
  }
  const service = plain(origin.root.service, 60);
  return `${service}, which takes part in the captured trace, started ${spanName(origin.root)} without a parent. Either ${service} lost the context (in a timer, a pool or a callback), or this is other work.`;
}

/** How to say that a stray is other work. */
export function otherWorkHints(stray: Trace): string[] {
  const [root] = stray.roots;
  return [
    'Hint: if this is other work, such as a poller, name it as background:',
    `      startReceiver({ background: ${root === undefined ? '{ ... }' : criteriaOf(root)} }), or capture(fn, { background })`,
  ];
}

/** Criteria for a span, as code; without its name where the text must not show it. */
function criteriaOf({ name, service }: Span): string {
  const fields = Object.entries({ name, service }).filter(([, text]) => plain(text, 100) === text);
  return fields.length === 0 ? '{ ... }' : `{ ${fields.map(([key, text]) => `${key}: ${quoted(text)}`).join(', ')} }`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
