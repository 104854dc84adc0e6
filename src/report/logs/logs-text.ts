import type { LogsVerdict } from '../../logs/verdict.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Span, Trace } from '../../model/trace.ts';
import { besideText, type ExplainStray } from '../beside-text.ts';
import { wantedLines } from '../field-text.ts';
import { gapLines, notWholeText } from '../gaps-text.ts';
import { fieldLines } from '../near-misses-text.ts';
import { page, type Style } from '../page.ts';
import { alignRows, atMost, count, type Row } from '../rows.ts';
import { recordLabel } from './record-line.ts';

const MAX_RECORDS = 8;
const NO_RECORDS =
  'Hint: log records are received over OTLP, and read from the output of services that startService() started, where each line must be one JSON object.';

/** Why `toHaveLogs`, or its negation, does not hold. */
export function logsText(verdict: LogsVerdict, style: Style, explain: ExplainStray): string {
  const { wanted, traces, matched, outcome, total } = verdict;
  const { negated, palette } = style;
  const missing = outcome === 'incomplete' || isTooFew(verdict, negated) ? gapLines(verdict.gaps) : [];
  const found = matched.length === 0 ? 'no log record that matches' : thatMatch(matched.length);
  const rows: Row[] = [
    [expectedLabel(verdict, negated), ...wantedLines(wanted).map(line => palette.expected(line))],
    [
      'Received:',
      palette.received(`${found}, of ${count(total, 'record')} that ${total === 1 ? 'names' : 'name'} the trace`),
    ],
    ...(missing.length === 0 ? [] : [['Missing:', ...missing] as const]),
  ];
  const beside = besideText(
    outcome === 'incomplete' && missing.length === 0 ? verdict.beside : [],
    { none: `${found} names the trace`, some: 'has one that does', mark: 'has a log record that matches' },
    explain,
  );
  const marks = new Map<Span, string>(beside.marks);
  for (const record of matched) {
    const span = spanOf(record, traces);
    if (span !== undefined) marks.set(span, 'has a log record that matches');
  }
  return page(
    [
      beside.head.length > 0 ? beside.head : headLines(verdict, missing.length > 0),
      alignRows(rows),
      listed('Records that match:', matched),
      isTooFew(verdict, negated) ? nearestLines(verdict, style) : [],
      listed(
        'Records that match, and name no trace:',
        verdict.unnamed.map(({ record }) => record),
      ),
      listed('Records that may match, but part of them is missing:', verdict.doubtful),
      ...beside.blocks,
    ],
    { traces: [...traces, ...beside.traces], marks },
    [...hintsOf(verdict, negated), ...beside.hints],
    style,
  );
}

function isTooFew({ matched, times, outcome }: LogsVerdict, negated: boolean): boolean {
  return !negated && outcome !== 'pass' && matched.length < (times?.min ?? 1);
}

const NOTHING = {
  'no such span': 'no span of the trace matches the span in the criteria, so no log record can name it.',
  'no records': 'no log record was ever received or read from the services of the trace, so absence is not proved.',
};

function headLines({ outcome, nothing, matched, gaps, unnamed }: LogsVerdict, isMissing: boolean): string[] {
  if (outcome !== 'incomplete') return [];
  if (nothing !== undefined) return [`INCOMPLETE: ${NOTHING[nothing]}`];
  const found = matched.length === 0 ? 'no log record of the trace matches' : `${thatMatch(matched.length)} arrived`;
  if (isMissing) return [`INCOMPLETE: ${found}, but the trace ${notWholeText(gaps)}: there may be more.`];
  if (unnamed.length > 0)
    return [
      `INCOMPLETE: ${found}, but a record without a trace id matches that was written while a request was handled.`,
    ];
  return [`INCOMPLETE: ${found}, but part of another record is missing.`];
}

/** What comes nearest, field by field; else the first records that there are. */
function nearestLines({ nearest, traces, matched }: LogsVerdict, { palette }: Style): string[] {
  const [first] = nearest();
  if (first !== undefined) {
    return [...fieldLines('Nearest record:', first.comparisons, palette), `  ${recordLabel(first.record)}`];
  }
  return matched.length > 0
    ? []
    : listed(
        'Records of the trace:',
        traces.flatMap(trace => trace.logs),
      );
}

function listed(title: string, records: readonly LogRecord[]): string[] {
  if (records.length === 0) return [];
  return [
    title,
    ...atMost(
      records.map(record => `  ${recordLabel(record)}`),
      MAX_RECORDS,
      'record',
    ),
  ];
}

function hintsOf({ nothing, unnamed, total, traces, matched }: LogsVerdict, negated: boolean): string[] {
  if (nothing === 'no such span') return ['Fix: check the span in the criteria against the spans below.'];
  if (nothing === 'no records') return [NO_RECORDS];
  if (negated) return [];
  if (unnamed.length > 0 && matched.length === 0)
    return ['Hint: a record belongs to a trace by its trace id. toHaveCorrelatedLogs finds records without one.'];
  const services = traces.flatMap(trace => [...trace.startedServices.keys()]);
  if (total > 0 || services.length > 0) return [];
  return [NO_RECORDS];
}

function spanOf({ traceId, spanId }: LogRecord, traces: readonly Trace[]): Span | undefined {
  if (traceId === undefined || spanId === undefined) return undefined;
  return traces.find(trace => trace.traceId === traceId)?.linkTarget({ traceId, spanId });
}

function thatMatch(number: number): string {
  return `${count(number, 'log record')} that ${number === 1 ? 'matches' : 'match'}`;
}

function expectedLabel({ times }: LogsVerdict, negated: boolean): string {
  if (times === undefined) return negated ? 'Expected no log record:' : 'Expected a log record:';
  const { min, max } = times;
  const number = max === undefined ? `at least ${min}` : min === max ? String(min) : `${min} to ${max}`;
  if (negated) return `Expected any number of log records but ${number}:`;
  return `Expected ${number} log ${(max ?? min) === 1 ? 'record' : 'records'}:`;
}
