import * as http from 'node:http';

const TYPES = { protobuf: 'application/x-protobuf', json: 'application/json' };

/** One connection over OTLP/HTTP, opened anew where it was lost. */
export function httpConnection(url) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return { protocol: 'http', encodings: ['protobuf', 'json'], send, close: () => agent.destroy() };

  /** Resolves to the status, or to what ended the exchange without one. */
  function send({ body, encoding, gzip = false, path = '/v1/traces', type = TYPES[encoding], cut = false }) {
    const headers = {
      'content-type': type,
      'content-length': body.length,
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    };
    return new Promise(resolve => {
      const request = http.request(new URL(path, url), { method: 'POST', agent, headers }, response => {
        response.resume().on('close', () => resolve(response.statusCode));
      });
      request.on('error', error => resolve(cut ? 'cut' : error.code));
      if (cut) request.write(body.subarray(0, body.length >> 1), () => request.socket.resetAndDestroy());
      else request.end(body);
    });
  }
}
