import type * as Grpc from '@grpc/grpc-js';
import { TracewrightError } from '../errors.ts';
import { encodeTraceResponse } from '../otlp/encode-response.ts';
import { clearTimeout, setTimeout } from '../real-time.ts';
import type { EndpointHooks } from './endpoint-hooks.ts';
import { grpcConnections } from './grpc-connections.ts';
import { grpcExchange } from './grpc-exchange.ts';
import { watchIncoming } from './grpc-incoming.ts';
import { refusalInterceptor } from './grpc-refusals.ts';
import { MAX_STREAMS_OF_CONNECTION, OpenStreams, STREAM_LIMITS, type StreamLimits } from './grpc-streams.ts';
import type { Endpoint, EndpointOptions } from './http-endpoint.ts';
import type { Ingest, Signal } from './ingest.ts';
import { listen } from './listen.ts';
import { loadGrpc } from './load-grpc.ts';
import { peerAddress, peerInterceptor } from './peer-address.ts';
import { printable } from './printable.ts';

const STOP_GRACE_MS = 500;
const UNAVAILABLE = 14;

const SERVICES: readonly (readonly [Signal, string])[] = [
  ['traces', 'opentelemetry.proto.collector.trace.v1.TraceService'],
  ['logs', 'opentelemetry.proto.collector.logs.v1.LogsService'],
  ['metrics', 'opentelemetry.proto.collector.metrics.v1.MetricsService'],
];

// A deserializer that throws makes grpc-js answer INTERNAL: bytes pass as they are and are decoded in the handler.
const asItIs = (bytes: Buffer): Buffer => bytes;

/** An export response that says nothing but success is the same message for every signal. */
const NOTHING = Buffer.alloc(0);

/** OTLP/gRPC: `TraceService/Export` and its kin. */
export async function openGrpcEndpoint(
  ingest: Ingest,
  options: EndpointOptions & { readonly streamLimits?: StreamLimits },
  hooks: EndpointHooks,
): Promise<Endpoint> {
  const grpc = loadGrpc();
  const { address, maxRequestBytes: limit, streamLimits } = options;
  const streams = new OpenStreams(streamLimits ?? STREAM_LIMITS, ({ session: { socket }, reason }) => {
    const from = peerAddress(socket?.remoteAddress, socket?.remotePort, address.kind);
    // What was on its way in its streams is not known.
    const lost = { signal: undefined, bytes: Buffer.alloc(0), isWhole: false };
    ingest.refuse({ protocol: 'grpc', status: UNAVAILABLE, reason, from, path: '', spans: 0 }, { lost });
  });
  let isStopping = false;
  const server = new grpc.Server({
    'grpc.max_receive_message_length': limit,
    'grpc.max_concurrent_streams': MAX_STREAMS_OF_CONNECTION,
    'grpc.max_send_message_length': -1,
    // Its own statistics, which nobody reads here.
    'grpc.enable_channelz': 0,
    interceptors: [
      peerInterceptor(address.kind),
      refusalInterceptor(ingest, { limit, streams, isStopping: () => isStopping }),
    ],
  });
  watchIncoming(server, ingest, { limit, kind: address.kind, streams });
  for (const [signal, service] of SERVICES) addService(grpc, server, { ingest, ...hooks }, signal, service);
  // TLS ends before grpc-js: what it is handed is HTTP/2.
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const connections = grpcConnections(ingest, options, socket => injector.injectConnection(socket));
  const listening = await listen(connections.server, 'OTLP/gRPC', address);
  return {
    ...listening,
    stop: () => {
      isStopping = true;
      const closed = listening.close();
      return stop(server, connections.destroyAll).then(() => {
        streams.stop();
        return closed;
      });
    },
  };
}

function addService(
  grpc: typeof Grpc,
  server: Grpc.Server,
  { ingest, faults, forward }: EndpointHooks & { readonly ingest: Ingest },
  signal: Signal,
  service: string,
): void {
  const path = `/${service}/Export`;
  const definition = {
    Export: {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: asItIs,
      requestDeserialize: asItIs,
      responseSerialize: asItIs,
      responseDeserialize: asItIs,
    },
  } as const;
  server.addService(definition, {
    Export: (call: Grpc.ServerUnaryCall<Buffer, Buffer>, callback: Grpc.sendUnaryData<Buffer>) => {
      const sender = { protocol: 'grpc', from: call.getPeer(), path } as const;
      const answer = (): void => {
        try {
          if (ingest.closed) throw new TracewrightError('RECEIVER_STOPPED', 'the receiver is stopping.');
          ingest.senders.userAgent(call.metadata.get('user-agent')[0]);
          const partial = ingest.take(signal, 'protobuf', call.request, sender);
          forward?.(signal, 'protobuf', call.request, {
            from: sender.from,
            userAgent: textOf(call.metadata, 'user-agent'),
            via: textOf(call.metadata, 'via'),
          });
          callback(null, partial === undefined ? NOTHING : Buffer.from(encodeTraceResponse('protobuf', partial)));
        } catch (error) {
          const code = codeOf(grpc, error);
          const details = printable(error instanceof Error ? error.message : String(error));
          const lost = { signal, bytes: call.request, isWhole: true };
          ingest.refuse({ ...sender, reason: details, status: code, spans: 0 }, { cause: error, lost });
          callback({ code, details });
        }
      };
      if (!faults.active) return answer();
      const request = { signal, encoding: 'protobuf', body: call.request, sender } as const;
      void faults.intervene(request, grpcExchange(grpc, call, callback)).then(isDone => {
        if (isDone) ingest.noteRefusal();
        else answer();
      });
    },
  });
}

function textOf(metadata: Grpc.Metadata, key: string): string | undefined {
  const values = metadata.get(key);
  return values.length === 0 ? undefined : values.join(', ');
}

function codeOf(grpc: typeof Grpc, error: unknown): number {
  if (!(error instanceof TracewrightError)) return grpc.status.INTERNAL;
  if (error.code === 'RECEIVER_STOPPED') return grpc.status.UNAVAILABLE;
  return error.code === 'STORE_FULL' ? grpc.status.RESOURCE_EXHAUSTED : grpc.status.INVALID_ARGUMENT;
}

// tryShutdown lets calls end that are under way, but can wait for ever on a client that is idle.
function stop(server: Grpc.Server, destroyConnections: () => void): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearTimeout(force);
      destroyConnections();
      resolve();
    };
    const force = setTimeout(() => {
      server.forceShutdown();
      end();
    }, STOP_GRACE_MS);
    server.tryShutdown(end);
  });
}
