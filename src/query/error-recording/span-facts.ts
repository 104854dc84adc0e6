import { type Attributes, attribute } from '../../model/attributes.ts';
import type { LogRecord } from '../../model/log-record.ts';
import type { Span } from '../../model/trace.ts';
import { type GrpcCode, grpcCode, type HttpCode, hasFailingCode, httpCode } from './status-codes.ts';

/** An exception of a span, recorded on the span or in a log record that names it. */
export interface RecordedException {
  readonly as: 'event' | 'log record';
  readonly attributes: Attributes;
  /** Whether it says that the operation failed. A log record below ERROR is about an error that was handled. */
  readonly isFailure: boolean;
}

/** What a span says about its own failure. */
export interface SpanFacts {
  readonly span: Span;
  readonly exceptions: readonly RecordedException[];
  readonly http: HttpCode | undefined;
  readonly grpc: GrpcCode | undefined;
  /** `error.type`; undefined when it is absent or empty. */
  readonly errorType: string | undefined;
  readonly hasFailingCode: boolean;
  /** Whether it has attributes of the stable conventions for HTTP, databases or RPC. */
  readonly isStable: boolean;
}

/** The lowest SeverityNumber of ERROR. */
const ERROR_SEVERITY = 17;
const STABLE_KEYS = ['http.request.method', 'http.response.status_code', 'db.system.name', 'rpc.system.name'];

/** @param records the log records that name the span */
export function spanFacts(span: Span, records: readonly LogRecord[]): SpanFacts {
  const { attributes } = span;
  const errorType = attribute(attributes, 'error.type');
  return {
    span,
    exceptions: [...eventsOf(span), ...records.filter(isException).map(exceptionOf)],
    http: httpCode(attributes),
    grpc: grpcCode(attributes),
    errorType: typeof errorType === 'string' && errorType !== '' ? errorType : undefined,
    hasFailingCode: hasFailingCode(attributes),
    isStable: STABLE_KEYS.some(key => attribute(attributes, key) !== undefined),
  };
}

function eventsOf({ events }: Span): RecordedException[] {
  return events
    .filter(({ name }) => name === 'exception')
    .map(({ attributes }) => ({ as: 'event', attributes, isFailure: true }));
}

/** @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function isException({ attributes, eventName }: LogRecord): boolean {
  const has = (key: string) => attribute(attributes, key) !== undefined;
  return eventName === 'exception' || has('exception.type') || has('exception.message');
}

/**
 * An error that was retried or handled has a severity below ERROR; where there is no severity, nothing says that it was
 * handled.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/general/recording-errors/#recording-errors-on-logs
 */
function exceptionOf({ attributes, severityNumber }: LogRecord): RecordedException {
  return { as: 'log record', attributes, isFailure: severityNumber === 0 || severityNumber >= ERROR_SEVERITY };
}
