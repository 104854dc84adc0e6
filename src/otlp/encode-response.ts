import { TextEncoder } from 'node:util';
import type protobuf from 'protobufjs/minimal.js';
import { newWriter } from './protobuf/new-writer.ts';

/** How an OTLP body is encoded: `application/x-protobuf` or `application/json`. */
export type OtlpEncoding = 'protobuf' | 'json';

/** What the client is told when not every span was kept. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/** What the client is told when not every log record was kept. */
export interface LogsPartialSuccess {
  readonly rejectedLogRecords: number;
  readonly errorMessage: string;
}

/**
 * `opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse`
 *
 *     1 partial_success ExportTracePartialSuccess   (1 rejected_spans int64, 2 error_message string)
 *
 * Full success leaves `partial_success` unset; none rejected with a message is a warning (OTLP specification,
 * "Partial Success").
 */
export function encodeTraceResponse(encoding: OtlpEncoding, partial: PartialSuccess | undefined): Uint8Array {
  const { rejectedSpans = 0, errorMessage = '' } = partial ?? {};
  return encodeResponse(encoding, 'rejectedSpans', rejectedSpans, errorMessage);
}

/**
 * `opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse`, as for traces:
 *
 *     1 partial_success ExportLogsPartialSuccess   (1 rejected_log_records int64, 2 error_message string)
 */
export function encodeLogsResponse(encoding: OtlpEncoding, partial: LogsPartialSuccess | undefined): Uint8Array {
  const { rejectedLogRecords = 0, errorMessage = '' } = partial ?? {};
  return encodeResponse(encoding, 'rejectedLogRecords', rejectedLogRecords, errorMessage);
}

function encodeResponse(encoding: OtlpEncoding, key: string, rejected: number, errorMessage: string): Uint8Array {
  const isFull = rejected === 0 && errorMessage === '';
  if (encoding === 'json') {
    const partialSuccess = {
      // ProtoJSON: an int64 is a string, and a default is left out.
      ...(rejected === 0 ? {} : { [key]: String(rejected) }),
      ...(errorMessage === '' ? {} : { errorMessage }),
    };
    return jsonBytes(isFull ? {} : { partialSuccess });
  }
  if (isFull) return new Uint8Array();
  const writer = newWriter();
  writer.uint32(tag(1, LEN)).fork();
  if (rejected !== 0) writer.uint32(tag(1, VARINT)).int64(rejected);
  if (errorMessage !== '') writer.uint32(tag(2, LEN)).bytes(utf8(errorMessage));
  return plainBytes(writer.ldelim());
}

/**
 * `google.rpc.Status`, the body of every 4xx and 5xx answer.
 *
 *     1 code    int32
 *     2 message string
 */
export function encodeStatus(
  encoding: OtlpEncoding,
  status: { readonly code: number; readonly message: string },
): Uint8Array {
  const { code, message } = status;
  if (encoding === 'json') return jsonBytes({ code, message });
  const writer = newWriter();
  if (code !== 0) writer.uint32(tag(1, VARINT)).int32(code);
  if (message !== '') writer.uint32(tag(2, LEN)).bytes(utf8(message));
  return plainBytes(writer);
}

const VARINT = 0;
const LEN = 2;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** The Writer's own string() would write a lone surrogate as bytes that are not UTF-8. */
function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function jsonBytes(value: object): Uint8Array {
  return utf8(JSON.stringify(value));
}

/** A Uint8Array also where the Writer makes a Buffer, so that both encodings give the same class. */
function plainBytes(writer: protobuf.Writer): Uint8Array {
  return new Uint8Array(writer.finish());
}
