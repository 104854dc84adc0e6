import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type * as grpc from '@grpc/grpc-js';
import protobuf from 'protobufjs/minimal.js';
import { call, TRACES } from '../receiver/grpc-call.ts';

/** How a request travels. */
export type Protocol = 'grpc' | 'http/protobuf' | 'http/json';

/** The answer to an export. */
export interface ExportAnswer {
  /** The HTTP status, or the gRPC status code; for both of them, whether it is success. */
  readonly ok: boolean;
  readonly status: number;
  /** `partial_success.rejected_spans`; 0 when all were taken. */
  readonly rejectedSpans: number;
}

export interface Target {
  readonly httpUrl: string;
  readonly client: grpc.Client;
}

/** Sends a body as it is, and reads the answer; throws when there is none. */
export async function exportRequest(target: Target, protocol: Protocol, body: Uint8Array): Promise<ExportAnswer> {
  if (protocol === 'grpc') {
    const answer = await call(target.client, TRACES, body);
    if (!Buffer.isBuffer(answer)) return { ok: false, status: answer.code, rejectedSpans: 0 };
    return { ok: true, status: 0, rejectedSpans: rejectedInProtobuf(answer) };
  }
  const type = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  const { status, answer } = await post(`${target.httpUrl}/v1/traces`, type, body);
  if (status !== 200) return { ok: false, status, rejectedSpans: 0 };
  const rejectedSpans = protocol === 'http/json' ? rejectedInJson(answer) : rejectedInProtobuf(answer);
  return { ok: true, status, rejectedSpans };
}

function post(url: string, type: string, body: Uint8Array): Promise<{ status: number; answer: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': body.length };
    const request = httpRequest(url, { method: 'POST', headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const answer = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
        resolve({ status: response.statusCode ?? 0, answer });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** ExportTraceServiceResponse: `1 partial_success`; ExportTracePartialSuccess: `1 rejected_spans int64`. */
function rejectedInProtobuf(answer: Buffer): number {
  if (answer.length === 0) return 0;
  const reader = protobuf.Reader.create(answer);
  if (reader.uint32() !== 10) throw new Error(`an answer begins with tag ${answer[0]}`);
  reader.uint32();
  return reader.pos < answer.length && reader.uint32() === 8 ? Number(reader.int64()) : 0;
}

function rejectedInJson(answer: Buffer): number {
  return Number(JSON.parse(answer.toString('utf8')).partialSuccess?.rejectedSpans ?? 0);
}
