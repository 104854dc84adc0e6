import type { Span } from '../model/trace.ts';
import type { Leak, LeakVerdict } from '../pii/canary/leak-verdict.ts';
import { type ExplainStray, whyRows } from './beside-text.ts';
import { codePlace } from './code-place.ts';
import { durationText } from './duration-text.ts';
import { gapLines, gapSummary } from './gaps-text.ts';
import { page, type Style, type Trees } from './page.ts';
import { originText, scannedText } from './pii/origin-text.ts';
import { mendOf } from './pii-mend.ts';
import { piiPlaceText } from './pii-place-text.ts';
import { plain, quote, shortId } from './quote.ts';
import { alignRows, atMost, count, list, wrapped } from './rows.ts';

const MAX_MORE = 5;
const MAX_OTHERS = 8;
const MAX_UNUSED = 5;

/** Why `toLeak`, or its negation, does not hold. No value is ever in it. */
export function leakText(verdict: LeakVerdict, style: Style, explain: ExplainStray): string {
  const { negated } = style;
  const [first] = verdict.leaks;
  const facts =
    first === undefined
      ? noneFacts(verdict, negated)
      : [firstLines(first, verdict, style), mendLines(first, verdict), othersLines(first, verdict)];
  return page([...facts, besideLines(verdict, explain), unusedLines(verdict)], treesOf(verdict), [], style);
}

/** Where a leak is in a trace beside the captured one: how the two hang together. */
function besideLines({ beside, leaks }: LeakVerdict, explain: ExplainStray): string[] {
  const first = beside.find(({ trace }) => leaks[0] !== undefined && traceIdOf(leaks[0]) === trace.traceId);
  if (first === undefined) return [];
  const id = shortId(first.trace.traceId);
  if (first.kind === 'linked') return [`It leaked in trace ${id}, which is linked to the captured trace.`];
  return alignRows([
    ['Stray:', `it leaked in trace ${id}, which began during the capture and belongs to no capture`],
    ...whyRows(first, explain),
  ]);
}

function noneFacts(verdict: LeakVerdict, negated: boolean): string[][] {
  const { outcome, canaries, gaps } = verdict;
  const values = count(
    canaries.reduce((all, one) => all + one.values, 0),
    'value',
  );
  const where = negated ? 'nowhere' : 'somewhere';
  const head = [
    `Expected ${list(canaries.map(one => canaryText(one.name, one.isPerson)))} ${where} in ${scannedText(verdict.scanned)}. Found none of ${values}.`,
  ];
  if (outcome !== 'incomplete') return [head];
  const missing = missingLines(verdict);
  return [
    unsentLines(verdict),
    missing.length === 0
      ? []
      : [`INCOMPLETE: it is not in the data that arrived, but some may be missing (${gapSummary(gaps)}).`],
    head,
    missing.length === 0 ? [] : alignRows([['Missing:', ...missing]]),
  ];
}

function unsentLines({ unsent }: LeakVerdict): string[] {
  if (unsent.length === 0) return [];
  const names = list(unsent.map(name => plain(name, 60)));
  return wrapped(
    `INCOMPLETE: ${names} ${unsent.length === 1 ? 'was' : 'were'} never sent, which proves nothing: none of the values was read. Send one (person.email), or call sent() where it was sent by other means.`,
  );
}

/** Spans are named there; where a name holds a value that is allowed, the summary has to do. */
function missingLines({ gaps, isInNames }: LeakVerdict): string[] {
  const summary = gapSummary(gaps);
  if (summary === '') return [];
  return isInNames ? [summary] : gapLines(gaps);
}

function traceIdOf({ source }: Leak): string | undefined {
  return 'traceId' in source ? source.traceId : undefined;
}

/** `canary person-7`, `canary "the note"`. */
function canaryText(name: string, isPerson: boolean): string {
  return `canary ${isPerson ? plain(name, 60) : quote(name, 60)}`;
}

/** `canary "card" of person-7`. */
function valueText({ canary, isPerson, label }: Leak): string {
  if (!isPerson && label === canary) return canaryText(canary, false);
  return `canary ${quote(label, 60)} of ${isPerson ? plain(canary, 60) : quote(canary, 60)}`;
}

function firstLines(first: Leak, verdict: LeakVerdict, { negated, palette }: Style): string[] {
  const { service, source, name, afterMs } = first;
  const whose = originText(source, name);
  const after = afterMs === undefined ? [] : [`+${durationText(afterMs)}`];
  const lead = service === undefined ? whose : `${plain(service, 60)}  ${whose}`;
  const cells = [lead, piiPlaceText(first.path), first.encoding];
  const row = [...cells.map(cell => plain(cell, 200)), ...after].join('   ');
  const expected = negated ? 'nowhere' : 'somewhere';
  return [
    `Expected ${valueText(first)} ${expected} in ${scannedText(verdict.scanned)}. It leaked first here:`,
    '',
    palette.received(row),
    ...moreLines(first, verdict.leaks),
  ];
}

