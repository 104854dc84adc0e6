import { type Attributes, type AttributeValue, attribute } from '../../model/attributes.ts';

/** An attribute that holds a status code, as it was sent. */
export interface SentCode {
  readonly key: string;
  readonly value: AttributeValue;
}

export interface HttpCode extends SentCode {
  readonly code: number;
}

export interface GrpcCode extends SentCode {
  readonly code: string;
}

/**
 * The names of gRPC's status codes, by number.
 *
 * @see https://github.com/grpc/grpc/blob/v1.75.0/doc/statuscodes.md
 */
const GRPC_CODES = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED'],
  ...['INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'],
];

/** In the order of preference: an instrumentation that sends both generations sends the same code twice. */
const HTTP_KEYS = ['http.response.status_code', 'http.status_code'];
const GRPC_KEYS = ['rpc.grpc.status_code', 'grpc.status_code'];
const RPC_KEY = 'rpc.response.status_code';
const DATABASE_KEY = 'db.response.status_code';
/** How databases say that all went well: SQLSTATE 00000, and plain zero. */
const DATABASE_SUCCESS = /^0+$|^ok$/i;

/** The HTTP status code of a span, under its stable or its old name. Some instrumentations send it as text. */
export function httpCode(attributes: Attributes): HttpCode | undefined {
  for (const key of HTTP_KEYS) {
    const value = attribute(attributes, key);
    const code = integerOf(value);
    if (value !== undefined && code !== undefined) return { key, value, code };
  }
  return undefined;
}

/** The gRPC status code of a span by its name, whether it was sent as a number or as text; undefined for other RPC systems. */
export function grpcCode(attributes: Attributes): GrpcCode | undefined {
  const isGrpc = ['rpc.system.name', 'rpc.system'].some(key => attribute(attributes, key) === 'grpc');
  for (const key of isGrpc ? [RPC_KEY, ...GRPC_KEYS] : GRPC_KEYS) {
    const value = attribute(attributes, key);
    const code = grpcName(value);
    if (value !== undefined && code !== undefined) return { key, value, code };
  }
  return undefined;
}

/** Whether an attribute holds a status code that says that the operation failed, whatever the kind of the span. */
export function hasFailingCode(attributes: Attributes): boolean {
  const http = httpCode(attributes);
  if (http !== undefined && (http.code < 100 || http.code >= 400)) return true;
  const grpc = grpcCode(attributes);
  if (grpc !== undefined) return grpc.code !== 'OK';
  const rpc = attribute(attributes, RPC_KEY);
  if (rpc !== undefined && !/^(ok|0|)$/i.test(String(rpc))) return true;
  const database = attribute(attributes, DATABASE_KEY);
  return database !== undefined && database !== '' && !DATABASE_SUCCESS.test(String(database));
}

function integerOf(value: AttributeValue | undefined): number | undefined {
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function grpcName(value: AttributeValue | undefined): string | undefined {
  const number = integerOf(value);
  if (number !== undefined) return GRPC_CODES[number];
  if (typeof value !== 'string') return undefined;
  // Also met: DeadlineExceeded, as Go prints it.
  const letters = value.replace(/[^a-z]/gi, '').toUpperCase();
  return GRPC_CODES.find(name => name.replaceAll('_', '') === letters);
}
