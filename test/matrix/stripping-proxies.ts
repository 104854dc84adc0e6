import { createServer, request } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';

/** What takes every propagation header off a request, as badly configured gateways do. */
export interface StrippingProxy {
  readonly port: number;
  stop(): Promise<void>;
}

const STRIPPED = /^(?:traceparent|tracestate|baggage|b3|x-b3-.*|x-amzn-trace-id)$/i;

export async function strippingHttpProxy(targetPort: number): Promise<StrippingProxy> {
  const server = createServer((incoming, response) => {
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !STRIPPED.test(name)));
    const { method, url: path } = incoming;
    const outgoing = request({ host: '127.0.0.1', port: targetPort, method, path, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  const port = await listening(server);
  return {
    port,
    stop: async () => {
      server.closeAllConnections();
      await closed(server);
    },
  };
}

/** For calls of one request and one answer. */
export async function strippingGrpcProxy(targetPort: number): Promise<StrippingProxy> {
  const upstream = connectHttp2(`http://127.0.0.1:${targetPort}`);
  upstream.on('error', () => {});
  const sessions = new Set<ServerHttp2Session>();
  const server = createHttp2Server();
  server.on('session', session => sessions.add(session));
  server.on('stream', (stream, headers) => {
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !STRIPPED.test(name)));
    const call = upstream.request(kept);
    let trailers = {};
    call.on('response', answer => stream.respond(answer, { waitForTrailers: true }));
    call.on('trailers', received => {
      trailers = received;
    });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.pipe(call);
    call.pipe(stream);
  });
  const port = await listening(server);
  return {
    port,
    stop: async () => {
      upstream.destroy();
      for (const session of sessions) session.destroy();
      await closed(server);
    },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}
