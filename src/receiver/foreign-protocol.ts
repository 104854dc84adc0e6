import type { Buffer } from 'node:buffer';

const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const HTTP1 = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT) /;

/** What the first bytes of a connection are. */
export type Spoken = 'HTTP/2' | 'HTTP/1' | 'TLS' | 'something else';

/** Tells by the first bytes of a connection, of which there may be few, what its client speaks. */
export function spokenIn(bytes: Buffer): Spoken {
  // A TLS record of type handshake, any version.
  if (bytes[0] === 0x16 && (bytes.length === 1 || bytes[1] === 0x03)) return 'TLS';
  const text = bytes.toString('latin1', 0, HTTP2_PREFACE.length);
  if (text.startsWith(HTTP2_PREFACE.slice(0, text.length))) return 'HTTP/2';
  return HTTP1.test(text) ? 'HTTP/1' : 'something else';
}

/** What a client must have got wrong that speaks this to an endpoint which does not. */
export function foreignReason(spoken: Spoken, protocol: 'OTLP/gRPC' | 'OTLP/HTTP'): string {
  if (spoken === 'TLS')
    return `a client speaks TLS to this ${protocol} port, and the receiver was started without tls.`;
  if (spoken === 'HTTP/2' && protocol === 'OTLP/HTTP') {
    return 'a client speaks HTTP/2 (gRPC?) to the OTLP/HTTP port; OTLP/gRPC has a port of its own: receiver.grpcUrl.';
  }
  if (spoken === 'HTTP/1' && protocol === 'OTLP/gRPC') {
    return 'a client speaks HTTP/1 to the OTLP/gRPC port; OTLP/HTTP has a port of its own: receiver.httpUrl.';
  }
  return `what came to the ${protocol} port is not ${protocol === 'OTLP/HTTP' ? 'HTTP' : 'HTTP/2'}.`;
}
