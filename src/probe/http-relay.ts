import { Agent, type ClientRequest, createServer, type IncomingMessage, ServerResponse } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type * as Httpxy from 'httpxy';
import { hostProcess } from '../host-process.ts';
import type { Relay, See } from './relay.ts';

/** Those of a connection, which are the proxy's to write. RFC 9110 section 7.6.1. */
const OF_A_CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** HTTP/1.1 and WebSockets, as they come: nothing is added, `Host` stays what the sender wrote. */
export function httpRelay(target: URL, see: See): Relay {
  const agent = new (target.protocol === 'https:' ? TlsAgent : Agent)({ keepAlive: true });
  const proxy = loadHttpxy().createProxyServer({ target: target.href, agent, ws: true, proxyTimeout: 0 });
  const entries = new WeakMap<IncomingMessage, ReturnType<See>>();
  const enter = (request: IncomingMessage): void => {
    const headers = headersOf(request);
    entries.set(request, see({ transport: 'http', method: request.method, path: request.url ?? '/', headers }));
  };
  const watch = (outgoing: ClientRequest, request: IncomingMessage): void => {
    for (const [name, values] of asWritten(request)) outgoing.setHeader(name, values);
    const { socket } = outgoing;
    socket?.unref();
    const note = (): void => entries.get(request)?.note({ outgoingPort: socket?.localPort });
    // By then it has its socket.
    if (socket?.connecting === true) socket.once('connect', note);
    else note();
  };
  proxy.on('proxyReq', watch);
  proxy.on('proxyReqWs', watch);
  proxy.on('proxyRes', ({ statusCode }, request) => {
    if (statusCode !== undefined) entries.get(request)?.note({ status: statusCode });
  });
  proxy.on('error', (error, _request, response) => answerFailure(response, target, error));
  const server = createServer((request, response) => {
    enter(request);
    void proxy.web(request, response).catch(() => {});
  });
  server.on('upgrade', (request, socket, head) => {
    enter(request);
    void proxy.ws(request, socket as never, {}, head).catch(() => socket.destroy());
  });
  // A service may hold a connection open, or be long in answering: that is between the two of them.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  return {
    take: connection => void server.emit('connection', connection),
    stop: () => {
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

// Loaded when a probe is first started, and outside of Jest's registry, which cannot load ES modules by require.
function loadHttpxy(): typeof Httpxy {
  const { createRequire } = hostProcess().getBuiltinModule('node:module');
  return createRequire(import.meta.url)('httpxy') as typeof Httpxy;
}

function headersOf({ rawHeaders }: IncomingMessage): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    const values = headers.get(name) ?? [];
    values.push(rawHeaders[index + 1] as string);
    headers.set(name, values);
  }
  return headers;
}

/** Headers as the sender wrote them, in their case, and those that came twice as two: a proxy would join them. */
function asWritten(request: IncomingMessage): ReadonlyMap<string, string | string[]> {
  const headers = headersOf(request);
  const written = new Map<string, string | string[]>();
  for (const name of request.rawHeaders.filter((_text, index) => index % 2 === 0)) {
    const values = headers.get(name.toLowerCase()) ?? [];
    if (!OF_A_CONNECTION.has(name.toLowerCase()))
      written.set(name, values.length > 1 ? [...values] : (values[0] ?? ''));
  }
  return written;
}

/** Says to the sender what is wrong, in the place of the target's answer. */
function answerFailure(response: unknown, { host }: URL, error: Error): void {
  if (!(response instanceof ServerResponse)) {
    (response as { destroy?: () => void } | undefined)?.destroy?.();
    return;
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { code = error.message } = error as NodeJS.ErrnoException;
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`tracewright's probe got no answer from its target ${host}: ${code}\n`);
}