/** The other places of the same value: in the same span, then in others. */
function moreLines(first: Leak, leaks: readonly Leak[]): string[] {
  const same = leaks.filter(leak => leak !== first && isSameValue(leak, first));
  const here = same.filter(leak => leak.source === first.source);
  const elsewhere = new Map(same.filter(leak => leak.source !== first.source).map(leak => [leak.source, leak]));
  const firsts = [...elsewhere.keys()].map(source => same.find(leak => leak.source === source) as Leak);
  const lines: string[] = [];
  if (here.length > 0) lines.push(`and there also in ${shortList(here.map(leak => shortPlace(leak)))}`);
  if (firsts.length > 0) {
    const noun = firsts.every(({ source }) => 'kind' in source) ? 'span' : 'place';
    lines.push(`and in ${count(firsts.length, `more ${noun}`)}: ${shortList(firsts.map(leak => whoseText(leak)))}`);
  }
  return lines.flatMap(line => wrapped(line));
}

function shortList(texts: readonly string[]): string {
  return atMost(texts, MAX_MORE, 'place').join(', ');
}

/** `orders "INSERT payments" (db.query.text, plain)` */
function whoseText(leak: Leak): string {
  const { source, name, service } = leak;
  const whose = 'kind' in source ? quote(name ?? '', 60) : originText(source, name);
  return `${service === undefined ? '' : `${plain(service, 40)} `}${whose} (${shortPlace(leak, ', ')})`;
}

function shortPlace({ path, key, encoding }: Leak, between = ' '): string {
  const place = plain(key ?? piiPlaceText(path), 80);
  return between === ', ' ? `${place}, ${plain(encoding, 120)}` : `${place} (${plain(encoding, 120)})`;
}

/** The other values, each with its first place. */
function othersLines(first: Leak, { leaks }: LeakVerdict): string[] {
  const others: Leak[] = [];
  for (const leak of leaks)
    if (!isSameValue(leak, first) && !others.some(other => isSameValue(other, leak))) others.push(leak);
  if (others.length === 0) return [];
  const rows = others.map(leak => {
    const places = leaks.filter(other => isSameValue(other, leak)).length;
    const more = places === 1 ? '' : ` and ${count(places - 1, 'more place')}`;
    return `  ${valueText(leak)}: ${whoseText(leak)}${more}`;
  });
  return ['It was not alone:', ...atMost(rows, MAX_OTHERS, 'value')];
}

function isSameValue(a: Leak, b: Leak): boolean {
  return a.canary === b.canary && a.label === b.label;
}

function mendLines({ source, path, encoding }: Leak, { conceal }: LeakVerdict): string[] {
  const isShared = path.startsWith('resource') || path.startsWith('scope');
  const [, event] = /^events\[(\d+)\]/.exec(path) ?? [];
  const at = event !== undefined && 'events' in source ? source.events[Number(event)] : source;
  const place =
    isShared || !('attributes' in source)
      ? undefined
      : codePlace(source, at !== undefined && 'attributes' in at ? at : undefined);
  const mend = mendOf(path) ?? mendOfDigest(encoding);
  return [
    ...(place === undefined ? [] : [`at ${plain(conceal(place), 160)}`]),
    ...(mend === undefined ? [] : [`Mend: ${mend}`]),
  ];
}

function mendOfDigest(encoding: string): string | undefined {
  return /\b(?:md5|sha)/.test(encoding)
    ? 'a digest names a person as the value does: whoever has the value finds it. Leave it out, or make it an HMAC with a secret key.'
    : undefined;
}

function unusedLines({ allowances }: LeakVerdict): string[] {
  const unused = allowances.filter(({ uses }) => uses === 0);
  if (unused.length === 0) return [];
  const rows = unused.map(({ text, reason }) => `  ${plain(text, 100)} (${plain(reason, 60)})`);
  return ['These allowances allowed nothing here:', ...atMost(rows, MAX_UNUSED, 'allowance')];
}

/** No tree where a name in it could hold a value. */
function treesOf({ traces, leaks, isInNames }: LeakVerdict): Trees {
  if (isInNames) return { traces: [], marks: new Map() };
  const marks = new Map<Span, string>();
  for (const { source, label } of leaks) {
    if (!('kind' in source)) continue;
    const before = marks.get(source);
    if (before === undefined) marks.set(source, `leaks ${quote(label, 40)}`);
    else if (!before.includes(quote(label, 40))) marks.set(source, `${before}, ${quote(label, 40)}`);
  }
  const marked = new Set([...marks.keys()].map(({ trace }) => trace));
  return { traces: marked.size === 0 ? traces : [...marked], marks };
}
