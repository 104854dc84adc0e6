import type { OtlpEncoding } from './encode-response.ts';
import { countMetricsJson } from './json/count-metrics.ts';
import { countMetricsProtobuf } from './protobuf/count-metrics.ts';

/**
 * The number of data points in an `ExportMetricsServiceRequest`, to tell whether it is one; what they hold is not read.
 *
 * @throws {TracewrightError} MALFORMED_PROTOBUF or MALFORMED_JSON with the place, down to the lists of data points.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export function countMetrics(encoding: OtlpEncoding, body: Uint8Array): number {
  return encoding === 'json' ? countMetricsJson(body) : countMetricsProtobuf(body);
}
