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
}

/** As users get problems: `of` freezes one and has it printed as a text, `showAs` hands in the texts. */
export const SHOWN_PROBLEMS = shownData<Problem>('Problem', {
  service: true,
  span: true,
  traceId: true,
  spanId: true,
  field: true,
  rule: true,
});

/** A problem of this span. */
export function problemOf(span: SpanData, field: string, rule: string): Problem {
  const { traceId, spanId } = span;
  return { service: serviceOf(span.resource), span: span.name, traceId, spanId, field, rule };
}
