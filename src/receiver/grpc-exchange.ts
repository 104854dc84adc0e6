import type * as Grpc from '@grpc/grpc-js';
import { encodeRetryInfo } from '../otlp/encode-retry-info.ts';
import { wallMs } from '../store/clock.ts';
import type { Exchange } from './fault-injection.ts';
import { streamOf } from './grpc-message.ts';

/** `CANCEL` of RFC 9113, section 7, which a gRPC client sees as CANCELLED. */
const HTTP2_CANCEL = 8;

/** What a fault can do to an OTLP/gRPC call. */
export function grpcExchange(
  grpc: typeof Grpc,
  call: Grpc.ServerUnaryCall<Buffer, Buffer>,
  callback: Grpc.sendUnaryData<Buffer>,
): Exchange {
  return {
    onGone: listener => {
      if (call.cancelled) listener();
      else call.once('cancelled', listener);
    },
    refuse: ({ code, message, retryAfter }) => {
      const metadata = new grpc.Metadata();
      if (retryAfter !== undefined) {
        const delayMs = typeof retryAfter === 'number' ? retryAfter * 1_000 : retryAfter.getTime() - wallMs();
        metadata.set('grpc-status-details-bin', Buffer.from(encodeRetryInfo({ code, message }, delayMs)));
      }
      callback({ code, details: message, metadata });
    },
    drop: () => {
      const stream = streamOf(call);
      // The client sees the status of a cancelled call either way.
      if (stream === undefined) callback({ code: grpc.status.CANCELLED, details: 'receiver.injectFault(): dropped' });
      else stream.close(HTTP2_CANCEL);
    },
  };
}
