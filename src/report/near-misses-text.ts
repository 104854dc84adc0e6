import { padded, widthOf } from '../pii/masking/marks.ts';
import type { FieldComparison, NearMisses } from '../query/verdict.ts';
import { fieldName, fieldText, wantedLines } from './field-text.ts';
import { type Palette, PLAIN } from './palette.ts';
import { plain } from './quote.ts';
import { alignRows, count, list, type Row } from './rows.ts';
import { valueText } from './value-text.ts';

const MAX_FIELDS = 14;
const LINE = 100;

/** Expected, and what came nearest: field by field, or when nothing is near, the names and services that were seen. */
export function nearMissLines(misses: NearMisses, label = 'Expected a span:', palette: Palette = PLAIN): string[] {
  const { wanted, spanCount, nearest } = misses;
  const [first] = nearest;
  const expected: Row = [label, ...wantedLines(wanted).map(line => palette.expected(line))];
  if (first === undefined) return alignRows([expected, ...nothingNear(misses)]);
  return diffRows(expected, `Nearest of ${spanCount.toLocaleString('en-US')}:`, first.comparisons, palette);
}

/** A row of what was expected, then each field of what there is. */
export function diffRows(
  [expectedLabel, ...wanted]: Row,
  label: string,
  comparisons: readonly FieldComparison[],
  palette: Palette,
): string[] {
  const width = Math.max(expectedLabel.length + 2, label.length + 3);
  const expected = wanted.map((line, index) => `${(index === 0 ? expectedLabel : '').padEnd(width)}${line}`);
  return [...expected, ...fieldLines(label, comparisons, palette, width)];
}

/** Each field of a span after a label; those that differ with a minus and a plus in the gap before the text. */
export function fieldLines(
  label: string,
  comparisons: readonly FieldComparison[],
  palette: Palette,
  width = label.length + 3,
): string[] {
  const ordered = [...comparisons.filter(one => !one.matched), ...comparisons.filter(one => one.matched)];
  const shown = ordered.length > MAX_FIELDS ? ordered.slice(0, MAX_FIELDS) : comparisons;
  const matched = shown.filter(one => one.matched).map(receivedText);
  const matchedWidth = Math.min(60, Math.max(0, ...matched.map(widthOf)));
  const lines = shown.flatMap(one => {
    if (one.matched) return [`  ${padded(receivedText(one), matchedWidth)}   ${palette.dim('matches')}`];
    const minus = `- ${fieldText(one.field, one.expected)}`;
    return [palette.expected(minus), palette.received(`+ ${receivedText(one)}`)];
  });
  const rest = ordered.length - shown.length;
  if (rest > 0) lines.push(palette.dim(`  ... ${rest} more fields match or differ`));
  return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(width - 2)}${line}`);
}

/** What a span has in a field: `kind INTERNAL`, `attribute k is absent`. */
function receivedText({ field, expected, actual, renamed }: FieldComparison): string {
  if (field.name === 'predicate') return fieldText(field, expected);
  const instead = renamed === undefined ? '' : `; ${renamed.found} = ${valueText(renamed.value, renamed.found)}`;
  if (actual === undefined && field.name === 'duration') return 'duration is not known: a time cannot be right';
  if (actual === undefined) return `${fieldName(field)} is absent${instead}`;
  if (field.name === 'events' || field.name === 'links') return entriesText(field.name, actual.value);
  return `${fieldText(field, actual.value)}${instead}`;
}

function entriesText(name: 'events' | 'links', value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return `no ${name}`;
  const shown = value.slice(0, 3).map(({ name: event, spanId, attributes }) => {
    const what = name === 'events' ? { name: event, attributes } : { spanId, attributes };
    return valueText(Object.keys(attributes).length === 0 ? { ...what, attributes: undefined } : what);
  });
  return `${name} ${shown.join(', ')}${value.length > 3 ? `, ... ${value.length - 3} more` : ''}`;
}

function nothingNear({ wanted, spanCount, names, nameCount, services }: NearMisses): Row[] {
  const only = wanted.length === 1 ? wanted[0]?.field.name : undefined;
  const what = only === 'name' ? 'of that name or near it' : only === 'predicate' ? 'that satisfies it' : 'like it';
  const seen = names.map(({ name, count: times }) => `${plain(name, 60)}${times > 1 ? ` (x${times})` : ''}`);
  return [
    ['Received:', `${count(spanCount, 'span')}, none ${what}`],
    ['Names seen:', ...wrap(seen, nameCount)],
    [
      'Services seen:',
      ...wrap(
        services.slice(0, 12).map(service => plain(service, 40)),
        services.length,
      ),
    ],
  ];
}

/** Words with commas, on lines of bearable length. */
function wrap(words: readonly string[], total: number): string[] {
  const all =
    total > words.length ? [...words, `... ${count(total - words.length, 'more')}`.replace('mores', 'more')] : words;
  const lines: string[] = [];
  for (const word of all) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= LINE) lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}

/** What to write beside a span that is near: `differs in kind and status`. */
export function differsText(comparisons: readonly FieldComparison[]): string {
  const names = [...new Set(comparisons.filter(({ matched }) => !matched).map(({ field }) => fieldName(field)))];
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  return names[0] === 'predicate' ? 'does not satisfy the predicate' : `differs in ${list(shown)}`;
}
