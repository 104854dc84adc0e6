import * as http from 'node:http';
import * as http2 from 'node:http2';

const GRPC_PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** How batches are sent: `frame` prepares one before the clock starts, `send` resolves when it was acknowledged. */
export const PROTOCOLS = {
  grpc: { label: 'gRPC', encoding: 'protobuf', endpoint: 'grpc', connect: connectGrpc },
  http: {
    label: 'HTTP/protobuf',
    encoding: 'protobuf',
    endpoint: 'http',
    connect: connectHttp('application/x-protobuf'),
  },
  json: { label: 'HTTP/JSON', encoding: 'json', endpoint: 'http', connect: connectHttp('application/json') },
};

function connectHttp(contentType) {
  return url => {
    const agent = new http.Agent({ keepAlive: true });
    const options = { method: 'POST', agent, headers: { 'content-type': contentType } };
    const target = new URL('/v1/traces', url);
    const send = batch =>
      new Promise((resolve, reject) => {
        const request = http.request(target, options, response => {
          const { statusCode } = response;
          response.resume().on('end', () => (statusCode === 200 ? resolve() : reject(new Error(`HTTP ${statusCode}`))));
        });
        request.on('error', reject).end(batch);
      });
    return { frame: batch => batch, send };
  };
}

/** Bare HTTP/2 rather than grpc-js, whose client would be busier than the servers that it is to measure. */
function connectGrpc(url) {
  const session = http2.connect(url);
  const headers = {
    ':method': 'POST',
    ':path': GRPC_PATH,
    'content-type': 'application/grpc',
    te: 'trailers',
  };
  const frame = message => {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    return Buffer.concat([prefix, message]);
  };
  const send = framed =>
    new Promise((resolve, reject) => {
      const stream = session.request(headers);
      let status;
      const read = received => {
        status = received['grpc-status'] ?? status;
      };
      stream.on('response', read).on('trailers', read).on('error', reject);
      stream.on('close', () => (status === '0' ? resolve() : reject(new Error(`grpc-status ${status}`))));
      stream.resume().end(framed);
    });
  return { frame, send };
}
