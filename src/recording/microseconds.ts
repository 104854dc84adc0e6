import type { JsonObject, JsonReader } from '../otlp/json/json-reader.ts';
import { uint64Of } from '../otlp/json/numeric.ts';

/** A time or a duration that is given in microseconds, in nanoseconds; 0 with a finding when it is out of range. */
export function microseconds(json: JsonReader, object: JsonObject, key: string): bigint {
  const nanoseconds = uint64Of(json.time(object, key) * 1000n);
  if (nanoseconds === undefined) json.findings.add(key, 'is in microseconds, below 2^64 nanoseconds');
  return nanoseconds ?? 0n;
}

/** An id whose leading zeros may have been left out, or whose upper half: Jaeger and Zipkin have trace ids of 64 bits. */
export function paddedId(json: JsonReader, object: JsonObject, key: string, digits: 16 | 32): string {
  const id = json.hex(object, key);
  return id === '' ? '' : id.padStart(digits, '0');
}

/** When a span that began then has ended: `duration` microseconds after. */
export function endAfter(json: JsonReader, object: JsonObject, startTimeUnixNano: bigint): bigint {
  const end = uint64Of(startTimeUnixNano + microseconds(json, object, 'duration'));
  if (end === undefined) json.findings.add('duration', 'ends below 2^64 nanoseconds');
  return end ?? startTimeUnixNano;
}
