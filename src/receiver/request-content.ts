import { serviceOf } from '../model/span-data.ts';
import { decodeTracesJson } from '../otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../otlp/decode-protobuf.ts';
import type { OtlpEncoding } from '../otlp/encode-response.ts';
import type { Signal } from './ingest.ts';

/** A span of a request, as far as it must be known to tell whether it came again. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly service: string;
  /** `telemetry.sdk.language` of its resource. */
  readonly language: string | undefined;
}

/** What a request holds. */
export interface RequestContent {
  readonly spans: readonly SentSpan[];
  /** The spans, and those that could not be stored for want of valid ids. */
  readonly spanCount: number;
  readonly services: readonly string[];
}

const NO_SPANS: RequestContent = { spans: [], spanCount: 0, services: [] };

/** Reads a request that is not (yet) stored; undefined when it cannot be read. Only requests of traces are looked into. */
export function requestContent(signal: Signal, encoding: OtlpEncoding, body: Uint8Array): RequestContent | undefined {
  if (signal !== 'traces') return NO_SPANS;
  try {
    const { spans, rejected } = encoding === 'json' ? decodeTracesJson(body) : decodeTracesProtobuf(body);
    const sent = spans.map(({ traceId, spanId, name, resource }) => {
      const language = resource.attributes['telemetry.sdk.language'];
      return {
        traceId,
        spanId,
        name,
        service: serviceOf(resource),
        language: typeof language === 'string' ? language : undefined,
      };
    });
    const services = new Set([...sent, ...rejected].map(({ service }) => service));
    return { spans: sent, spanCount: spans.length + rejected.length, services: [...services] };
  } catch {
    return undefined;
  }
}
