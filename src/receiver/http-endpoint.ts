import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { TracewrightError } from '../errors.ts';
import { encodeStatus, encodeTraceResponse, type OtlpEncoding } from '../otlp/encode-response.ts';
import { answerCors } from './cors.ts';
import type { Ingest, Signal } from './ingest.ts';
import { listenError } from './listen-error.ts';
import { Refusal } from './refusal.ts';
import { readBody } from './request-body.ts';

const STOP_GRACE_MS = 1_000;
const DRAIN_MS = 2_000;

const SIGNAL_OF_PATH: ReadonlyMap<string, Signal> = new Map([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
]);

const CONTENT_TYPE: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** google.rpc.Code for the HTTP statuses that are answered here. */
const RPC_CODE: Readonly<Record<number, number>> = { 400: 3, 404: 12, 405: 12, 413: 8, 415: 3, 429: 8, 503: 14 };

/** An endpoint that listens, and how to end it. */
export interface Endpoint {
  readonly port: number;
  stop(): Promise<void>;
}

/** OTLP/HTTP: `POST /v1/traces` and its kin, protobuf and JSON. */
export async function openHttpEndpoint(
  ingest: Ingest,
  options: { readonly host: string; readonly port: number; readonly maxRequestBytes: number },
): Promise<Endpoint> {
  const server = createServer((request, response) => {
    void answer(ingest, options.maxRequestBytes, request, response);
  });
  await listen(server, options.host, options.port);
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(listenError('OTLP/HTTP', host, port, error)));
    server.listen(port, host, resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    const force = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function answer(
  ingest: Ingest,
  limit: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  answerCors(request, response);
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  const encoding = encodingOf(request);
  const sender = {
    protocol: 'http',
    from: `${request.socket.remoteAddress}:${request.socket.remotePort}`,
    path: String(request.url).slice(0, 200),
  } as const;
  try {
    const signal = signalOf(request);
    if (encoding === undefined) throw unsupportedType(request);
    const body = await readBody(request, limit);
    if (ingest.closed) throw new Refusal(503, 'the receiver is stopping.');
    const partial = ingest.take(signal, encoding, body, sender);
    send(response, 200, encoding, signal === 'traces' ? encodeTraceResponse(encoding, partial) : empty(encoding));
  } catch (error) {
    if (request.destroyed && !request.complete) {
      ingest.refuse({ ...sender, reason: 'the client went away in the middle of its request.', status: 0, spans: 0 });
      return;
    }
    const { status, message } = refusalOf(error);
    ingest.refuse({ ...sender, reason: message, status, spans: 0 });
    if (!request.complete) drain(request);
    const answered = encoding ?? 'json';
    send(response, status, answered, encodeStatus(answered, { code: RPC_CODE[status] ?? 13, message }));
  }
}

/** Throws away what is left of a refused body, for a while: a sender that is cut off in the middle sees no answer. */
function drain(request: IncomingMessage): void {
  request.resume();
  const cutOff = setTimeout(() => request.destroy(), DRAIN_MS);
  request.once('close', () => clearTimeout(cutOff));
}

function send(response: ServerResponse, status: number, encoding: OtlpEncoding, body: Uint8Array): void {
  response.writeHead(status, { 'content-type': CONTENT_TYPE[encoding], 'content-length': body.length }).end(body);
}

/** An export response that says nothing but success is the same message for every signal. */
function empty(encoding: OtlpEncoding): Uint8Array {
  return encodeTraceResponse(encoding, undefined);
}

function signalOf(request: IncomingMessage): Signal {
  const path = (request.url ?? '').replace(/\?.*$/s, '');
  const signal = SIGNAL_OF_PATH.get(path);
  if (signal === undefined) {
    throw new Refusal(404, `no OTLP endpoint at ${JSON.stringify(path.slice(0, 80))}: traces go to /v1/traces.`);
  }
  if (request.method !== 'POST') throw new Refusal(405, `${request.method} ${path}: OTLP/HTTP is sent with POST.`);
  return signal;
}

function encodingOf(request: IncomingMessage): OtlpEncoding | undefined {
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-protobuf') return 'protobuf';
  return mediaType === 'application/json' ? 'json' : undefined;
}

function unsupportedType(request: IncomingMessage): Refusal {
  const given = request.headers['content-type'];
  const said = given === undefined ? 'no content type' : `content type ${JSON.stringify(given.slice(0, 80))}`;
  return new Refusal(415, `${said}; OTLP/HTTP is application/x-protobuf or application/json.`);
}

function refusalOf(error: unknown): { status: number; message: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof TracewrightError)
    return { status: error.code === 'STORE_FULL' ? 503 : 400, message: error.message };
  return { status: 500, message: error instanceof Error ? error.message : String(error) };
}
