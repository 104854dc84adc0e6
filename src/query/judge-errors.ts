import type { Span, Trace } from '../model/trace.ts';
import { besideOf, matchesBeside } from './beside.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { gapsOf, hasGaps } from './gaps.ts';
import type { ErrorsVerdict, SpanError } from './verdict.ts';

/**
 * Judges whether no span of these traces failed, those aside that one of `except` matches: none has the status ERROR,
 * and none has an exception event.
 */
export function judgeNoErrors(traces: readonly Trace[], except: readonly CompiledCriteria[]): ErrorsVerdict {
  const failed = traces.flatMap(trace => trace.spans.flatMap(errorsOf));
  const excepted = failed.filter(({ span }) => except.some(criteria => criteria.matches(span)));
  const errors = failed.filter(error => !excepted.includes(error));
  const gaps = gapsOf(traces);
  const isError = (span: Span): boolean =>
    errorsOf(span).length > 0 && !except.some(criteria => criteria.matches(span));
  const beside = errors.length > 0 ? [] : matchesBeside(besideOf(traces), trace => trace.spans.filter(isError));
  const outcome = errors.length > 0 ? 'fail' : hasGaps(gaps) || beside.length > 0 ? 'incomplete' : 'pass';
  const renamed = errors.flatMap(({ span }) => except.flatMap(criteria => criteria.matchesRenamed(span) ?? []));
  return { outcome, traces, errors, excepted, except: except.map(({ wanted }) => wanted), renamed, beside, gaps };
}

/** What is wrong with a span, if anything is. */
function errorsOf(span: Span): SpanError[] {
  const exceptions = span.events.filter(({ name }) => name === 'exception');
  return span.status.code === 'ERROR' || exceptions.length > 0 ? [{ span, exceptions }] : [];
}
