import type { ErrorRule } from './error-rule.ts';
import type { SpanFacts } from './span-facts.ts';

const SEMCONV = 'https://opentelemetry.io/docs/specs/semconv';
const RECORDING = {
  title: 'Recording errors, Recording errors on spans',
  url: `${SEMCONV}/general/recording-errors/#recording-errors-on-spans`,
};
const HTTP_STATUS = { title: 'HTTP spans, Status', url: `${SEMCONV}/http/http-spans/#status` };
const GRPC_CLIENT = { title: 'gRPC, rpc.response.status_code of the client span', url: `${SEMCONV}/rpc/grpc/` };
const GRPC_SERVER = { title: 'gRPC, rpc.response.status_code of the server span', url: `${SEMCONV}/rpc/grpc/` };
const ERROR_TYPE = { title: 'Error attributes, error.type', url: `${SEMCONV}/registry/attributes/error/` };

const SET_ERROR =
  'set the status to ERROR where the error is seen: span.setStatus({ code: SpanStatusCode.ERROR, message }).';

/** Codes that a gRPC server is to blame for; all others are the caller's mistake, or its wish. */
const SERVER_FAULTS = ['UNKNOWN', 'DEADLINE_EXCEEDED', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS'];

/**
 * Instrumentations that record each error that passes through their spans and never set a status. The span of the work that
 * failed and the server's span have it.
 */
const RECORD_WHAT_PASSES = ['@opentelemetry/instrumentation-router'];

/** How errors are recorded, one entry a rule. Of rules with the same `about`, a span breaks only the first. */
export const ERROR_RULES: readonly ErrorRule[] = [
  {
    id: 'http-server-5xx',
    says: 'A SERVER span with a 5xx has the status ERROR.',
    section: HTTP_STATUS,
    fix: SET_ERROR,
    about: 'status',
    evidence: ({ span, http }) =>
      span.kind === 'SERVER' && isBetween(http?.code, 500, 599) && !isError(span) ? { attribute: http } : undefined,
  },
  {
    id: 'grpc-server-error',
    says: `A gRPC SERVER span with ${SERVER_FAULTS.join(', ')} has the status ERROR.`,
    section: GRPC_SERVER,
    fix: SET_ERROR,
    about: 'status',
    evidence: ({ span, grpc }) =>
      span.kind === 'SERVER' && SERVER_FAULTS.includes(grpc?.code ?? 'OK') && !isError(span)
        ? { attribute: grpc }
        : undefined,
  },
  {
    id: 'http-client-error',
    says: 'A CLIENT span with a 4xx or 5xx has the status ERROR. (A 4xx that the application expects may have OK.)',
    section: HTTP_STATUS,
    fix: SET_ERROR,
    about: 'status',
    evidence: ({ span, http }) => {
      if (span.kind !== 'CLIENT' || !isBetween(http?.code, 400, 599) || isError(span)) return undefined;
      const isExpected = isBetween(http?.code, 400, 499) && span.status.code === 'OK';
      return isExpected ? undefined : { attribute: http };
    },
  },
  {
    id: 'grpc-client-error',
    says: 'A gRPC CLIENT span with another code than OK has the status ERROR.',
    section: GRPC_CLIENT,
    fix: SET_ERROR,
    about: 'status',
    evidence: ({ span, grpc }) =>
      span.kind === 'CLIENT' && (grpc?.code ?? 'OK') !== 'OK' && !isError(span) ? { attribute: grpc } : undefined,
  },
  {
    id: 'exception-status',
    says: 'A span with an exception has the status ERROR.',
    section: RECORDING,
    fix: 'set the status too: recordException alone leaves it. If the error was handled, log it below the level ERROR instead.',
    about: 'status',
    evidence: facts => {
      const exception = facts.exceptions.find(({ isFailure }) => isFailure);
      if (RECORD_WHAT_PASSES.includes(facts.span.scope.name)) return undefined;
      return exception !== undefined && !isError(facts.span) && !isRefusal(facts) ? { exception } : undefined;
    },
  },
  {
    id: 'error-type-status',
    says: 'A span with error.type has the status ERROR.',
    section: ERROR_TYPE,
    fix: 'set the status to ERROR, or leave error.type out where the operation succeeded.',
    about: 'status',
    evidence: facts => {
      const { span, errorType } = facts;
      if (errorType === undefined || isError(span) || isRefusal(facts)) return undefined;
      // A client may have decided that a 4xx is no error.
      if (span.kind === 'CLIENT' && span.status.code === 'OK' && errorType === String(facts.http?.code))
        return undefined;
      return { attribute: { key: 'error.type', value: errorType } };
    },
  },
  {
    id: 'http-server-4xx',
    says: 'A 4xx leaves the status of a SERVER span UNSET: the client made the mistake.',
    section: HTTP_STATUS,
    fix: 'leave the status alone for a 4xx; if the server itself failed, record that error (an exception, or error.type).',
    about: 'status',
    restsOnAbsence: true,
    evidence: ({ span, http, exceptions, errorType }) => {
      if (span.kind !== 'SERVER' || !isBetween(http?.code, 400, 499) || !isError(span)) return undefined;
      // Another error than the code says: the connection broke, the handler threw.
      const isOther = exceptions.length > 0 || (errorType !== undefined && !/^4\d\d$/.test(errorType));
      return isOther ? undefined : { attribute: http };
    },
  },
  {
    id: 'unexplained-error',
    says: 'A status ERROR has a description, an exception, error.type or a failing status code.',
    section: RECORDING,
    fix: 'give the status a message, or set error.type to a class of errors, such as "timeout".',
    about: 'reason',
    restsOnAbsence: true,
    evidence: facts =>
      isError(facts.span) && facts.span.status.message === '' && !isExplained(facts) ? {} : undefined,
  },
  {
    id: 'error-type',
    says: 'A status ERROR has error.type on spans in the stable conventions, unless a status code or an exception says the same.',
    section: ERROR_TYPE,
    fix: 'set error.type to a class of errors with few values, such as "timeout"; a description has too many.',
    about: 'reason',
    restsOnAbsence: true,
    evidence: facts => (isError(facts.span) && facts.isStable && !isExplained(facts) ? {} : undefined),
  },
];

function isError({ status }: SpanFacts['span']): boolean {
  return status.code === 'ERROR';
}

/** Whether something else than the description says what went wrong. */
function isExplained({ exceptions, errorType, hasFailingCode }: SpanFacts): boolean {
  return exceptions.length > 0 || errorType !== undefined || hasFailingCode;
}

/** Whether a server refused a request that was the client's mistake: that is no error of the server, exception or not. */
function isRefusal({ span, http, grpc }: SpanFacts): boolean {
  if (span.kind !== 'SERVER') return false;
  const isGrpcRefusal = grpc !== undefined && grpc.code !== 'OK' && !SERVER_FAULTS.includes(grpc.code);
  return isBetween(http?.code, 400, 499) || isGrpcRefusal;
}

function isBetween(code: number | undefined, from: number, to: number): boolean {
  return code !== undefined && code >= from && code <= to;
}
