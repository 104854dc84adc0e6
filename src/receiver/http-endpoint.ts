import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { TracewrightError } from '../errors.ts';
import { encodeStatus, encodeTraceResponse, type OtlpEncoding } from '../otlp/encode-response.ts';
import { clearTimeout, setTimeout } from '../real-time.ts';
import type { Cors } from './cors.ts';
import type { EndpointHooks } from './endpoint-hooks.ts';
import { httpExchange } from './http-exchange.ts';
import type { Ingest } from './ingest.ts';
import { type Listening, listen } from './listen.ts';
import type { ListenAddress } from './listen-address.ts';
import { lostBody, readRefused } from './lost-body.ts';
import { peerOf, rememberPeers } from './peer-address.ts';
import { printable, quoted } from './printable.ts';
import { Refusal } from './refusal.ts';
import { checkBodyHeaders, IncomingBody } from './request-body.ts';
import { checkHost, encodingOf, notPost, originForm, signalOf, unsupportedType } from './request-head.ts';
import { noteTlsFailures } from './tls-failure.ts';
import type { LoadedTls } from './tls-options.ts';
import { answerUnparsed, Connections } from './unparsed-request.ts';

const STOP_GRACE_MS = 1_000;
const DRAIN_MS = 2_000;
const SMALL_BODY = 64 * 1024;

const CONTENT_TYPE: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** An export response that says nothing but success is the same message for every signal. */
const SUCCESS: Readonly<Record<OtlpEncoding, Uint8Array>> = {
  protobuf: encodeTraceResponse('protobuf', undefined),
  json: encodeTraceResponse('json', undefined),
};

/** google.rpc.Code for the HTTP statuses that are answered here. */
const RPC_CODE: Readonly<Record<number, number>> = {
  400: 3,
  403: 7,
  404: 12,
  405: 12,
  413: 8,
  415: 3,
  417: 3,
  421: 3,
  429: 8,
  503: 14,
};

/** An endpoint that listens, and how to end it. */
export interface Endpoint extends Listening {
  stop(): Promise<void>;
}

/** What both endpoints are told. */
export interface EndpointOptions {
  readonly address: ListenAddress;
  readonly maxRequestBytes: number;
  readonly tls: LoadedTls['server'] | undefined;
}

/** How long a client may take, in milliseconds. */
export interface HttpTimeouts {
  readonly headers: number;
  readonly request: number;
  /** How often the two are looked at. */
  readonly check: number;
}

// A service that is stopped in a debugger in the middle of an export takes long too.
const TIMEOUTS: HttpTimeouts = { headers: 10_000, request: 120_000, check: 1_000 };

/** Longer than exporters pause between two batches: who sends on a connection that is just being closed loses spans. */
const KEEP_ALIVE_MS = 120_000;

/** OTLP/HTTP: `POST /v1/traces` and its kin, protobuf and JSON. */
export async function openHttpEndpoint(
  ingest: Ingest,
  options: EndpointOptions & { readonly cors: Cors | undefined; readonly timeouts?: HttpTimeouts },
  hooks: EndpointHooks,
): Promise<Endpoint> {
  const { address, maxRequestBytes: limit, tls, cors, timeouts = TIMEOUTS } = options;
  const settings = {
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    connectionsCheckingInterval: timeouts.check,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Node's own answer would not be noted.
    requireHostHeader: false,
  };
  const server = tls === undefined ? createServer(settings) : createTlsServer({ ...settings, ...tls });
  rememberPeers(server, address.kind);
  const hasFailedTls = tls === undefined ? () => false : noteTlsFailures(server as TlsServer, ingest, 'http');
  const connections = new Connections();
  answerUnparsed(server, ingest, connections, hasFailedTls);
  const scope: Scope = { ingest, hooks, limit, cors, server, connections };
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    void answer(scope, request, response);
  };
  server.on('request', take);
  // Who asks before it sends is told before it sends.
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  const listening = await listen(server, 'OTLP/HTTP', address);
  return { ...listening, stop: () => stop(server, listening) };
}

/** What a request is answered from. */
interface Scope {
  readonly ingest: Ingest;
  readonly hooks: EndpointHooks;
  readonly limit: number;
  readonly cors: Cors | undefined;
  readonly server: Server;
  readonly connections: Connections;
}

function stop(server: Server, listening: Listening): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
  const closed = listening.close();
  server.closeIdleConnections();
  return closed.finally(() => clearTimeout(force));
}

