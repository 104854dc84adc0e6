import { encodeStatus } from './encode-response.ts';
import { newWriter } from './protobuf/new-writer.ts';

const TYPE_URL = 'type.googleapis.com/google.rpc.RetryInfo';
const LEN = 2;
const VARINT = 0;

/**
 * `google.rpc.Status` with a `google.rpc.RetryInfo`, for `grpc-status-details-bin`: when a client may send again.
 *
 *     3 details repeated Any       (1 type_url string, 2 value bytes)
 *     RetryInfo: 1 retry_delay     Duration (1 seconds int64, 2 nanos int32)
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling
 */
export function encodeRetryInfo(
  status: { readonly code: number; readonly message: string },
  retryDelayMs: number,
): Uint8Array {
  const delay = Math.max(0, Math.round(retryDelayMs));
  const seconds = Math.floor(delay / 1_000);
  const nanos = (delay % 1_000) * 1_000_000;
  const info = newWriter().uint32(tag(1, LEN)).fork();
  if (seconds !== 0) info.uint32(tag(1, VARINT)).int64(seconds);
  if (nanos !== 0) info.uint32(tag(2, VARINT)).int32(nanos);
  const value = info.ldelim().finish();
  const details = newWriter().uint32(tag(3, LEN)).fork();
  details.uint32(tag(1, LEN)).string(TYPE_URL).uint32(tag(2, LEN)).bytes(value);
  // Fields of one message can be put one after the other.
  return new Uint8Array([...encodeStatus('protobuf', status), ...details.ldelim().finish()]);
}

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}
