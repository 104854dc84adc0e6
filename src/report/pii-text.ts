import type { Span } from '../model/trace.ts';
import type { FoundIn, PiiVerdict } from '../pii/verdict.ts';
import { besideText, type ExplainStray } from './beside-text.ts';
import { codePlace } from './code-place.ts';
import { gapLines, gapSummary } from './gaps-text.ts';
import { page, type Style, type Trees } from './page.ts';
import { originText, scannedText } from './pii/origin-text.ts';
import { mendOf } from './pii-mend.ts';
import { piiPlaceText } from './pii-place-text.ts';
import { plain, quote } from './quote.ts';
import { alignRows, atMost, count } from './rows.ts';

/** So that the tree has room below them. */
const MAX_FOUND_LINES = 36;
const MAX_UNUSED = 5;
const MAX_ALSO = 3;

/** What each kind is called. */
const KINDS: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  card: 'payment card',
  iban: 'bank account (IBAN)',
  phone: 'phone number',
  'national-id': 'national id',
  ip: 'IP address',
  name: 'name of a person',
  'birth-date': 'date of birth',
  location: 'location',
  credential: 'credential',
  secret: 'secret',
  'private-key': 'private key',
  'sensitive-attribute': 'sensitive attribute',
};

/** Why `toBeFreeOfPii`, or its negation, does not hold. No value is ever in it. */
export function piiText(verdict: PiiVerdict, style: Style, explain: ExplainStray): string {
  const { found, gaps, outcome } = verdict;
  if (outcome === 'incomplete' && verdict.beside.length > 0) return besidePiiText(verdict, style, explain);
  const { negated } = style;
  const errors = found.filter(({ finding }) => finding.level === 'error');
  const values = byValue(errors).length;
  const facts = [
    outcome === 'incomplete'
      ? [`INCOMPLETE: nothing was found in the data that arrived, but some may be missing (${gapSummary(gaps)}).`]
      : [],
    headLines(verdict, values, negated),
    outcome === 'incomplete' ? alignRows([['Missing:', ...gapLines(gaps)]]) : [],
    ...(negated ? [] : foundBlocks(found, style)),
    unusedLines(verdict, errors.length),
    acceptLines(negated ? undefined : errors[0]),
  ];
  return page(facts, treesOf(verdict, negated), [], style);
}

/** Nothing was found in the traces themselves, but something in traces beside them. */
function besidePiiText(verdict: PiiVerdict, style: Style, explain: ExplainStray): string {
  const found = verdict.beside.flatMap(one => one.found);
  const matches = verdict.beside.map(({ beside, found: own }) => ({
    beside,
    spans: own.flatMap(({ source }) => (source !== undefined && 'kind' in source ? [source] : [])),
  }));
  const beside = besideText(
    matches,
    { none: 'nothing was found in the trace', some: 'holds personal data or a secret', mark: 'found here' },
    explain,
  );
  const gaps = gapLines(verdict.gaps);
  const facts = [
    beside.head,
    gaps.length === 0 ? [] : alignRows([['Missing:', ...gaps]]),
    ...foundBlocks(found, style),
    ...beside.blocks,
    acceptLines(style.negated ? undefined : found[0]),
  ];
  return page(facts, { traces: beside.traces, marks: beside.marks }, beside.hints, style);
}

function headLines({ scanned, outcome }: PiiVerdict, errors: number, negated: boolean): string[] {
  const what = scannedText(scanned);
  if (negated)
    return [`Expected personal data or a secret in ${what}. Found none among ${count(scanned.values, 'value')}.`];
  if (outcome === 'incomplete') return [`Expected no personal data and no secrets in ${what}.`];
  return [`Expected no personal data and no secrets in ${what}.${errors > 0 ? ` Found ${errors}:` : ''}`];
}

/** As many values as there is room for, each with its other places; of the rest how many of which kind. */
function foundBlocks(found: readonly FoundIn[], { palette }: Style): string[][] {
  const values = byValue(found);
  const blocks: string[][] = [];
  let lines = 0;
  for (const [index, [first, ...others]] of values.entries()) {
    const block = [...foundLines(first, index + 1, palette.received), ...alsoLines(others)];
    lines += block.length + 1;
    if (lines > MAX_FOUND_LINES) break;
    blocks.push(block);
  }
  const rest = values.slice(blocks.length).map(([first]) => first);
  return rest.length === 0 ? blocks : [...blocks, [`... and ${rest.length} more: ${kindsOf(rest)}`]];
}

