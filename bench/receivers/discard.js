import { createServer } from 'node:http';
import * as grpc from '@grpc/grpc-js';

/** The ceiling: reads the bytes, answers success, and keeps nothing. */
export async function start() {
  const http = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  await new Promise(resolve => http.listen(0, '127.0.0.1', resolve));
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1 });
  const asItIs = bytes => bytes;
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
  const method = {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asItIs,
    requestDeserialize: asItIs,
    responseSerialize: asItIs,
    responseDeserialize: asItIs,
  };
  server.addService({ Export: method }, { Export: (_, callback) => callback(null, Buffer.alloc(0)) });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    urls: { http: `http://127.0.0.1:${http.address().port}`, grpc: `http://127.0.0.1:${port}` },
    count: () => 0,
  };
}
