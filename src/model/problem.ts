import { shownData } from './shown-data.ts';
import { type SpanData, serviceOf } from './span-data.ts';

/** Something wrong with telemetry that was well-formed enough to be kept. */
export interface Problem {
  /** The service that sent it. */
  readonly service: string;
  /** The span's name; empty for a log record. */
  readonly span: string;
  /** Empty when a log record has none; so is `spanId`. */
  readonly traceId: string;
  readonly spanId: string;
  /** The field that is wrong, as a path: `parentSpanId`, `attributes["n"]`; of a log record, `logRecord.traceId`. */
  readonly field: string;
  /** What the field should have been, and was not. */
  readonly rule: string;
  /** `IMPOSSIBLE_TIME` for a time that cannot be right; other problems have none. */
  readonly code?: ProblemCode;
}

/** The stable names of kinds of problems. */
export type ProblemCode = 'IMPOSSIBLE_TIME';

/** As users get problems: `of` freezes one and has it printed as a text, `showAs` hands in the texts. */
export const SHOWN_PROBLEMS = shownData<Problem>('Problem', {
  service: true,
  span: true,
  traceId: true,
  spanId: true,
  field: true,
  rule: true,
  code: true,
});

/** A problem of this span. */
export function problemOf(span: SpanData, field: string, rule: string, code?: ProblemCode): Problem {
  const { traceId, spanId } = span;
  const problem = { service: serviceOf(span.resource), span: span.name, traceId, spanId, field, rule };
  return code === undefined ? problem : { ...problem, code };
}
