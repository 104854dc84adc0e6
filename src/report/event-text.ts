import { attribute } from '../model/attributes.ts';
import type { SpanEvent } from '../model/span-data.ts';
import type { EventVerdict } from '../query/verdict.ts';
import { page, type Style } from './page.ts';
import { plain, quote } from './quote.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';
import { spanName } from './span-label.ts';
import { valueText } from './value-text.ts';

const MAX_EVENTS = 8;
const MAX_ATTRIBUTES = 6;

/** Why `toHaveEvent`, or its negation, does not hold. */
export function eventText(verdict: EventVerdict, style: Style): string {
  return textOf(verdict, style, {
    expected: eventWanted(verdict),
    noun: 'event',
    received: verdict.span.events,
    word: event => eventLine(event, verdict),
  });
}

/** Why `toHaveException`, or its negation, does not hold. */
export function exceptionText(verdict: EventVerdict, style: Style): string {
  const { attributes = {} } = verdict.wanted;
  const parts = Object.keys(attributes).map(
    key => `${key.replace('exception.', '')} ${valueText(attributes[key], key)}`,
  );
  return textOf(verdict, style, {
    expected: parts.length === 0 ? 'an exception event' : `an exception, ${parts.join(', ')}`,
    noun: 'exception',
    received: verdict.named,
    word: exceptionLine,
  });
}

interface Wording {
  readonly expected: string;
  readonly noun: string;
  readonly received: readonly SpanEvent[];
  readonly word: (event: SpanEvent) => string;
}

function textOf(verdict: EventVerdict, style: Style, { expected, noun, received, word }: Wording): string {
  const { span, matched, outcome } = verdict;
  const { negated, palette } = style;
  const lines = received.map(event => {
    const line = word(event);
    return matched.includes(event) ? `${palette.received(line)}   ${palette.dim('matches')}` : palette.received(line);
  });
  const rows: Row[] = [
    [`Expected ${spanName(span)} ${negated ? 'not ' : ''}to have:`, palette.expected(expected)],
    ['Received:', ...(lines.length === 0 ? [palette.received(`no ${noun}`)] : atMost(lines, MAX_EVENTS, noun))],
  ];
  const missing = missingText(verdict);
  if (missing !== undefined) rows.push(['Missing:', missing]);
  const head =
    negated && missing !== undefined
      ? [
          `INCOMPLETE: ${spanName(span)} lost ${verdict.unknown === 'dropped-events' ? 'events' : 'attributes of an event'}: this may be among them.`,
        ]
      : [];
  const marks = new Map([[span, outcome === 'pass' ? 'has it' : 'this span']]);
  return page([head, alignRows(rows)], { traces: [span.trace], marks }, negated ? [] : hintsOf(verdict), style);
}

function eventWanted({ wanted: { name, attributes } }: EventVerdict): string {
  const with_ = attributes === undefined ? '' : `, attributes ${valueText(attributes)}`;
  return `event ${valueText(name)}${with_}`;
}

function eventLine(event: SpanEvent, { wanted, named }: EventVerdict): string {
  const isNamed = named.includes(event);
  const keys = Object.keys(wanted.attributes ?? {});
  // Of an event that has the name, what was asked for; of the others, what they have.
  const shown = isNamed && keys.length > 0 ? keys : Object.keys(event.attributes).slice(0, MAX_ATTRIBUTES);
  const parts = shown.map(key => {
    const value = attribute(event.attributes, key);
    return `${plain(key, 60)} = ${value === undefined ? 'absent' : valueText(value, key)}`;
  });
  return `event ${quote(event.name, 80)}${parts.length === 0 ? '' : `, ${parts.join(', ')}`}`;
}

/** The type and the message, as an error prints itself. */
export function exceptionLine(event: Pick<SpanEvent, 'attributes'>): string {
  const type = attribute(event.attributes, 'exception.type');
  const message = attribute(event.attributes, 'exception.message');
  const said = [type, message].filter(part => typeof part === 'string').map(part => plain(part, 100));
  return said.length === 0 ? 'without type or message' : said.join(': ');
}

function missingText({ span, named, unknown }: EventVerdict): string | undefined {
  if (unknown === 'dropped-events') return `${count(span.droppedEventsCount, 'event')}, dropped by its SDK`;
  if (unknown !== 'dropped-attributes') return undefined;
  const dropped = named.reduce((sum, { droppedAttributesCount }) => sum + droppedAttributesCount, 0);
  return `${count(dropped, 'attribute')} of the event, dropped by its SDK`;
}

function hintsOf({ span, wanted, named }: EventVerdict): string[] {
  const hints: string[] = [];
  if (named.length > 0) return hints;
  const has = (other: typeof span) => other.events.some(({ name }) => name === wanted.name);
  if (span.parent !== undefined && has(span.parent))
    hints.push(`Hint: the event is on its parent, ${spanName(span.parent)}.`);
  const child = span.children.find(has);
  if (child !== undefined) hints.push(`Hint: the event is on its child, ${spanName(child)}.`);
  if (wanted.name === 'exception' && span.status.code === 'ERROR' && hints.length === 0)
    hints.push('Hint: its status is ERROR, but no exception was recorded; recordException adds the event.');
  return hints;
}
