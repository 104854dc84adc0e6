import type * as Grpc from '@grpc/grpc-js';
import { decodePartialSuccess, decodeRetryDelay } from '../otlp/decode-response.ts';
import { numberMarks } from '../pii/masking/marks.ts';
import { plain } from '../report/quote.ts';
import { wallMs } from '../store/clock.ts';
import type { TargetPlan } from './forward-options.ts';
import { partlySent } from './forward-partial.ts';
import type { ForwardResult, ForwardTarget } from './forward-request.ts';
import { grpcStatusName, isRetryableGrpc } from './grpc-status.ts';
import { loadGrpc } from './load-grpc.ts';

const METHODS = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
} as const;

const asItIs = (bytes: Buffer): Buffer => bytes;

/** Sends requests on over OTLP/gRPC; those in JSON cannot go there. */
export function grpcTarget(plan: TargetPlan): ForwardTarget {
  const grpc = loadGrpc();
  const credentials = plan.isTls ? tlsCredentials(grpc, plan.tls) : grpc.credentials.createInsecure();
  const client = new grpc.Client(plan.url.host, credentials, {
    'grpc.max_send_message_length': -1,
    // Our own retries count and report.
    'grpc.enable_retries': 0,
    'grpc.primary_user_agent': 'tracewright',
    // A channel of its own, which closes with it.
    'grpc.use_local_subchannel_pool': 1,
    ...(plan.compression === 'gzip' ? { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip } : {}),
  });
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(plan.headers)) metadata.set(name, value);
  return {
    send: ({ signal, encoding, body, via }) => {
      if (encoding === 'json') {
        return Promise.resolve({
          isSent: false,
          reason: 'it came as OTLP/JSON, which gRPC does not carry: forward to the OTLP/HTTP port of the target',
        });
      }
      const message = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      const sent = metadata.clone();
      if (via !== undefined && sent.get('via').length === 0) sent.set('via', via);
      const options = { deadline: wallMs() + plan.timeoutMs };
      return new Promise(resolve => {
        client.makeUnaryRequest(METHODS[signal], asItIs, asItIs, message, sent, options, (error, answer) =>
          resolve(error === null ? answered(answer) : failed(error)),
        );
      });
    },
    close: () => client.close(),
  };
}

function tlsCredentials(grpc: typeof Grpc, { ca, cert, key }: TargetPlan['tls'] = {}): Grpc.ChannelCredentials {
  const pem = (text: string | undefined) => (text === undefined ? null : Buffer.from(text));
  return grpc.credentials.createSsl(pem(ca), pem(key), pem(cert));
}

function answered(answer: Buffer | undefined): ForwardResult {
  const partial = answer === undefined ? undefined : decodePartialSuccess('protobuf', answer);
  return partial === undefined ? { isSent: true } : partlySent(0, partial);
}

function failed({ code, details, metadata }: Grpc.ServiceError): ForwardResult {
  const name = grpcStatusName(code) ?? 'UNKNOWN';
  const [status] = metadata?.get('grpc-status-details-bin') ?? [];
  const retryAfterMs = status instanceof Uint8Array ? decodeRetryDelay(status) : undefined;
  return {
    isSent: false,
    status: code,
    reason: `the target answered ${name}: ${numberMarks(plain(details, 200))}`,
    answer: { status: name, message: details, rejected: 0 },
    isRetryable: isRetryableGrpc(name, retryAfterMs !== undefined),
    retryAfterMs,
  };
}