/** What was found, the same value together; warnings by themselves. */
function byValue(found: readonly FoundIn[]): (readonly [FoundIn, ...FoundIn[]])[] {
  const values = new Map<string, [FoundIn, ...FoundIn[]]>();
  for (const one of found) {
    const { level, kind, fingerprint } = one.finding;
    const id = `${level} ${kind} ${fingerprint}`;
    const known = values.get(id);
    if (known === undefined) values.set(id, [one]);
    else known.push(one);
  }
  return [...values.values()];
}

function alsoLines(others: readonly FoundIn[]): string[] {
  const places = others.map(one => [...whoseOf(one), plain(piiPlaceText(one.finding.path), 120)].join(', '));
  return atMost([...new Set(places)], MAX_ALSO, 'place').map(place => `   also in ${place}`);
}

function kindsOf(found: readonly FoundIn[]): string {
  const counts = new Map<string, number>();
  for (const { finding } of found) counts.set(finding.kind, (counts.get(finding.kind) ?? 0) + 1);
  return Array.from(counts, ([kind, number]) => `${number} x ${plain(KINDS[kind] ?? kind, 40)}`).join(', ');
}

function unusedLines({ allowances, strict }: PiiVerdict, errors: number): string[] {
  const unused = allowances.filter(({ uses }) => uses === 0);
  if (unused.length === 0) return [];
  const head =
    strict && errors === 0
      ? 'These allowances allow nothing here, and the policy is strict:'
      : 'These allowances allowed nothing here:';
  const rows = unused.map(({ text, reason }) => `  ${plain(text, 100)} (${plain(reason, 60)})`);
  return [head, ...atMost(rows, MAX_UNUSED, 'allowance')];
}

function acceptLines(first: FoundIn | undefined): string[] {
  if (first === undefined) return [];
  const { fingerprint } = first.finding;
  return [`To accept one, with a reason: { allow: [{ fingerprint: '${fingerprint}', reason: '...' }] }`];
}

function treesOf({ traces, found }: PiiVerdict, negated: boolean): Trees {
  const marks = new Map<Span, string>();
  for (const { source, finding } of negated ? [] : found) {
    if (source === undefined || !('kind' in source)) continue;
    const kind = KINDS[finding.kind] ?? finding.kind;
    const before = marks.get(source);
    if (before === undefined) marks.set(source, kind);
    else if (!before.includes(kind)) marks.set(source, `${before}, ${kind}`);
  }
  const marked = new Set([...marks.keys()].map(({ trace }) => trace));
  return { traces: marked.size === 0 ? traces : [...marked], marks };
}

function foundLines(found: FoundIn, number: number, paint: (text: string) => string): string[] {
  const { kind, form, mask, path, position, level, confidence, fingerprint, detector } = found.finding;
  const named = `${KINDS[kind] ?? kind}${form === undefined || form === kind ? '' : ` (${plain(form, 40)})`}`;
  const warning = level === 'warn' ? ', a warning' : '';
  const sure = confidence === 'high' ? '' : `, ${confidence} confidence`;
  const where = position === undefined ? '' : ` (characters ${position.start + 1} to ${position.end})`;
  const excerpt = found.excerpt();
  const place = codeOf(found);
  const mend = mendOf(path);
  return [
    `${number}. ${named}   ${paint(plain(mask, 80))}${sure}${warning}`,
    `   ${[...whoseOf(found), `${plain(piiPlaceText(path), 240)}${where}`].join(', ')}`,
    ...(excerpt === undefined ? [] : [`   in ${quote(excerpt, 160)}`]),
    ...(place === undefined ? [] : [`   at ${plain(place, 160)}`]),
    ...(mend === undefined ? [] : [`   Mend: ${mend}`]),
    `   fingerprint ${fingerprint}, by ${plain(detector, 60)}`,
  ];
}

function whoseOf({ finding: { service, span, metric }, source }: FoundIn): string[] {
  return [
    ...(service === undefined ? [] : [plain(service, 60)]),
    ...(source === undefined ? [] : [originText(source, span ?? metric)]),
  ];
}

/** The line of code, where the telemetry has it. */
function codeOf({ source, finding: { path } }: FoundIn): string | undefined {
  if (source === undefined || !('attributes' in source) || path.startsWith('resource') || path.startsWith('scope'))
    return undefined;
  const [, event] = /^events\[(\d+)\]/.exec(path) ?? [];
  return codePlace(source, event !== undefined && 'events' in source ? source.events[Number(event)] : source);
}
