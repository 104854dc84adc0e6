import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { Ingest } from './ingest.ts';
import { peerOf, rawSocketOf } from './peer-address.ts';
import { printable } from './printable.ts';

/**
 * Errors of OpenSSL with a known cause. The certificate alerts come from the client, so they are about the certificate
 * of the receiver. Many TLS libraries send the same alert for an unknown authority and for a wrong host name.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8446#section-6.2
 */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /HTTP_REQUEST|WRONG_VERSION_NUMBER|UNKNOWN_PROTOCOL/,
    'the client does not speak TLS, and the receiver was started with tls.',
  ],
  [/PEER_DID_NOT_RETURN_A_CERTIFICATE/, 'the client showed no certificate, and tls.ca asks for one.'],
  [/ALERT_UNKNOWN_CA/, "the client does not trust the receiver's certificate."],
  [/ALERT_CERTIFICATE_EXPIRED/, "the client says that the receiver's certificate has expired."],
  [
    /ALERT_(CERTIFICATE_UNKNOWN|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE)/,
    "the client refused the receiver's certificate: it does not trust the certificate, or the certificate does not name the host that the client called.",
  ],
  [
    /NO_APPLICATION_PROTOCOL/,
    'the client offers HTTP/1 alone to the OTLP/gRPC port; OTLP/HTTP has one of its own: receiver.httpUrl.',
  ],
];

const OUT_OF_DATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the client's certificate has expired.",
  CERT_NOT_YET_VALID: "the client's certificate is not valid yet.",
};

/** What OpenSSL says of a certificate that no authority of `tls.ca` issued. */
const UNKNOWN_ISSUER: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** Notes handshakes that fail: nothing of them is ever seen as a request. Returns whether a connection's did. */
export function noteTlsFailures(
  server: Server,
  ingest: Ingest,
  protocol: 'grpc' | 'http',
): (socket: Socket) => boolean {
  const failed = new WeakSet<Socket>();
  // Before Node's own listener, which passes them on as errors of HTTP.
  server.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    failed.add(socket);
    const reason = reasonOf(error, socket, server.listening);
    if (reason === undefined) return;
    ingest.refuse({ reason: `TLS: ${reason}`, protocol, status: 0, from: peerOf(socket), path: '', spans: 0 });
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    // This one is refused, and noted, by the endpoint.
    if (protocol === 'grpc' && socket.alpnProtocol !== 'h2') return;
    socket.once('close', () => {
      if (socket.bytesRead === 0 && server.listening) ingest.senders.silentTls();
    });
  });
  return socket => failed.has(socket);
}

/** Why a handshake failed; undefined for a client that sent nothing, such as a check whether the port is open. */
function reasonOf(error: NodeJS.ErrnoException, socket: TLSSocket, isListening: boolean): string | undefined {
  // Node closes a connection whose certificate it does not accept. After that it reports a connection that broke off.
  const refused: unknown = socket.authorizationError;
  if (typeof refused === 'string') return refusedCertificate(refused);
  if (error.code === 'ECONNRESET') return isListening ? brokenOff(rawSocketOf(socket)) : undefined;
  const known = REASONS.find(([pattern]) => pattern.test(`${error.code ?? ''} ${error.message}`))?.[1];
  return known ?? `the handshake failed (${printable(error.message, 200)}).`;
}

function refusedCertificate(code: string): string {
  const outOfDate = OUT_OF_DATE[code];
  if (outOfDate !== undefined) return outOfDate;
  return UNKNOWN_ISSUER.includes(code)
    ? `the client's certificate was not issued by an authority of tls.ca (${code}).`
    : `the receiver did not accept the client's certificate (${printable(code, 60)}).`;
}

/** A client that closes the connection in the middle of the handshake does not say why. */
function brokenOff({ bytesRead, bytesWritten }: Socket): string | undefined {
  if (bytesRead === 0) return undefined;
  return bytesWritten === 0
    ? 'the client closed the connection at the beginning of the handshake. The cause is unknown.'
    : "the client closed the connection during the handshake and gave no reason. A client that does not trust the receiver's certificate often does this.";
}
