import { decodeTracesProtobuf } from './decode-protobuf.ts';
import type { DecodedTraces } from './decoded-traces.ts';
import { countMetricsProtobuf } from './protobuf/count-metrics.ts';
import { isLogsProtobuf } from './protobuf/is-logs.ts';
import { isMetricsProtobuf } from './protobuf/is-metrics.ts';
import type { Signal } from './signal.ts';

/**
 * The signal of a request in protobuf, by what it holds; undefined when that is not certain. The requests of all signals
 * have the same outer fields, so a body says only by its spans, log records or metrics which of them it is:
 *
 * - It is traces when at least one span has ids that can be read.
 * - It is logs when all of it is, and every record has what a span cannot have. The first field of a record is a time, that of a span an
 *   id: no record of an SDK is a span as well.
 * - It is metrics when each has only fields of Metric, and a name.
 *
 * @param asked the signal of the endpoint that it was sent to, as far as that is known
 * @param decoded the body as traces, where it was decoded before
 */
export function signalOfProtobuf(
  asked: Signal | undefined,
  body: Uint8Array,
  decoded?: DecodedTraces,
): Signal | undefined {
  // A metric may have a name of 16 bytes and a description of 8, and be a span as well.
  if (asked === 'metrics' && areMetrics(body)) return 'metrics';
  const traces = decoded ?? attempt(() => decodeTracesProtobuf(body));
  if (traces !== undefined && hasReadableIds(traces)) return 'traces';
  if (attempt(() => isLogsProtobuf(body)) === true) return 'logs';
  return attempt(() => isMetricsProtobuf(body)) === true ? 'metrics' : undefined;
}

function hasReadableIds({ spans, rejected }: DecodedTraces): boolean {
  return spans.length > 0 || rejected.some(({ traceId, spanId }) => traceId !== undefined && spanId !== undefined);
}

function areMetrics(body: Uint8Array): boolean {
  return (attempt(() => countMetricsProtobuf(body)) ?? 0) > 0 || attempt(() => isMetricsProtobuf(body)) === true;
}

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
