import type { DecodedMetric } from './decoded-metrics.ts';
import type { OtlpEncoding } from './encode-response.ts';
import { decodeMetricsJson } from './json/metrics.ts';
import { decodeMetricsProtobuf } from './protobuf/metrics.ts';

/**
 * The metrics of an `ExportMetricsServiceRequest`: names, attributes and exemplars, and not the values that were measured.
 *
 * @throws {TracewrightError} MALFORMED_PROTOBUF or MALFORMED_JSON with the place.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export function decodeMetrics(encoding: OtlpEncoding, body: Uint8Array): readonly DecodedMetric[] {
  return encoding === 'json' ? decodeMetricsJson(body) : decodeMetricsProtobuf(body);
}
