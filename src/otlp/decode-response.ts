import type { OtlpEncoding } from './encode-response.ts';
import { Findings } from './findings.ts';
import { messageType } from './protobuf/message-type.ts';
import { WireReader } from './protobuf/wire-reader.ts';

/** That the receiver of an export did not keep all of it. */
export interface PartlyRejected {
  /** Spans, log records or data points. */
  readonly rejected: number;
  readonly message: string;
}

const EXPORT_RESPONSE = messageType('ExportServiceResponse', '1 partial_success ExportPartialSuccess');
const PARTIAL_SUCCESS = messageType('ExportPartialSuccess', '1 rejected int64', '2 error_message string');

/**
 * The `partial_success` of an `Export*ServiceResponse`, which has one shape for every signal; undefined when all was
 * kept, or the answer cannot be read.
 */
export function decodePartialSuccess(encoding: OtlpEncoding, body: Uint8Array): PartlyRejected | undefined {
  if (body.length === 0) return undefined;
  try {
    const { rejected, message } = encoding === 'json' ? fromJson(body) : fromProtobuf(body);
    return rejected === 0 && message === '' ? undefined : { rejected, message };
  } catch {
    return undefined;
  }
}

function fromProtobuf(body: Uint8Array): PartlyRejected {
  const reader = new WireReader(body, new Findings());
  let rejected = 0;
  let message = '';
  for (let field = reader.next(EXPORT_RESPONSE); field !== 0; field = reader.next(EXPORT_RESPONSE)) {
    if (field !== 1) {
      reader.skipField();
      continue;
    }
    const outer = reader.enter();
    for (let inner = reader.next(PARTIAL_SUCCESS); inner !== 0; inner = reader.next(PARTIAL_SUCCESS)) {
      if (inner === 1) rejected = Number(reader.readInt64());
      else if (inner === 2) message = reader.readString('errorMessage');
      else reader.skipField();
    }
    reader.leave(outer);
  }
  return { rejected, message };
}

function fromJson(body: Uint8Array): PartlyRejected {
  const { partialSuccess = {} } = JSON.parse(Buffer.from(body).toString()) as {
    partialSuccess?: Readonly<Record<string, unknown>>;
  };
  const { rejectedSpans, rejectedLogRecords, rejectedDataPoints, errorMessage } = partialSuccess;
  return {
    rejected: Number(rejectedSpans ?? rejectedLogRecords ?? rejectedDataPoints ?? 0),
    message: typeof errorMessage === 'string' ? errorMessage : '',
  };
}

const RPC_STATUS = messageType('Status', '1 code int32', '2 message string', '3 details repeated Any');
const ANY = messageType('Any', '1 type_url string', '2 value bytes');
const RETRY_INFO = messageType('RetryInfo', '1 retry_delay Duration');
const DURATION = messageType('Duration', '1 seconds int64', '2 nanos int32');

/**
 * The message of the body of a 4xx or 5xx answer: a `google.rpc.Status` in protobuf or JSON, or plain text; empty when
 * there is none that can be read.
 */
export function decodeStatusMessage(contentType: string | undefined, body: Uint8Array): string {
  const text = () => Buffer.from(body).toString();
  try {
    if (contentType?.includes('json') === true) {
      const { message } = JSON.parse(text()) as { readonly message?: unknown };
      return typeof message === 'string' ? message : '';
    }
    return contentType?.includes('protobuf') === true ? readStatusMessage(body) : text().trim();
  } catch {
    return '';
  }
}

function readStatusMessage(body: Uint8Array): string {
  const reader = new WireReader(body, new Findings());
  let message = '';
  for (let field = reader.next(RPC_STATUS); field !== 0; field = reader.next(RPC_STATUS)) {
    if (field === 2) message = reader.readString('message');
    else reader.skipField();
  }
  return message;
}

/** The delay of the `google.rpc.RetryInfo` in a `google.rpc.Status`, in milliseconds; undefined without one. */
export function decodeRetryDelay(status: Uint8Array): number | undefined {
  try {
    const reader = new WireReader(status, new Findings());
    let delayMs: number | undefined;
    for (let field = reader.next(RPC_STATUS); field !== 0; field = reader.next(RPC_STATUS)) {
      if (field === 3) delayMs ??= readAny(reader);
      else reader.skipField();
    }
    return delayMs;
  } catch {
    return undefined;
  }
}

function readAny(reader: WireReader): number | undefined {
  let typeUrl = '';
  let value: Uint8Array = new Uint8Array();
  const outer = reader.enter();
  for (let field = reader.next(ANY); field !== 0; field = reader.next(ANY)) {
    if (field === 1) typeUrl = reader.readString('typeUrl');
    else if (field === 2) value = reader.readBytes();
    else reader.skipField();
  }
  reader.leave(outer);
  return typeUrl.endsWith('/google.rpc.RetryInfo') ? readRetryInfo(new WireReader(value, new Findings())) : undefined;
}

function readRetryInfo(reader: WireReader): number {
  let delayMs = 0;
  for (let field = reader.next(RETRY_INFO); field !== 0; field = reader.next(RETRY_INFO)) {
    if (field !== 1) {
      reader.skipField();
      continue;
    }
    const outer = reader.enter();
    for (let inner = reader.next(DURATION); inner !== 0; inner = reader.next(DURATION)) {
      if (inner === 1) delayMs += Number(reader.readInt64()) * 1_000;
      else if (inner === 2) delayMs += reader.readInt32() / 1_000_000;
      else reader.skipField();
    }
    reader.leave(outer);
  }
  return delayMs;
}
