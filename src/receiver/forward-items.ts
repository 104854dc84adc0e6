import { createHash } from 'node:crypto';
import { decodeLogsJson } from '../otlp/decode-logs-json.ts';
import { decodeLogsProtobuf } from '../otlp/decode-logs-protobuf.ts';
import type { DecodedLogs } from '../otlp/decoded-logs.ts';
import type { OtlpEncoding } from '../otlp/encode-response.ts';
import { enumNames, SPAN_KIND } from '../otlp/enum-values.ts';
import { siftItems } from '../otlp/protobuf/sift-items.ts';
import { fixed64Of, lengthDelimitedOf, varintOf } from '../otlp/protobuf/wire-fields.ts';
import type { Signal } from '../otlp/signal.ts';

/** What a request holds, as far as it must be known to tell whether it was sent on before. */
export interface ForwardItems {
  /** One a span, log record or metric, in their order. Equal items have equal keys, whoever encoded them. */
  readonly keys: readonly number[];
  /** The request with some of them only. */
  keep(isKept: (index: number) => boolean): Uint8Array;
}

/**
 * Finds the items of a request that was taken; undefined when they cannot be told apart.
 *
 * A collector decodes, batches and encodes anew. A span keeps its ids, kind and start; a log record its contents; a
 * metric keeps its bytes once a collector has encoded it.
 */
export function forwardItems(signal: Signal, encoding: OtlpEncoding, body: Uint8Array): ForwardItems | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  try {
    return encoding === 'json' ? jsonItems(signal, bytes) : protobufItems(signal, bytes);
  } catch {
    return undefined;
  }
}

/** 53 bits of a digest: of a million keys, two are equal once in 18,000 times. */
export function keyOf(...parts: readonly (string | Uint8Array)[]): number {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  const digest = hash.digest();
  return digest.readUIntBE(0, 6) * 32 + (digest.readUInt8(6) >> 3);
}

function protobufItems(signal: Signal, body: Buffer): ForwardItems {
  const items: Buffer[] = [];
  siftItems(body, item => items.push(item) > 0);
  return {
    keys:
      signal === 'logs' ? logKeys(decodeLogsProtobuf(body)) : items.map(signal === 'traces' ? spanKey : keyOfMetric),
    keep: isKept => {
      let index = 0;
      return siftItems(body, () => isKept(index++));
    },
  };
}

const keyOfMetric = (item: Buffer): number => keyOf('metrics', item);

/** Fields of Span: 1 trace_id, 2 span_id, 6 kind, 7 start_time_unix_nano. */
function spanKey(item: Buffer): number {
  const ids = [1, 2].map(field => lengthDelimitedOf(item, field)?.toString('hex') ?? '');
  return keyOf('traces', ...ids, String(varintOf(item, 6)), String(fixed64Of(item, 7)));
}

function logKeys({ records }: DecodedLogs): number[] {
  return records.map(({ resource, scope, ...record }) =>
    keyOf(
      'logs',
      JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ),
  );
}

type Json = Record<string, unknown>;

const NAMES = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

function jsonItems(signal: Signal, body: Buffer): ForwardItems {
  const request = JSON.parse(body.toString()) as Json;
  const items: Json[] = [];
  const read = (item: Json): boolean => items.push(item) > 0;
  siftJson(request, NAMES[signal], read);
  return {
    keys:
      signal === 'logs' ? logKeys(decodeLogsJson(body)) : items.map(signal === 'traces' ? jsonSpanKey : jsonMetricKey),
    keep: isKept => {
      let index = 0;
      return Buffer.from(JSON.stringify(siftJson(request, NAMES[signal], () => isKept(index++))));
    },
  };
}

function jsonSpanKey({ traceId, spanId, kind, startTimeUnixNano }: Json): number {
  const number = typeof kind === 'string' ? enumNames(SPAN_KIND).indexOf(kind) : Number(kind ?? 0);
  const ids = [traceId, spanId].map(id => String(id ?? '').toLowerCase());
  return keyOf('traces', ...ids, String(Math.max(0, number)), String(startTimeUnixNano ?? 0));
}

const jsonMetricKey = (item: Json): number => keyOf('metrics', JSON.stringify(item));

/** The object without the innermost items that are not kept, and without lists that are empty then. */
function siftJson(object: Json, [name, ...inner]: readonly string[], isKept: (item: Json) => boolean): Json {
  if (name === undefined) return object;
  const list = Array.isArray(object[name]) ? (object[name] as Json[]) : [];
  const kept =
    inner.length === 0
      ? list.filter(item => isKept(item))
      : list.map(item => siftJson(item, inner, isKept)).filter(item => (item[inner[0] ?? ''] as Json[]).length > 0);
  return { ...object, [name]: kept };
}
