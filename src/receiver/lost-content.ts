import type { Loss } from '../model/loss.ts';
import { type SpanData, serviceOf } from '../model/span-data.ts';
import { countMetrics } from '../otlp/count-metrics.ts';
import { decodeTracesJson } from '../otlp/decode-json.ts';
import { decodeLogsJson } from '../otlp/decode-logs-json.ts';
import { decodeLogsProtobuf } from '../otlp/decode-logs-protobuf.ts';
import { decodeTracesProtobuf } from '../otlp/decode-protobuf.ts';
import type { RejectedSpan } from '../otlp/decoded-traces.ts';
import type { OtlpEncoding } from '../otlp/encode-response.ts';
import { signalOfProtobuf } from '../otlp/protobuf-signal.ts';
import { unknownMembers } from '../otlp/unknown-members.ts';
import type { LostPart } from '../store/loss-log.ts';

/** What a request that is not stored carried. */
export interface LostContent {
  readonly signal: Loss['signal'];
  /** Empty when nothing could be read. */
  readonly parts: readonly LostPart[];
}

/** A signal of OTLP, or what only its endpoint's name shows. */
export type LostSignal = 'traces' | 'logs' | 'metrics' | 'other';

/** Reads one signal from a body; undefined when it holds nothing of that signal. */
type Read = (encoding: OtlpEncoding, body: Uint8Array) => LostContent | undefined;

/**
 * Reads what a whole body carried that is not stored.
 *
 * @param asked the signal of the endpoint that it was sent to, as far as its name tells
 * @returns undefined when it carried nothing that a trace or a log could lack: metrics, profiles, or nothing at all
 */
export function lostContent(asked: LostSignal | undefined, sent: Uint8Array): LostContent | undefined {
  if (asked === 'other' || sent.length === 0) return undefined;
  const body = withoutFrame(sent);
  for (const encoding of encodingsOf(body)) {
    const logs = asked === 'logs' ? attempt(() => readLogs(encoding, body)) : undefined;
    if (logs !== undefined) return logs;
    const signal = encoding === 'protobuf' ? signalOfProtobuf(asked, body) : undefined;
    if (signal === 'metrics') return undefined;
    const reads = readsFor(signal, asked, encoding);
    for (const read of reads) {
      const content = attempt(() => read(encoding, body));
      if (content !== undefined) return content;
    }
    if ((attempt(() => countMetrics(encoding, body)) ?? 0) > 0) return undefined;
    if (attempt(() => isEmptyExport(asked ?? 'traces', encoding, body)) === true) return undefined;
  }
  return unreadContent(asked);
}

function readsFor(found: LostSignal | undefined, asked: LostSignal | undefined, encoding: OtlpEncoding): Read[] {
  // In protobuf, malformed metrics can pass for spans whose ids are invalid.
  if (found === undefined && asked === 'metrics' && encoding === 'protobuf') return [];
  return (found ?? asked) === 'logs' ? [readLogs, readTraces] : [readTraces, readLogs];
}

/** What a body may have carried of which nothing can be read; metrics and what is not OpenTelemetry's never count. */
export function unreadContent(asked: LostSignal | undefined): LostContent | undefined {
  return asked === 'metrics' || asked === 'other' ? undefined : { signal: asked ?? 'unknown', parts: [] };
}

/** The parts of rejected spans, by trace. */
export function partsOfRejected(rejected: readonly RejectedSpan[]): LostPart[] {
  return partsOf(rejected.map(({ traceId, spanId, service }) => ({ traceId, spanId, service })));
}

/** A request can hold a million roots of one trace; one that is background makes all of it background. */
const MAX_TOPS = 10;

interface Named {
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly service: string;
}

/** Whether a body is an export that carries nothing. */
function isEmptyExport(signal: Exclude<LostSignal, 'other'>, encoding: OtlpEncoding, body: Uint8Array): boolean {
  if (encoding === 'json') decodeTracesJson(body);
  else decodeTracesProtobuf(body);
  return unknownMembers(signal, encoding, body) === undefined;
}

const readTraces: Read = (encoding, body) => {
  const { spans, rejected } = encoding === 'json' ? decodeTracesJson(body) : decodeTracesProtobuf(body);
  if (spans.length + rejected.length === 0) return undefined;
  return { signal: 'traces', parts: [...partsOfSpans(spans), ...partsOfRejected(rejected)] };
};

function partsOfSpans(spans: readonly SpanData[]): LostPart[] {
  const named = spans.map(({ traceId, spanId, resource }) => ({ traceId, spanId, service: serviceOf(resource) }));
  const beganMs = new Map<string, number>();
  const tops = new Map<string, SpanData[]>();
  const ids = new Set(spans.map(({ spanId }) => spanId));
  for (const span of spans) {
    const { traceId, parentSpanId, startTimeUnixNano } = span;
    beganMs.set(traceId, Math.min(Number(startTimeUnixNano / 1_000_000n), beganMs.get(traceId) ?? Number.MAX_VALUE));
    const found = tops.get(traceId) ?? [];
    tops.set(traceId, found);
    if (found.length < MAX_TOPS && (parentSpanId === undefined || !ids.has(parentSpanId))) found.push(span);
  }
  return partsOf(named).map(part => {
    const { traceId = '' } = part;
    return { ...part, spans: { beganMs: beganMs.get(traceId) ?? 0, tops: tops.get(traceId) ?? [] } };
  });
}

const readLogs: Read = (encoding, body) => {
  const { records } = encoding === 'json' ? decodeLogsJson(body) : decodeLogsProtobuf(body);
  if (records.length === 0) return undefined;
  return {
    signal: 'logs',
    parts: partsOf(records.map(({ traceId, service }) => ({ traceId, spanId: undefined, service }))),
  };
};

function partsOf(items: readonly Named[]): LostPart[] {
  const parts = new Map<string | undefined, { spanIds: string[]; unnamed: number; services: Set<string> }>();
  for (const { traceId, spanId, service } of items) {
    const part = parts.get(traceId) ?? { spanIds: [], unnamed: 0, services: new Set() };
    parts.set(traceId, part);
    part.services.add(service);
    if (traceId !== undefined && spanId !== undefined) part.spanIds.push(spanId);
    else part.unnamed++;
  }
  return Array.from(parts, ([traceId, part]) => ({ traceId, ...part, services: [...part.services] }));
}

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A newline begins a message of protobuf as well as a text of JSON. */
function encodingsOf(body: Uint8Array): OtlpEncoding[] {
  const first = body.find(byte => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b ? ['json', 'protobuf'] : ['protobuf'];
}

/** Without the length that gRPC writes before a message, which a client sent to an endpoint that takes none. */
function withoutFrame(sent: Uint8Array): Uint8Array {
  if (sent.length <= 5 || sent[0] !== 0) return sent;
  const length = Buffer.from(sent.buffer, sent.byteOffset, 5).readUInt32BE(1);
  return length === sent.length - 5 ? sent.subarray(5) : sent;
}

/** What the name of an endpoint tells of its signal: `/v1/trace`, `/opentelemetry.proto.collector.logs.v1.LogsService/Send`. */
export function signalOfName(path: string): LostSignal | undefined {
  const name = path.toLowerCase();
  if (name.includes('metric')) return 'metrics';
  if (name.includes('profile')) return 'other';
  if (name.includes('trace') || name.includes('span')) return 'traces';
  return /(?:^|[^a-z])logs?(?:[^a-z]|$)|logsservice/.test(name) ? 'logs' : undefined;
}
