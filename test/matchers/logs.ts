import type { LogRecord, LogRecordData } from '../../src/model/log-record.ts';
import type { Trace } from '../../src/model/trace.ts';
import { buildLogRecord } from '../build-log-record.ts';
import { buildTrace, FIRST_MOMENT, type SpanSpec, TRACE_ID, type TraceSpec } from '../build-trace.ts';

export const SERVED = '0000000000000001';
export const CHARGED = '0000000000000002';

/** A record of orders in JSON, written so many milliseconds after the first moment of the trace; it names the server's span. */
export function line(body: string, ms: number, data: Partial<LogRecordData> = {}): LogRecord {
  const timeUnixNano = FIRST_MOMENT + BigInt(Math.round(ms * 1e6));
  const attributes = { 'log.iostream': 'stdout', ...data.attributes };
  const ids = { traceId: TRACE_ID, spanId: SERVED };
  return buildLogRecord({
    ...ids,
    body,
    timeUnixNano,
    observedTimeUnixNano: timeUnixNano + 1_000_000n,
    ...data,
    attributes,
  });
}

/** The same without ids. */
export function bare(body: string, ms: number, data: Partial<LogRecordData> = {}): LogRecord {
  return line(body, ms, { traceId: undefined, spanId: undefined, ...data });
}

const ORDERS: readonly SpanSpec[] = [
  {
    service: 'orders',
    kind: 'SERVER',
    name: 'POST /orders',
    ms: 100,
    children: [{ name: 'charge card', start: 20, ms: 30 }],
  },
];

/** A request that orders handled for 100 ms, and all that it logged. */
export function loggedTrace(
  records: readonly LogRecord[],
  spec: TraceSpec = {},
  spans: readonly SpanSpec[] = ORDERS,
): Trace<unknown> {
  const traceId = spec.traceId ?? TRACE_ID;
  const logs = records.filter(record => record.traceId === traceId);
  return buildTrace(spans, { logs, records, ...spec });
}
