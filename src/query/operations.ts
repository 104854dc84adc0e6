import type { Operation } from '../model/criteria.ts';
import type { Span } from '../model/trace.ts';

export type { Operation } from '../model/criteria.ts';

/**
 * The attributes by which a span is known to be of an operation, in the old and the stable semantic conventions: those
 * that the conventions require, or that an instrumentation of either generation sets whatever its options are.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/ and rpc/rpc-spans, db/database-spans, messaging/messaging-spans
 */
const KEYS: Readonly<Record<Operation, readonly string[]>> = {
  http: [
    'http.request.method',
    'http.response.status_code',
    'http.method',
    'http.status_code',
    'http.url',
    'http.target',
  ],
  rpc: ['rpc.system.name', 'rpc.system', 'rpc.method', 'rpc.service'],
  database: ['db.system.name', 'db.system', 'db.query.text', 'db.statement', 'db.operation.name', 'db.operation'],
  messaging: [
    'messaging.system.name',
    'messaging.system',
    'messaging.operation.type',
    'messaging.operation.name',
    'messaging.operation',
  ],
};

export const OPERATIONS: readonly Operation[] = ['http', 'rpc', 'database', 'messaging'];

/** What a span does, by its attributes; of most spans one, of many none. */
export function operationsOf(span: Span): readonly Operation[] {
  return OPERATIONS.filter(operation => KEYS[operation].some(key => Object.hasOwn(span.attributes, key)));
}
