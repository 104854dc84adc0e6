import { createServer } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import type * as Grpc from '@grpc/grpc-js';
import { TracewrightError } from '../errors.ts';
import { hostProcess } from '../host-process.ts';
import { encodeTraceResponse } from '../otlp/encode-response.ts';
import type { Endpoint } from './http-endpoint.ts';
import type { Ingest, Signal } from './ingest.ts';
import { listenError } from './listen-error.ts';

const STOP_GRACE_MS = 500;

const SERVICES: readonly (readonly [Signal, string])[] = [
  ['traces', 'opentelemetry.proto.collector.trace.v1.TraceService'],
  ['logs', 'opentelemetry.proto.collector.logs.v1.LogsService'],
  ['metrics', 'opentelemetry.proto.collector.metrics.v1.MetricsService'],
];

// A deserializer that throws makes grpc-js answer INTERNAL: bytes pass as they are and are decoded in the handler.
const asItIs = (bytes: Buffer): Buffer => bytes;

/** OTLP/gRPC: `TraceService/Export` and its kin. */
export async function openGrpcEndpoint(
  ingest: Ingest,
  options: { readonly host: string; readonly port: number; readonly maxRequestBytes: number },
): Promise<Endpoint> {
  const grpc = loadGrpc();
  const server = new grpc.Server({
    'grpc.max_receive_message_length': options.maxRequestBytes,
    'grpc.max_send_message_length': -1,
  });
  for (const [signal, service] of SERVICES) addService(grpc, server, ingest, signal, service);
  const port = await bind(grpc, server, options.host, options.port);
  return { port, stop: () => stop(server) };
}

// Loaded when a receiver first wants gRPC: a test file that only uses matchers never pays for it. And loaded outside of
// Jest's registry: its jsdom environment lacks what grpc-js needs, and each test file would load it anew.
function loadGrpc(): typeof Grpc {
  const { createRequire } = hostProcess().getBuiltinModule('node:module');
  return createRequire(import.meta.url)('@grpc/grpc-js') as typeof Grpc;
}

function addService(grpc: typeof Grpc, server: Grpc.Server, ingest: Ingest, signal: Signal, service: string): void {
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
      try {
        if (ingest.closed) throw new TracewrightError('RECEIVER_STOPPED', 'the receiver is stopping.');
        const partial = ingest.take(signal, 'protobuf', call.request, sender);
        callback(null, Buffer.from(encodeTraceResponse('protobuf', partial)));
      } catch (error) {
        const code = codeOf(grpc, error);
        const details = error instanceof Error ? error.message : String(error);
        ingest.refuse({ ...sender, reason: details, status: code, spans: 0 });
        callback({ code, details });
      }
    },
  });
}

function codeOf(grpc: typeof Grpc, error: unknown): number {
  if (!(error instanceof TracewrightError)) return grpc.status.INTERNAL;
  if (error.code === 'RECEIVER_STOPPED') return grpc.status.UNAVAILABLE;
  return error.code === 'STORE_FULL' ? grpc.status.RESOURCE_EXHAUSTED : grpc.status.INVALID_ARGUMENT;
}

async function bind(grpc: typeof Grpc, server: Grpc.Server, host: string, port: number): Promise<number> {
  // grpc-js writes to stderr when it cannot bind, and keeps the reason to itself.
  if (port !== 0) await tryPort(host, port);
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(listenError('OTLP/gRPC', host, port, error));
    });
  });
}

function tryPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', error => reject(listenError('OTLP/gRPC', host, port, error)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

// tryShutdown lets calls end that are under way, but can wait for ever on a client that is idle.
function stop(server: Grpc.Server): Promise<void> {
  return new Promise(resolve => {
    const force = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, STOP_GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
