// Sends a request that cannot be decoded and ends the connection without waiting for the answer:
// node send-and-go.cjs grpc|http <options of net.connect as JSON> closes|resets
const { connect: connectHttp2 } = require('node:http2');
const { connect } = require('node:net');

const [protocol, target, end] = process.argv.slice(2);
const body = Buffer.from([255, 255, 255]);

const socket = connect(JSON.parse(target), () => {
  if (protocol === 'http') {
    const head = `POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\ncontent-length: ${body.length}\r\n\r\n`;
    socket.write(Buffer.concat([Buffer.from(head), body]), go);
    return;
  }
  const session = connectHttp2('http://localhost', { createConnection: () => socket });
  session.on('error', () => undefined);
  const call = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  call.on('error', () => undefined);
  // The length-prefixed message of gRPC: not compressed, 3 bytes.
  call.end(Buffer.concat([Buffer.from([0, 0, 0, 0, body.length]), body]), () => setImmediate(go));
});
socket.on('error', () => undefined);

function go() {
  if (end === 'resets') socket.resetAndDestroy();
  else socket.destroy();
  setImmediate(() => process.exit());
}
