import type { LogRecord } from '../model/log-record.ts';
import type { Span, Trace } from '../model/trace.ts';
import { type BesideMatch, besideOf } from '../query/beside.ts';
import { hasGaps, NO_GAPS } from '../query/gaps.ts';
import type { Outcome, Times } from '../query/verdict.ts';
import { type CompiledLogCriteria, spanOf } from './compile-log-criteria.ts';
import { unnamedRecords } from './handling.ts';
import { logGapsOf } from './judge-correlated.ts';
import type { LogsVerdict, RecordMiss, Unnamed } from './verdict.ts';

const NEAREST = 3;

/** Judges whether these traces have log records that match, or the wanted number of them. */
export function judgeLogs(
  traces: readonly Trace[],
  criteria: CompiledLogCriteria,
  times: Times | undefined,
): LogsVerdict {
  const all = traces.flatMap(trace => trace.logs.map(record => ({ record, trace })));
  const matched = all.filter(({ record, trace }) => matches(criteria, record, trace));
  const { min, max } = times ?? { min: 1, max: undefined };
  const enough = max === undefined && matched.length >= min;
  const isMatched = new Set(matched);
  const rest = enough ? [] : all.filter(one => !isMatched.has(one));
  const doubtful = rest
    .filter(({ record, trace }) => criteria.mayHaveMatched(record, trace))
    .map(({ record }) => record);
  const unnamed = enough ? [] : traces.flatMap(trace => matchingUnnamed(criteria, trace));
  const beside = enough ? [] : matchesBeside(criteria, traces);
  const gaps = enough ? NO_GAPS : logGapsOf(traces);
  const others = doubtful.length + unnamed.length + beside.length;
  const most = hasGaps(gaps) ? Number.POSITIVE_INFINITY : matched.length + others;
  const outcome = outcomeOf(matched.length, most, min, max ?? Number.POSITIVE_INFINITY);
  // What rests on absence is proved only where there is something to look through.
  const nothing = others > 0 || hasGaps(gaps) ? undefined : nothingToLookThrough(criteria, traces, matched.length);
  return {
    outcome: nothing === undefined ? outcome : 'incomplete',
    nothing,
    traces,
    wanted: criteria.wanted,
    times,
    matched: matched.map(({ record }) => record),
    doubtful,
    unnamed,
    beside,
    gaps,
    total: all.length,
    nearest: () => nearestOf(criteria, rest),
  };
}

/** Why no record can match, whatever was logged. */
function nothingToLookThrough(
  criteria: CompiledLogCriteria,
  traces: readonly Trace[],
  matched: number,
): LogsVerdict['nothing'] {
  if (matched > 0) return undefined;
  if (criteria.lacksSpan(traces.flatMap(({ spans }) => spans))) return 'no such span';
  const services = new Set(traces.flatMap(trace => [...trace.services, ...trace.logs.map(({ service }) => service)]));
  const hasRecords = traces.some(trace =>
    [...services].some(service => criteria.acceptsService(service) && trace.recordsOf(service).length > 0),
  );
  return hasRecords ? undefined : 'no records';
}

/** A record that came both ways matches in either form, and counts once. */
function matches(criteria: CompiledLogCriteria, record: LogRecord, trace: Trace): boolean {
  if (criteria.matches(record, trace)) return true;
  const line = trace.lineOf(record);
  return line !== undefined && criteria.matches(line, trace);
}

function matchingUnnamed(criteria: CompiledLogCriteria, trace: Trace): readonly Unnamed[] {
  const forms = new Set(trace.logs.map(({ body }) => body));
  return trace.services
    .flatMap(service => unnamedRecords(trace, service))
    .filter(({ record }) => criteria.matches(record, trace) && !forms.has(record.body));
}

function matchesBeside(criteria: CompiledLogCriteria, traces: readonly Trace[]): BesideMatch[] {
  return besideOf(traces).flatMap(beside => {
    const { trace } = beside;
    const found = trace.logs.filter(record => matches(criteria, record, trace));
    if (found.length === 0) return [];
    const named = new Set<Span | undefined>(found.map(record => spanOf(record, trace)));
    const spans = trace.spans.filter(span => named.has(span));
    return [{ beside, spans: spans.length > 0 ? spans : trace.spans.slice(0, 1) }];
  });
}

function outcomeOf(least: number, most: number, min: number, max: number): Outcome {
  if (least >= min && most <= max) return 'pass';
  return most < min || least > max ? 'fail' : 'incomplete';
}

/** Those with the message that was asked for, then those that differ in the fewest fields, and in less than all of them; with one field only, whatever there is is no near miss. */
function nearestOf(
  criteria: CompiledLogCriteria,
  rest: readonly { readonly record: LogRecord; readonly trace: Trace }[],
): readonly RecordMiss[] {
  const misses = rest.map(({ record, trace }) => ({ record, comparisons: criteria.compare(record, trace) }));
  const differing = ({ comparisons }: RecordMiss) => comparisons.filter(({ matched }) => !matched).length;
  const hasBody = ({ comparisons }: RecordMiss) =>
    comparisons.some(({ field, matched }) => field.name === 'body' && matched) ? 0 : 1;
  return misses
    .filter(miss => differing(miss) < miss.comparisons.length)
    .sort((a, b) => hasBody(a) - hasBody(b) || differing(a) - differing(b))
    .slice(0, NEAREST);
}
