import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { foreignReason, spokenIn } from './foreign-protocol.ts';
import type { EndpointOptions } from './http-endpoint.ts';
import type { Ingest } from './ingest.ts';
import type { LostBody } from './losses.ts';
import { signalOfName } from './lost-content.ts';
import { peerOf, rememberPeers } from './peer-address.ts';
import { noteTlsFailures } from './tls-failure.ts';
import type { LoadedTls } from './tls-options.ts';

/** How long a connection may stay without saying what it speaks. */
const FIRST_BYTES_MS = 10_000;

/** A server whose connections are OTLP/gRPC's, and an end to all of them. */
export interface GrpcConnections {
  readonly server: Server;
  destroyAll(): void;
}

/**
 * Takes the connections of the gRPC port and hands on those that speak HTTP/2. grpc-js cannot say why it could not
 * listen, says nothing of who speaks something else, and does not end those who say nothing at all.
 */
export function grpcConnections(
  ingest: Ingest,
  { tls, address }: Pick<EndpointOptions, 'tls' | 'address'>,
  handOn: (socket: Socket) => void,
): GrpcConnections {
  const open = new Set<Socket>();
  const server =
    tls === undefined ? createServer(socket => sniff(socket, ingest, handOn)) : secure(tls, ingest, handOn);
  rememberPeers(server, address.kind);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return {
    server,
    destroyAll: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

function secure(tls: LoadedTls['server'], ingest: Ingest, handOn: (socket: Socket) => void): Server {
  const options = { ...tls, ALPNProtocols: ['h2'], handshakeTimeout: FIRST_BYTES_MS };
  const server = createTlsServer(options, socket => {
    if (socket.alpnProtocol === 'h2') return handOn(socket);
    socket.on('error', () => undefined);
    refuse(ingest, socket, 0, 'TLS: the client does not offer HTTP/2 (by ALPN) to the OTLP/gRPC port.');
    socket.destroy();
  });
  noteTlsFailures(server, ingest, 'grpc');
  return server;
}

function sniff(socket: Socket, ingest: Ingest, handOn: (socket: Socket) => void): void {
  const expire = (): void => {
    socket.destroy();
  };
  socket.setTimeout(FIRST_BYTES_MS, expire);
  socket.on('error', () => undefined);
  socket.once('readable', () => {
    socket.setTimeout(0, expire);
    const first: Buffer | null = socket.read();
    if (first === null) {
      socket.end();
      return;
    }
    const spoken = spokenIn(first);
    if (spoken === 'HTTP/2') {
      socket.unshift(first);
      handOn(socket);
      return;
    }
    const reason = foreignReason(spoken, 'OTLP/gRPC');
    refuse(ingest, socket, spoken === 'HTTP/1' ? 400 : 0, reason, postedIn(first));
    socket.resume();
    if (spoken === 'HTTP/1') socket.end(badRequest(reason));
    else socket.end();
    // Who goes on sending is cut off.
    socket.setTimeout(1_000, () => socket.destroy());
  });
}

function badRequest(reason: string): string {
  return `HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(reason)}\r\nconnection: close\r\n\r\n${reason}`;
}

/** What is lost with a POST of HTTP/1; undefined for what is no POST, and for one without a body. */
function postedIn(first: Buffer): LostBody | undefined {
  const head = first.toString('latin1');
  const path = /^POST (\S+)/.exec(head)?.[1];
  const isEmpty = head.includes('\r\n\r\n') && !/^(?:transfer-encoding:|content-length:[ \t]{0,9}[1-9])/im.test(head);
  if (path === undefined || isEmpty) return undefined;
  return { signal: signalOfName(path), bytes: Buffer.alloc(0), isWhole: false };
}

function refuse(ingest: Ingest, socket: Socket, status: number, reason: string, lost?: LostBody): void {
  const from = peerOf(socket);
  ingest.refuse({ protocol: 'grpc', status, reason, from, path: '', spans: 0 }, { lost });
}
