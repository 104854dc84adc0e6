import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { Ingest } from './ingest.ts';
import { peerAddress } from './peer-address.ts';
import { printable } from './printable.ts';

const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /HTTP_REQUEST|WRONG_VERSION_NUMBER|UNKNOWN_PROTOCOL/,
    'the client does not speak TLS, and the receiver was started with tls.',
  ],
  [/PEER_DID_NOT_RETURN_A_CERTIFICATE/, 'the client showed no certificate, and tls.ca asks for one.'],
  [/UNKNOWN_CA|CERTIFICATE_UNKNOWN|BAD_CERTIFICATE/, "the client does not trust the receiver's certificate."],
  [
    /NO_APPLICATION_PROTOCOL/,
    'the client offers HTTP/1 alone to the OTLP/gRPC port; OTLP/HTTP has one of its own: receiver.httpUrl.',
  ],
];

/** Notes handshakes that fail: nothing of them is ever seen as a request. Returns whether a connection's did. */
export function noteTlsFailures(
  server: Server,
  ingest: Ingest,
  protocol: 'grpc' | 'http',
): (socket: Socket) => boolean {
  const failed = new WeakSet<Socket>();
  const note = (from: string, reason: string): void => {
    ingest.refuse({ reason: `TLS: ${reason}`, protocol, status: 0, from, path: '', spans: 0 });
  };
  // Before Node's own listener, which passes them on as errors of HTTP.
  server.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    failed.add(socket);
    // A probe that connects and goes, as a wait for the port to open does.
    if (error.code === 'ECONNRESET' && socket.bytesRead === 0) return;
    note(peerAddress(socket.remoteAddress, socket.remotePort), reasonOf(error));
  });
  noteRefusedCertificates(server, note);
  return socket => failed.has(socket);
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const known = REASONS.find(([pattern]) => pattern.test(`${error.code ?? ''} ${error.message}`))?.[1];
  return known?.endsWith('.') ? known : `${known ?? 'no connection'} (${printable(error.message, 200)}).`;
}

/**
 * Node ends a connection whose certificate it does not accept without an event: what began and neither became secure
 * nor failed was that.
 */
function noteRefusedCertificates(server: Server, note: (from: string, reason: string) => void): void {
  const pending = new Set<string>();
  const keyOf = (socket: Socket): string => peerAddress(socket.remoteAddress, socket.remotePort);
  const settle = (socket: Socket): void => {
    pending.delete(keyOf(socket));
  };
  server.on('secureConnection', (socket: TLSSocket) => settle(socket));
  server.on('tlsClientError', (_, socket) => settle(socket));
  server.on('connection', (socket: Socket) => {
    const key = keyOf(socket);
    pending.add(key);
    socket.once('close', () => {
      if (pending.delete(key) && socket.bytesRead > 0) {
        note(key, "the client's certificate was not issued by an authority of tls.ca, or is out of date.");
      }
    });
  });
}
