import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import type { Crossing } from '../model/crossing.ts';
import { recordedHeaders } from '../propagation/carrying-headers.ts';
import { ATTACHMENTS, openServices } from '../receiver/attachments.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { grpcRelay } from './grpc-relay.ts';
import { httpRelay } from './http-relay.ts';
import { closed, Probe } from './probe.ts';
import type { Relay, See } from './relay.ts';

/** What `startProbe` can be told. */
export interface ProbeOptions {
  /** Where it hands requests on to: the URL of a service (`http://127.0.0.1:8083`), or what `startService` gave. */
  readonly target: string | { readonly url: string };
  /** The receiver whose traces the record is for, and with which the probe stops. */
  readonly receiver: Receiver;
  /** The address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /** The port to listen on. Default 0: any free one. */
  readonly port?: number;
}

const OPTIONS = ['target', 'receiver', 'host', 'port'] as const;
/** The first bytes of a client that speaks HTTP/2, RFC 9113 section 3.4. */
const HTTP2_PREFACE = 'PRI * HTTP/2.0';
/** More than any test needs. */
const KEPT = 10_000;

/**
 * Starts a transparent proxy to put between two services: HTTP/1.1, WebSockets, and gRPC (HTTP/2 without TLS) on one
 * port. It records the propagation headers that cross, and any other header whose value has the form of a trace context;
 * nothing else of a request. With that record `toPropagateAcross` can say which side lost the context.
 *
 * Point the sender at `probe.url` in the place of its target. Nothing else changes: `Host` and all headers are handed on
 * as they come.
 *
 * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION; RECEIVER_STOPPED; ADDRESS_IN_USE,
 * LISTEN_FAILED
 *
 * @example
 * const payments = await startService(['node', 'payments.js'], { name: 'payments', receiver, port: 'PORT' });
 * const probe = await startProbe({ target: payments, receiver });
 * const orders = await startService(['node', 'orders.js'], { name: 'orders', receiver, port: 'PORT', env: { PAYMENTS_URL: probe.url } });
 * const trace = await receiver.capture(({ headers }) => fetch(`${orders.url}/orders`, { method: 'POST', headers }));
 * expect(trace).toPropagateAcross('orders', 'payments');
 */
export async function startProbe(options: ProbeOptions): Promise<Probe> {
  const { target, receiver, host, port } = planProbe(options);
  const services = openServices(receiver, 'startProbe()');
  const { crossings } = receiver[ATTACHMENTS];
  const seen: Crossing[] = [];
  const connections = new Set<Socket>();
  const relays = new Map<'http1' | 'http2', Relay>();
  const server = createServer(connection => {
    connections.add(connection);
    connection.unref();
    connection.once('close', () => connections.delete(connection));
    connection.on('error', () => connection.destroy());
    void firstBytes(connection).then(first => {
      if (first === undefined) return;
      const kind = HTTP2_PREFACE.startsWith(first.slice(0, HTTP2_PREFACE.length)) ? 'http2' : 'http1';
      relayOf(kind).take(connection);
    });
  });
  const at = await listening(server, host, port);
  const relayOf = (kind: 'http1' | 'http2'): Relay => {
    const relay = relays.get(kind) ?? (kind === 'http1' ? httpRelay(target, see) : grpcRelay(target, see));
    relays.set(kind, relay);
    return relay;
  };
  const see: See = ({ transport, method, path, headers }) => {
    const entry = crossings.add({
      transport,
      witness: `the probe at ${at.text}`,
      method,
      path: path.split('?')[0],
      destination: undefined,
      target: target.host,
      port: at.port,
      headers: recordedHeaders(headers, id => crossings.isSentId(id)),
    });
    seen.push(entry.crossing);
    if (seen.length > 2 * KEPT) seen.splice(0, KEPT);
    return entry;
  };
  const probe: Probe = new Probe(at.text, seen, async () => {
    services.delete(probe);
    for (const relay of relays.values()) relay.stop();
    for (const connection of connections) connection.destroy();
    await closed(server);
  });
  services.add(probe);
  return probe;
}

interface ProbePlan {
  readonly target: URL;
  readonly receiver: Receiver;
  readonly host: string;
  readonly port: number;
}

function planProbe(options: ProbeOptions): ProbePlan {
  checkOptions(options, OPTIONS, 'startProbe()');
  const { receiver, host = '127.0.0.1', port = 0 } = options ?? {};
  const target = checkTarget(options?.target);
  if (typeof receiver !== 'object' || receiver === null || !(ATTACHMENTS in receiver)) {
    throw invalid(`needs the option receiver: what \`await startReceiver()\` gave. Received ${kindOf(receiver)}.`);
  }
  if (typeof host !== 'string' || host === '') throw invalid(`option host is ${kindOf(host)}; it takes an address.`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw invalid(`option port is ${kindOf(port)}; a port is a number from 0 (any free one) to 65535.`);
  }
  return { target, receiver, host, port };
}

function checkTarget(target: unknown): URL {
  const url = typeof target === 'object' && target !== null ? (target as { url?: unknown }).url : target;
  const text = url instanceof URL ? url.href : url;
  if (typeof text === 'string' && /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''))
    return new URL(text);
  const hint =
    typeof target === 'object' && target !== null && 'url' in target
      ? ' A service has a url when it was started with the option port.'
      : '';
  const received = typeof text === 'string' ? JSON.stringify(text) : kindOf(text);
  throw invalid(
    `needs the option target: the http URL of the service behind it, or the service itself. Received ${received}.${hint}`,
  );
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `startProbe() ${text}`);
}

async function listening(
  server: ReturnType<typeof createServer>,
  host: string,
  port: number,
): Promise<{ readonly text: string; readonly port: number }> {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    // A probe that a test forgot to stop does not keep the process alive, nor does what goes through it.
    server.unref();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const inUse = code === 'EADDRINUSE';
    throw new TracewrightError(
      inUse ? 'ADDRESS_IN_USE' : 'LISTEN_FAILED',
      `startProbe() cannot listen on ${host}:${port}: ${inUse ? 'something else does already' : message}.`,
      { cause: error },
    );
  }
  const bound = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { text: `${name}:${bound.port}`, port: bound.port };
}

/** What a client sends first, left in place to be read again; undefined when it sends nothing. */
function firstBytes(connection: Socket): Promise<string | undefined> {
  return new Promise(resolve => {
    connection.once('close', () => resolve(undefined));
    connection.once('end', () => resolve(undefined));
    connection.once('readable', () => {
      const chunk: Buffer | null = connection.read();
      if (chunk === null) return resolve(undefined);
      connection.unshift(chunk);
      resolve(chunk.toString('latin1'));
    });
  });
}