async function answer(
  { ingest, hooks: { faults, forward }, limit, cors, server, connections }: Scope,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  cors?.mark(request, response);
  // A connection that stays open would keep stop() waiting.
  if (!server.listening) response.shouldKeepAlive = false;
  const encoding = encodingOf(request);
  const sender = {
    protocol: 'http',
    from: peerOf(request.socket),
    path: printable(originForm(request.url), 200),
  } as const;
  const body = new IncomingBody(request, limit);
  let whole: Uint8Array | undefined;
  connections.begin(request, body);
  try {
    checkHost(request);
    const signal = signalOf(request);
    if (request.method === 'OPTIONS' && cors !== undefined) {
      cors.answerPreflight(request, response);
      return;
    }
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      throw notPost(request);
    }
    if (encoding === undefined) throw unsupportedType(request);
    const contentEncoding = checkBodyHeaders(request, limit);
    if (request.headers.expect !== undefined) meetExpectation(request.headers.expect, response);
    whole = await body.read(contentEncoding);
    if (faults.active) {
      const exchange = httpExchange(response, encoding, CONTENT_TYPE[encoding]);
      if (await faults.intervene({ signal, encoding, body: whole, sender }, exchange)) {
        ingest.noteRefusal();
        return;
      }
    }
    if (ingest.closed) throw new Refusal(503, 'the receiver is stopping.');
    const { 'user-agent': userAgent, via } = request.headers;
    ingest.senders.userAgent(userAgent);
    const partial = ingest.take(signal, encoding, whole, sender);
    forward?.(signal, encoding, whole, { from: sender.from, userAgent, via });
    send(response, 200, encoding, partial === undefined ? SUCCESS[encoding] : encodeTraceResponse(encoding, partial));
  } catch (error) {
    whole ??= await readRefused(request, body, error);
    if (request.destroyed && !request.complete) {
      if (connections.isBroken(request.socket)) return;
      const reason = server.listening
        ? 'the client went away in the middle of its request.'
        : 'the receiver was stopped in the middle of the request.';
      ingest.refuse({ ...sender, reason, status: 0, spans: 0 }, { lost: lostBody(request, body, undefined) });
      return;
    }
    const { status, message } = refusalOf(error);
    const lost = lostBody(request, body, whole);
    ingest.refuse({ ...sender, reason: message, status, spans: 0 }, { cause: error, lost });
    const answered = encoding ?? 'json';
    const answer = encodeStatus(answered, { code: RPC_CODE[status] ?? 13, message });
    if (isNearlyHere(request)) {
      send(response, status, answered, answer);
      drain(request);
    } else sendEarly(request, response, status, answered, answer);
  }
}

/** Whether what is left of a refused body is so little that its connection can be kept. */
function isNearlyHere({ complete, headers }: IncomingMessage): boolean {
  if (complete) return true;
  if (headers['transfer-encoding'] !== undefined || headers.expect !== undefined) return false;
  return Number(headers['content-length'] ?? 0) <= SMALL_BODY;
}

/** Throws away what is left of a refused body, and after a while the connection with it. */
function drain(request: IncomingMessage): void {
  if (request.complete) return;
  request.resume();
  const cutOff = setTimeout(() => request.destroy(), DRAIN_MS).unref();
  request.once('close', () => clearTimeout(cutOff));
}

/**
 * Answers before the body is here. What is left of it is thrown away for a while before the connection ends: a sender
 * that is cut off in the middle sees no answer.
 */
function sendEarly(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  encoding: OtlpEncoding,
  body: Uint8Array,
): void {
  response
    .writeHead(status, { 'content-type': CONTENT_TYPE[encoding], 'content-length': body.length, connection: 'close' })
    .write(body);
  request.resume();
  const end = (): void => {
    clearTimeout(cutOff);
    response.end();
  };
  const cutOff = setTimeout(end, DRAIN_MS).unref();
  request.once('end', end);
  request.once('close', end);
}

function send(response: ServerResponse, status: number, encoding: OtlpEncoding, body: Uint8Array): void {
  response.writeHead(status, { 'content-type': CONTENT_TYPE[encoding], 'content-length': body.length }).end(body);
}

/** Of `Expect` there is one value, `100-continue`. */
function meetExpectation(expected: string, response: ServerResponse): void {
  if (!/^100-continue$/i.test(expected)) throw new Refusal(417, `Expect: ${quoted(expected)} is not 100-continue.`);
  response.writeContinue();
}

function refusalOf(error: unknown): { status: number; message: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof TracewrightError)
    return { status: error.code === 'STORE_FULL' ? 503 : 400, message: printable(error.message) };
  return { status: 500, message: printable(error instanceof Error ? error.message : String(error)) };
}
