// Sends batches to a receiver and prints how long it took until all were acknowledged: node generator.js PROTOCOL URL N
import { Agent, request } from 'node:http';
import * as grpc from '@grpc/grpc-js';
import { batches } from './payload.js';

const IN_FLIGHT = 8;
const [protocol, url, count] = process.argv.slice(2);

const senders = {
  http: () => {
    const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
    const options = { method: 'POST', agent, headers: { 'content-type': 'application/x-protobuf' } };
    return batch =>
      new Promise((resolve, reject) => {
        const sent = request(new URL('/v1/traces', url), options, response => {
          response
            .resume()
            .on('end', () =>
              response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
            );
        });
        sent.on('error', reject).end(batch);
      });
  },
  grpc: () => {
    const client = new grpc.Client(new URL(url).host, grpc.credentials.createInsecure());
    const asItIs = bytes => bytes;
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    return batch =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(path, asItIs, asItIs, batch, error => (error ? reject(error) : resolve()));
      });
  },
};

const send = senders[protocol]();
const queue = [...batches(Number(count))];
const began = process.hrtime.bigint();
await Promise.all(
  Array.from({ length: IN_FLIGHT }, async () => {
    for (let batch = queue.pop(); batch !== undefined; batch = queue.pop()) await send(batch);
  }),
);
process.stdout.write(`${Number(process.hrtime.bigint() - began) / 1e6}\n`);
process.exit(0);
