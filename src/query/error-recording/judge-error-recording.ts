import type { LogRecord } from '../../model/log-record.ts';
import { mayHoldLogs } from '../../model/loss.ts';
import type { Span, Trace } from '../../model/trace.ts';
import { besideOf, matchesBeside } from '../beside.ts';
import type { CompiledCriteria } from '../compile-criteria.ts';
import { type Dropped, gapsOf, hasGaps, lossesOf } from '../gaps.ts';
import type { Outcome } from '../verdict.ts';
import { ERROR_RULES } from './rules.ts';
import { spanFacts } from './span-facts.ts';
import type { ErrorDeviation, ErrorRecordingVerdict } from './verdict.ts';

/** What is dropped and could hold an error, or the reason of one. */
const RELEVANT: readonly Dropped['what'][] = ['attributes', 'events', 'event attributes'];

/**
 * Judges whether every span of these traces, those aside that one of `except` matches, records its errors as the semantic
 * conventions say. A span without an error keeps the rules, so a trace in which nothing failed passes.
 */
export function judgeErrorRecording(
  traces: readonly Trace[],
  except: readonly CompiledCriteria[],
): ErrorRecordingVerdict {
  const isExcepted = (span: Span): boolean => except.some(criteria => criteria.matches(span));
  const all = traces.flatMap(deviationsIn);
  const deviations = all.filter(({ span }) => !isExcepted(span));
  const excepted = all.filter(({ span }) => isExcepted(span));
  const whole = gapsOf(traces);
  // An exception can be in a log record, too.
  const losses = lossesOf(traces);
  const gaps = { ...whole, losses, dropped: whole.dropped.filter(({ what }) => RELEVANT.includes(what)) };
  const lostRecords = losses.some(mayHoldLogs);
  const certain = deviations.filter(
    ({ rule, span }) => rule.restsOnAbsence !== true || !(lostRecords || hasLost(span)),
  );
  const judged = traces.reduce((sum, { spans }) => sum + spans.filter(span => !isExcepted(span)).length, 0);
  const deviates = (trace: Trace): Span[] => [
    ...new Set(deviationsIn(trace).flatMap(({ span }) => (isExcepted(span) ? [] : [span]))),
  ];
  const beside = certain.length > 0 ? [] : matchesBeside(besideOf(traces), deviates);
  const isUnknown = deviations.length > 0 || judged === 0 || hasGaps(gaps) || beside.length > 0;
  const outcome: Outcome = certain.length > 0 ? 'fail' : isUnknown ? 'incomplete' : 'pass';
  return {
    outcome,
    traces,
    // Where something is certain, what is doubtful is left out.
    deviations: certain.length > 0 ? certain : deviations,
    excepted,
    except: except.map(({ wanted }) => wanted),
    renamed: deviations.flatMap(({ span }) => except.flatMap(criteria => criteria.matchesRenamed(span) ?? [])),
    judged,
    lostRecords,
    beside,
    gaps,
  };
}

function deviationsIn(trace: Trace): ErrorDeviation[] {
  const records = recordsBySpan(trace);
  return trace.spans.flatMap(span => deviationsOf(span, records.get(span.spanId) ?? []));
}

/** Of each thing that a rule can be about, the first rule that the span breaks. */
function deviationsOf(span: Span, records: readonly LogRecord[]): ErrorDeviation[] {
  const facts = spanFacts(span, records);
  const broken = ERROR_RULES.flatMap(rule => {
    const evidence = rule.evidence(facts);
    return evidence === undefined ? [] : [{ span, rule, ...evidence }];
  });
  return broken.filter(({ rule }, index) => broken.findIndex(other => other.rule.about === rule.about) === index);
}

function recordsBySpan({ logs }: Trace): ReadonlyMap<string, readonly LogRecord[]> {
  const records = new Map<string, LogRecord[]>();
  for (const record of logs) {
    if (record.spanId === undefined) continue;
    const known = records.get(record.spanId);
    if (known === undefined) records.set(record.spanId, [record]);
    else known.push(record);
  }
  return records;
}

function hasLost({ droppedAttributesCount, droppedEventsCount }: Span): boolean {
  return droppedAttributesCount > 0 || droppedEventsCount > 0;
}
