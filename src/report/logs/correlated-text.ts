import type { CorrelatedVerdict, JudgedService, Unnamed } from '../../logs/verdict.ts';
import { wantedLines } from '../field-text.ts';
import { gapLines, notWholeText } from '../gaps-text.ts';
import { page, type Style } from '../page.ts';
import { plain, shortId } from '../quote.ts';
import { alignRows, atMost, count, list, type Row } from '../rows.ts';
import { valueText } from '../value-text.ts';
import { recordLabel } from './record-line.ts';

const MAX_RECORDS = 8;

/** Why `toHaveCorrelatedLogs`, or its negation, does not hold. */
export function correlatedText(verdict: CorrelatedVerdict, style: Style): string {
  const { traces, services, unnamed, except, outcome } = verdict;
  const { negated, palette } = style;
  const which = traces.length === 1 ? 'the trace' : 'its trace';
  const rows: Row[] = [
    [
      'Expected:',
      palette.expected(
        negated
          ? `a log record that names no trace, written while a request was handled`
          : `every log record that was written while requests were handled names ${which}`,
      ),
    ],
    ...(except.length === 0 ? [] : [['Excepted:', ...except.flatMap(one => wantedLines(one))] as const]),
    ['Received:', palette.received(receivedText(verdict))],
    ['Services:', ...services.map(serviceText)],
  ];
  const missing = outcome === 'incomplete' ? gapLines(verdict.gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const listed = unnamed.map((one, index) => palette.received(`${index + 1}. ${unnamedText(one)}`));
  return page(
    [headLines(verdict), alignRows(rows), atMost(listed, MAX_RECORDS, 'record')],
    { traces, marks: new Map() },
    negated ? [] : hintsOf(verdict),
    style,
  );
}

function headLines({ outcome, unnamed, silent, services, gaps, traces }: CorrelatedVerdict): string[] {
  if (outcome !== 'incomplete') return [];
  if (silent.length > 0) {
    const of = silent.length === services.length ? '' : ` of ${list(silent.map(name => plain(name, 40)))}`;
    return [`INCOMPLETE: no log record${of} was judged, so nothing is proved.`];
  }
  if (unnamed.length > 0)
    return ['INCOMPLETE: it is not certain that the records without a trace id were written for this trace.'];
  const what = traces.length === 1 ? 'the trace' : 'a trace';
  return [`INCOMPLETE: every record that arrived names the trace, but ${what} ${notWholeText(gaps)}.`];
}

function receivedText({ services, unnamed, excepted }: CorrelatedVerdict): string {
  const named = services.reduce((sum, one) => sum + one.named, 0);
  const parts = [
    `${count(unnamed.length, 'record')} without a valid trace id`,
    `${count(named, 'record')} with it`,
    ...(excepted === 0 ? [] : [`${excepted} excepted`]),
  ];
  return list(parts);
}

function serviceText({ service, named, aside }: JudgedService): string {
  const rest =
    aside === 0 ? '' : `, ${aside.toLocaleString('en-US')} not judged (of other traces, or outside of requests)`;
  return `${plain(service, 40)}: ${count(named, 'record')} with the trace id${rest}`;
}

function unnamedText({ record, doubt, other, invalid }: Unnamed): string {
  return `${recordLabel(record)}${invalidText(invalid)}${doubtText(doubt, other)}`;
}

/** An id that is there and none is another fault than an id that is missing. */
function invalidText(invalid: Unnamed['invalid']): string {
  return invalid === undefined
    ? ''
    : `, whose ${plain(invalid.key, 40)} is no valid trace id: ${valueText(invalid.value, invalid.key)}`;
}

function doubtText(doubt: Unnamed['doubt'], other: string | undefined): string {
  switch (doubt) {
    case 'other request':
      return `: may belong to trace ${shortId(other ?? '')}, which the service handled at the same time`;
    case 'other capture':
      return ': may belong to another capture that ran at the same time';
    case 'edge':
      return ': its time is not exact enough to tell whether the request was still handled';
    case undefined:
      return '';
  }
}

function hintsOf({ unnamed, silent, traces }: CorrelatedVerdict): string[] {
  const doubts = new Set(unnamed.map(({ doubt }) => doubt));
  const seen = [...new Set(traces.flatMap(trace => [...trace.startedServices.values()].map(one => one.name)))];
  const isMissing = unnamed.some(({ invalid }) => invalid === undefined);
  return [
    ...(unnamed.length > 0 && !isMissing
      ? ['Fix: let the logger write the trace id as 32 hex digits, or in X-Ray form 1-<8>-<24>.']
      : []),
    ...(isMissing
      ? [
          'Fix: let the logger write trace_id and span_id of the active span: add the instrumentation of your logging library, and log while the span is active. For records that need no id, use except.',
        ]
      : []),
    ...(doubts.has('other request') || doubts.has('other capture')
      ? ['Hint: to find out, let the service handle one request at a time.']
      : []),
    ...(doubts.has('edge') ? ['Hint: let the logger write the time of each record, at least in milliseconds.'] : []),
    ...(silent.length > 0
      ? [
          `Hint: log records are read from the JSON lines of services started with startService${seen.length === 0 ? '' : ` (here: ${list(seen.map(name => plain(name, 40)))})`}, and taken over OTLP.`,
        ]
      : []),
  ];
}
