import type { AttributeDeviation, AttributePolicyVerdict } from '../../contract/attribute-policy/verdict.ts';
import type { Span } from '../../model/trace.ts';
import { besideText, type ExplainStray } from '../beside-text.ts';
import { gapLines, notWholeText } from '../gaps-text.ts';
import { page, type Style } from '../page.ts';
import { plain } from '../quote.ts';
import { alignRows, atMost, count, list, type Row } from '../rows.ts';
import { spanLabel } from '../span-label.ts';
import { breachLines, deviationLine, idleLine, ruleLine } from './rule-text.ts';

const MAX_BLOCKS = 6;
const MAX_SPANS = 3;
const MAX_IDLE = 6;

/** Why `toFollowAttributePolicy`, or its negation, does not hold. */
export function attributePolicyText(verdict: AttributePolicyVerdict, style: Style, explain: ExplainStray): string {
  const { traces, deviations, breaches, outcome, gaps, counted } = verdict;
  const { negated, palette } = style;
  const groups = groupsOf(deviations);
  const missing = outcome === 'incomplete' ? gapLines(gaps) : [];
  const rows: Row[] = [
    [
      'Expected:',
      palette.expected(negated ? 'a deviation from the attribute policy' : 'no deviation from the attribute policy'),
    ],
    ['Received:', palette.received(receivedText(verdict))],
    ...(missing.length > 0 ? [['Missing:', ...missing] as const] : []),
  ];
  const blocks = [
    ...groups.map(group => (number: number) => deviationLines(group, number, style)),
    ...breaches.map(breach => (number: number) => breachLines(breach, number, counted, style)),
  ];
  const shown = blocks.slice(0, MAX_BLOCKS).map((lines, index) => lines(index + 1));
  const rest = blocks.length - shown.length;
  const beside = besideText(
    missing.length > 0 ? [] : verdict.beside,
    { none: 'no span of the trace deviates', some: 'has one that does', mark: 'deviates' },
    explain,
  );
  const marks = marksOf(deviations);
  for (const [span, mark] of beside.marks) marks.set(span, mark);
  const deviating = new Set(deviations.map(({ span }) => span.trace));
  const drawn = deviating.size === 0 ? traces : traces.filter(trace => deviating.has(trace));
  return page(
    [
      verdict.judged ? beside.head : [],
      headLines(verdict, missing.length > 0),
      alignRows(rows),
      ...shown,
      rest > 0 ? [`... and ${count(rest, 'more deviation')}`] : [],
      idleLines(verdict),
      ...beside.blocks,
    ],
    { traces: [...drawn, ...beside.traces], marks, hidden: traces.length - drawn.length },
    beside.hints,
    style,
  );
}

function headLines({ outcome, judged, deviations, gaps }: AttributePolicyVerdict, isMissing: boolean): string[] {
  if (outcome !== 'incomplete') return [];
  if (deviations.length > 0) return ['INCOMPLETE: attributes were dropped; those that are missing may be among them.'];
  if (!judged) return ['INCOMPLETE: no rule of the policy applies to these spans, so nothing was judged.'];
  return isMissing ? [`INCOMPLETE: no span that arrived deviates, but the trace ${notWholeText(gaps)}.`] : [];
}

function receivedText({ traces, deviations, breaches }: AttributePolicyVerdict): string {
  const all = count(
    traces.reduce((sum, { spans }) => sum + spans.length, 0),
    'span',
  );
  const spans = new Set(deviations.map(({ span }) => span)).size;
  const parts = [
    ...(spans > 0 ? [`${count(spans, 'span')} of ${all.replace(/ .*/, '')} with deviations`] : []),
    ...(breaches.length > 0 ? [`${count(breaches.length, 'key')} with too many values`] : []),
  ];
  return parts.length === 0 ? `no deviation in ${all}` : list(parts);
}

/** Deviations that differ in the span alone are told together. */
function groupsOf(
  deviations: readonly AttributeDeviation[],
): (readonly [AttributeDeviation, ...AttributeDeviation[]])[] {
  const groups = new Map<string, [AttributeDeviation, ...AttributeDeviation[]]>();
  for (const deviation of deviations) {
    const line = deviationLine(deviation);
    const known = groups.get(line);
    if (known === undefined) groups.set(line, [deviation]);
    else known.push(deviation);
  }
  return [...groups.values()];
}

function deviationLines(
  group: readonly [AttributeDeviation, ...AttributeDeviation[]],
  number: number,
  { palette }: Style,
): string[] {
  const [first] = group;
  const spans = [...new Set(group.map(({ span }) => span))].map(span => `   on ${spanLabel(span)}`);
  return [
    `${number}. ${palette.received(deviationLine(first))}`,
    ...ruleLine(first).map(line => `   ${line}`),
    ...atMost(spans, MAX_SPANS, 'span').map(line => (line.startsWith('...') ? `   ${line}` : line)),
  ];
}

function idleLines({ idle, strict, outcome }: AttributePolicyVerdict): string[] {
  if (idle.length === 0) return [];
  const head =
    strict && outcome === 'fail'
      ? 'These rules judged nothing here, and the policy is strict:'
      : 'These rules judged nothing here:';
  return [head, ...atMost(idle.map(idleLine), MAX_IDLE, 'rule').map(line => `  ${line}`)];
}

/** Of each span the first deviation, and how many more it has. */
function marksOf(deviations: readonly AttributeDeviation[]): Map<Span, string> {
  const counts = new Map<Span, number>();
  for (const { span } of deviations) counts.set(span, (counts.get(span) ?? 0) + 1);
  const marks = new Map<Span, string>();
  for (const deviation of deviations) {
    const { span, kind } = deviation;
    if (marks.has(span)) continue;
    const key = plain('key' in deviation ? deviation.key : deviation.rule.key, 40);
    const more = (counts.get(span) ?? 1) - 1;
    marks.set(span, `${key}: ${kind}${more === 0 ? '' : `, and ${more} more`}`);
  }
  return marks;
}
