import { attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';
import type { NearMisses, Repeats, RepeatsVerdict } from '../query/verdict.ts';
import { besideText, type ExplainStray } from './beside-text.ts';
import { wantedLines } from './field-text.ts';
import { gapLines, notWholeText } from './gaps-text.ts';
import { hintLines, renamedText } from './hint-text.ts';
import { differsText, nearMissLines } from './near-misses-text.ts';
import { page, type Style } from './page.ts';
import { plain, quote, shortId } from './quote.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';
import { spanLabel } from './span-label.ts';
import { spansDurationText } from './times-text.ts';

const MAX_GROUPS = 5;

/** Why `toHaveNoRepeats`, or its negation, does not hold. */
export function repeatsText(verdict: RepeatsVerdict, style: Style, explain: ExplainStray): string {
  const { max, of, repeats, unknown, gaps } = verdict;
  const { negated, palette } = style;
  const limit = `${count(max, 'span')} that ${max === 1 ? 'does' : 'do'} the same work ${whereText(verdict)}`;
  const rows: Row[] = [['Expected:', palette.expected(`${negated ? 'more than' : 'at most'} ${limit}`)]];
  if (of !== undefined) rows.push(['Counted:', ...wantedLines(of)]);
  rows.push(['Received:', palette.received(receivedText(verdict))]);
  if (unknown === 'gaps') rows.push(['Missing:', ...gapLines(gaps)]);
  const head = unknown === 'gaps' ? [`INCOMPLETE: the trace ${notWholeText(gaps)}: there may be more.`] : [];
  const listed = atMost(
    repeats.map((group, index) => `${index + 1}. ${groupText(group, verdict)}`),
    MAX_GROUPS,
    'group',
  ).map(palette.received);
  const ways = repeats.slice(0, MAX_WAYS).flatMap((group, index) => wayLines(group, index));
  const misses = verdict.nearMisses?.();
  const near = misses === undefined ? [] : nearMissLines(misses, 'Looked for:', palette);
  const hints = [
    ...(misses === undefined ? [] : hintLines(misses.hints)),
    ...verdict.renamed.map(one => `Hint: ${renamedText(one)}`),
  ];
  const beside = besideText(
    verdict.beside,
    { none: 'the trace has no such repeats', some: 'has some', mark: 'repeated' },
    explain,
  );
  const { traces, hidden } = shownTraces(verdict);
  const marks = misses === undefined ? marksOf(repeats) : nearMarks(misses);
  return page(
    [head, beside.head, alignRows(rows), listed, ways, near, ...beside.blocks],
    { traces: [...traces, ...beside.traces], hidden, marks: new Map([...marks, ...beside.marks]) },
    [...[...new Set(hints)].slice(0, 3), ...beside.hints],
    style,
  );
}

function receivedText({ counted, most, repeats, unknown }: RepeatsVerdict): string {
  if (unknown === 'no-ancestor') return 'no such ancestor: nothing was judged';
  if (unknown === 'nothing-counted') return 'no span that is counted: nothing was judged';
  if (unknown === 'renamed')
    return `${count(counted, 'span')} counted, and others under the other name of an attribute`;
  if (repeats.length === 0) return `at most ${most} alike, among ${count(counted, 'span')}`;
  return `${most} alike${repeats.length === 1 ? '' : `, and ${repeats.length - 1} more such ${repeats.length === 2 ? 'group' : 'groups'}`}`;
}

function whereText({ per }: RepeatsVerdict): string {
  if (per === 'parent') return 'under one parent';
  return per === 'trace' ? 'in one trace' : `below one span with ${plain(wantedLines(per).join(', '), 100)}`;
}

/** `8 x "SELECT orders" (orders, CLIENT) under "POST /orders" (orders, SERVER), 24 ms together: SELECT * FROM ...` */
function groupText({ under: above, spans }: Repeats, { per }: RepeatsVerdict): string {
  const [first] = spans;
  if (first === undefined) return '';
  const together = spansDurationText(spans);
  const nowhere = per === 'trace' ? `in trace ${shortId(first.traceId)}` : 'without a parent here';
  const under = above === undefined ? nowhere : `${per === 'parent' ? 'under' : 'below'} ${spanLabel(above)}`;
  const statement = ['db.query.text', 'db.statement']
    .map(key => attribute(first.attributes, key))
    .find(value => typeof value === 'string');
  const what = typeof statement === 'string' ? `, first: ${quote(plain(statement, 100), 100)}` : '';
  return `${spans.length} x ${spanLabel(first)} ${under}, ${together} together${what}`;
}

/** By which parents spans hang that do not have the same one: `under 8 x "resolve price" (gateway, INTERNAL), 1 each`. */
function wayLines({ under, spans }: Repeats, index: number): string[] {
  const byParent = new Map<Span | undefined, number>();
  for (const { parent } of spans) byParent.set(parent, (byParent.get(parent) ?? 0) + 1);
  if (byParent.size === 1 && byParent.has(under)) return [];
  const alike = new Map<string, number[]>();
  for (const [parent, number] of byParent) {
    const label = parent === undefined ? 'no parent here' : spanLabel(parent);
    alike.set(label, [...(alike.get(label) ?? []), number]);
  }
  const lines = Array.from(alike, ([label, numbers]) => {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    const each = least === most ? `${least}` : `${least} to ${most}`;
    return numbers.length === 1 ? `${least} under ${label}` : `${each} under each of ${numbers.length} x ${label}`;
  });
  return alignRows([[`How (${index + 1}):`, ...atMost(lines, MAX_GROUPS, 'parent')]]);
}

const MAX_WAYS = 2;

/** Of each group, what it is under and the first span: the tree is folded around them. */
function marksOf(repeats: readonly Repeats[]): ReadonlyMap<Span, string> {
  const marks = new Map<Span, string>();
  for (const { under, spans } of repeats.slice(0, MAX_GROUPS)) {
    if (under !== undefined) marks.set(under, `${spans.length} alike below`);
    for (const [index, span] of spans.slice(0, MAX_MARKED).entries())
      marks.set(span, `${index + 1} of ${spans.length}`);
  }
  return marks;
}

const MAX_MARKED = 3;

function nearMarks({ nearest }: NearMisses): ReadonlyMap<Span, string> {
  return new Map(nearest.map(({ span, comparisons }) => [span, differsText(comparisons)]));
}

function shownTraces({ traces, repeats }: RepeatsVerdict): { traces: RepeatsVerdict['traces']; hidden: number } {
  const ids = new Set(repeats.map(({ spans }) => spans[0]?.traceId));
  const shown = repeats.length === 0 ? traces : traces.filter(({ traceId }) => ids.has(traceId));
  return { traces: shown, hidden: traces.length - shown.length };
}
