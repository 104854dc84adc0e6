import * as grpc from '@grpc/grpc-js';
import { encodeRequest } from '../otlp/encode-request.ts';
import { newSpanId, newTraceId } from '../otlp-request.ts';

export const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** What a call came to: the bytes of its answer, or its status. */
export type Answer = Buffer | { readonly code: number; readonly details: string };

/** Makes a unary call; a client of its own is closed after it. */
export function callOnce(
  target: string,
  credentials: grpc.ChannelCredentials = grpc.credentials.createInsecure(),
  body: Uint8Array = tracesRequest('work'),
): Promise<Answer> {
  const client = new grpc.Client(target, credentials);
  return call(client, TRACES, body).finally(() => client.close());
}

export function call(client: grpc.Client, path: string, body: Uint8Array): Promise<Answer> {
  const asItIs = (bytes: Buffer): Buffer => bytes;
  return new Promise(resolve => {
    client.makeUnaryRequest(path, asItIs, asItIs, Buffer.from(body), (error, answer) =>
      resolve(error === null ? (answer ?? Buffer.alloc(0)) : { code: error.code, details: error.details }),
    );
  });
}

/** An ExportTraceServiceRequest in protobuf with spans of these names. */
export function tracesRequest(...names: readonly string[]): Uint8Array {
  const spans = names.map(name => ({
    traceId: newTraceId(),
    spanId: newSpanId(),
    name,
    startTimeUnixNano: '1',
    endTimeUnixNano: '2',
  }));
  return encodeRequest({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}
