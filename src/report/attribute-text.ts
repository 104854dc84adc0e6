import type { AttributeVerdict } from '../query/verdict.ts';
import { hintLines, renamedText } from './hint-text.ts';
import { page, type Style } from './page.ts';
import { plain } from './quote.ts';
import { alignRows, type Row } from './rows.ts';
import { spanName } from './span-label.ts';
import { valueText } from './value-text.ts';

const MAX_KEYS = 8;

/** Why `toHaveAttribute`, or its negation, does not hold. */
export function attributeText(verdict: AttributeVerdict, style: Style): string {
  const { span, place, key, expected, renamed, unknown } = verdict;
  const { negated, palette } = style;
  const whose = place === 'span' ? spanName(span) : `the resource of ${spanName(span)}`;
  const wanted = `${plain(key, 80)}${expected === undefined ? '' : ` = ${valueText(expected.value, key)}`}`;
  const rows: Row[] = [
    [negated ? `Expected ${whose} not to have:` : `Expected on ${whose}:`, palette.expected(wanted)],
    ['Received:', palette.received(receivedText(verdict, negated))],
  ];
  const dropped = unknown === 'dropped' && negated;
  if (dropped) rows.push(['Missing:', `${verdict.dropped} of its attributes, dropped by its SDK`]);
  if (!negated && verdict.actual === undefined) rows.push(['It has:', keysText(verdict.keys())]);
  const head = dropped
    ? [`INCOMPLETE: ${whose} has no such attribute, but it lost some: this may be one of them.`]
    : [];
  const hints = renamed === undefined ? hintLines(verdict.hints()) : [`Hint: ${renamedText(renamed)}`];
  const marks = new Map([[span, verdict.outcome === 'pass' ? 'has it' : 'this span']]);
  return page([head, alignRows(rows)], { traces: [span.trace], marks }, verdict.outcome === 'pass' ? [] : hints, style);
}

function receivedText({ key, actual, renamed, dropped, unknown }: AttributeVerdict, negated: boolean): string {
  const instead = renamed === undefined ? '' : `; ${renamed.found} = ${valueText(renamed.value, renamed.found)}`;
  if (actual !== undefined) return `${plain(key, 80)} = ${valueText(actual.value, key)}${instead}`;
  const lost = unknown === 'dropped' && !negated ? ` (${dropped} were dropped by its SDK)` : '';
  return `no such attribute${lost}${instead}`;
}

function keysText(keys: readonly string[]): string {
  if (keys.length === 0) return 'no attributes at all';
  const shown = keys.slice(0, MAX_KEYS).map(key => plain(key, 60));
  return `${shown.join(', ')}${keys.length > MAX_KEYS ? `, ... ${keys.length - MAX_KEYS} more` : ''}`;
}
