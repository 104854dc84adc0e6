/**
 * Every status of gRPC (`google.rpc.Code`) but OK, with its number and the HTTP status that it is mapped to there.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
const STATUSES = {
  CANCELLED: { code: 1, http: 499 },
  UNKNOWN: { code: 2, http: 500 },
  INVALID_ARGUMENT: { code: 3, http: 400 },
  DEADLINE_EXCEEDED: { code: 4, http: 504 },
  NOT_FOUND: { code: 5, http: 404 },
  ALREADY_EXISTS: { code: 6, http: 409 },
  PERMISSION_DENIED: { code: 7, http: 403 },
  RESOURCE_EXHAUSTED: { code: 8, http: 429 },
  FAILED_PRECONDITION: { code: 9, http: 400 },
  ABORTED: { code: 10, http: 409 },
  OUT_OF_RANGE: { code: 11, http: 400 },
  UNIMPLEMENTED: { code: 12, http: 501 },
  INTERNAL: { code: 13, http: 500 },
  UNAVAILABLE: { code: 14, http: 503 },
  DATA_LOSS: { code: 15, http: 500 },
  UNAUTHENTICATED: { code: 16, http: 401 },
} as const;

/** The name of a gRPC status that is an error. */
export type GrpcStatusName = keyof typeof STATUSES;

export const GRPC_STATUS_NAMES = Object.keys(STATUSES) as readonly GrpcStatusName[];

export function isGrpcStatusName(name: string): name is GrpcStatusName {
  return Object.hasOwn(STATUSES, name);
}

/** Its number: 14 for UNAVAILABLE. */
export function grpcCode(name: GrpcStatusName): number {
  return STATUSES[name].code;
}

/** The name of a number; undefined for 0, which is OK, and for what is none. */
export function grpcStatusName(code: number): GrpcStatusName | undefined {
  return GRPC_STATUS_NAMES.find(name => STATUSES[name].code === code);
}

/** The HTTP status that `google.rpc.Code` maps it to. */
export function httpStatusOf(name: GrpcStatusName): number {
  return STATUSES[name].http;
}

const OF_HTTP_STATUS: Readonly<Record<number, GrpcStatusName>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'UNIMPLEMENTED',
  405: 'UNIMPLEMENTED',
  409: 'ABORTED',
  413: 'RESOURCE_EXHAUSTED',
  415: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

/**
 * What a gRPC server of OTLP answers where an HTTP one answers `status`: the Collector's choice where it has one. (The
 * mapping of gRPC's own documentation is for another case: a proxy that answered HTTP to a gRPC client.)
 */
export function grpcStatusOfHttp(status: number): GrpcStatusName {
  return OF_HTTP_STATUS[status] ?? 'UNKNOWN';
}

const RETRYABLE_HTTP: readonly number[] = [429, 502, 503, 504];

const RETRYABLE_GRPC: readonly GrpcStatusName[] = [
  'CANCELLED',
  'DEADLINE_EXCEEDED',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNAVAILABLE',
  'DATA_LOSS',
];

/**
 * Whether a client sends again what was answered so.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */
export function isRetryableHttp(status: number): boolean {
  return RETRYABLE_HTTP.includes(status);
}

/** The same over gRPC, where RESOURCE_EXHAUSTED counts only with RetryInfo. */
export function isRetryableGrpc(name: GrpcStatusName, hasRetryInfo: boolean): boolean {
  return RETRYABLE_GRPC.includes(name) || (name === 'RESOURCE_EXHAUSTED' && hasRetryInfo);
}
