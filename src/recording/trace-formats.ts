import type { SpanData } from '../model/span-data.ts';
import { decodeTracesJson } from '../otlp/decode-json.ts';
import type { ListDecoder } from './decode-pieces.ts';
import { decodeJaeger } from './jaeger.ts';
import { separateShared } from './shared-spans.ts';
import { decodeZipkin } from './zipkin.ts';

/** A format of trace files. */
export interface TraceFormat {
  readonly title: string;
  readonly decoder: ListDecoder;
  /** What is left to do once all spans of a trace are there. */
  complete?(spans: readonly SpanData[]): SpanData[];
}

export const OTLP: TraceFormat = {
  title: 'OTLP JSON',
  decoder: { key: 'resourceSpans', decode: decodeTracesJson },
};

export const JAEGER: TraceFormat = {
  title: 'Jaeger JSON',
  decoder: { key: 'data', decode: decodeJaeger },
};

export const ZIPKIN: TraceFormat = {
  title: 'Zipkin v2 JSON',
  decoder: { key: 'spans', decode: decodeZipkin },
  complete: separateShared,
};

/** Members that tell of another file than one of traces. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['resourceLogs', 'logs (resourceLogs), not traces.'],
  ['resourceMetrics', 'metrics (resourceMetrics), not traces.'],
  ['resourceProfiles', 'profiles (resourceProfiles), not traces.'],
  ['traceEvents', "Chrome's trace events (traceEvents), not distributed traces."],
  ['resource_spans', 'resource_spans; in the JSON of OTLP the name is resourceSpans.'],
]);

/** What else a file holds than traces that can be read, by the name of a member; undefined when that is not known. */
export function foreignContent(key: string): string | undefined {
  return FOREIGN.get(key);
}

/** The format of an object by its members; undefined when it is none that can be read. */
export function formatOf(keys: ReadonlySet<string>): TraceFormat | undefined {
  if (keys.has('traceID') || (keys.has('spans') && keys.has('processes'))) return JAEGER;
  return keys.has('traceId') && keys.has('id') ? ZIPKIN : undefined;
}
