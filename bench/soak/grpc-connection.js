import * as http2 from 'node:http2';

const SERVICE = '/opentelemetry.proto.collector.trace.v1.TraceService';
const { NGHTTP2_CANCEL } = http2.constants;

/** One connection over OTLP/gRPC, opened anew where it was lost. */
export function grpcConnection(url) {
  let session = open();
  return { protocol: 'grpc', encodings: ['protobuf'], send, close: () => session.destroy() };

  function open() {
    return http2.connect(url).on('error', () => {});
  }

  /** Resolves to the grpc-status, or to what ended the exchange without one. */
  function send({ body, gzip = false, path = '/Export', type = 'application/grpc', cut = false }) {
    if (session.closed || session.destroyed) session = open();
    const stream = session.request({
      ':method': 'POST',
      ':path': `${SERVICE}${path}`,
      'content-type': type,
      te: 'trailers',
      ...(gzip ? { 'grpc-encoding': 'gzip' } : {}),
    });
    const framed = frame(body, gzip);
    return new Promise(resolve => {
      let outcome = 'no status';
      const read = headers => {
        if (headers['grpc-status'] !== undefined) outcome = Number(headers['grpc-status']);
        else if (headers[':status'] !== undefined && headers[':status'] !== 200) outcome = `HTTP ${headers[':status']}`;
      };
      stream.on('response', read).on('trailers', read);
      stream.on('error', error => {
        if (typeof outcome !== 'number') outcome = error.code;
      });
      stream.on('close', () => resolve(cut ? 'cut' : outcome));
      stream.resume();
      if (cut) stream.write(framed.subarray(0, framed.length >> 1), () => cutOff(stream));
      else stream.end(framed);
    });
  }

  /** The stream alone, or all of the connection. */
  function cutOff(stream) {
    if (Math.random() < 0.5) stream.close(NGHTTP2_CANCEL);
    else session.destroy();
  }
}

function frame(message, compressed) {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(compressed ? 1 : 0);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
