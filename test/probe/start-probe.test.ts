import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProbe } from '../../src/probe/start-probe.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let receiver: Receiver;
let atEnd: (() => unknown)[] = [];
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
  atEnd = [];
});
afterEach(async () => {
  await receiver.stop();
  for (const end of atEnd) await end();
});

/** A service that answers with what it was asked: its raw headers, its body. */
async function echo(): Promise<string> {
  const server = createServer(async (incoming, response) => {
    const body = await textOf(incoming);
    response.writeHead(201, ['x-echo', 'one', 'x-echo', 'two', 'content-type', 'application/json']);
    response.end(JSON.stringify({ url: incoming.url, method: incoming.method, headers: incoming.rawHeaders, body }));
  });
  return `http://127.0.0.1:${await portOf(server)}`;
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  atEnd.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

/** Sends headers as they are written, in this order, in this case, repeated ones too. */
function send(
  url: string,
  headers: readonly string[],
  body = '',
): Promise<{ status: number; headers: string[]; body: string }> {
  return new Promise((resolve, reject) => {
    const host = new URL(url).host;
    const outgoing = request(url, { method: 'POST', headers: ['Host', host, ...headers] as never }, async incoming =>
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.rawHeaders, body: await textOf(incoming) }),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('HTTP', () => {
  test('hands a request on as it came, and the answer back', async () => {
    const target = await echo();
    const probe = await startProbe({ target, receiver });
    const body = 'x'.repeat(300_000);
    const answer = await send(
      `${probe.url}/charge?card=4111`,
      ['X-Odd-Case', '1', 'Authorization', 'Bearer t0ps'],
      body,
    );
    expect(answer.status).toBe(201);
    expect(answer.headers).toContain('one, two');
    const asked = JSON.parse(answer.body);
    expect(asked).toMatchObject({ url: '/charge?card=4111', method: 'POST', body });
    expect(asked.headers.join('|')).toContain('X-Odd-Case|1');
    expect(asked.headers.join('|')).toContain(`Host|${probe.address}`);
    expect(asked.headers.join('|').toLowerCase()).not.toContain('x-forwarded');
    expect(asked.headers.join('|').toLowerCase()).not.toContain('via|');
  });

  test('records the headers that carry a context, and no others', async () => {
    const probe = await startProbe({ target: await echo(), receiver });
    await send(`${probe.url}/charge?card=4111-1111`, [
      ...['traceparent', TRACEPARENT, 'TraceState', 'a=1', 'tracestate', 'b=2', 'Baggage', 'tier=gold'],
      ...['authorization', 'Bearer t0ps', 'sentry-trace', 'abc'],
    ]);
    const [crossing, ...others] = probe.crossings;
    expect(others).toEqual([]);
    expect(crossing).toMatchObject({
      transport: 'http',
      method: 'POST',
      path: '/charge',
      status: 201,
      destination: undefined,
    });
    expect(crossing?.headers).toEqual({
      traceparent: [TRACEPARENT],
      tracestate: ['a=1', 'b=2'],
      baggage: ['tier=gold'],
      'sentry-trace': ['abc'],
    });
    expect(crossing?.witness).toBe(`the probe at ${probe.address}`);
    expect(JSON.stringify(crossing, (_key, value) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
      /4111-1111|t0ps/,
    );
  });

  test('hands on headers that came twice as two', async () => {
    const probe = await startProbe({ target: await echo(), receiver });
    const { body } = await send(probe.url, ['traceparent', TRACEPARENT, 'traceparent', `${TRACEPARENT}x`]);
    const { headers } = JSON.parse(body) as { headers: string[] };
    expect(headers.filter(text => text.toLowerCase() === 'traceparent')).toHaveLength(2);
    expect(probe.crossings[0]?.headers.traceparent).toEqual([TRACEPARENT, `${TRACEPARENT}x`]);
  });

  test('survives a header named __proto__', async () => {
    const probe = await startProbe({ target: await echo(), receiver });
    expect((await send(probe.url, ['__proto__', 'x', '__proto__', 'y', 'traceparent', TRACEPARENT])).status).toBe(201);
    expect(probe.crossings[0]?.headers).toEqual({ traceparent: [TRACEPARENT] });
  });

  test('knows both ends of itself', async () => {
    let peer: number | undefined;
    const server = createServer((incoming, response) => {
      peer = incoming.socket.remotePort;
      response.end();
    });
    const port = await portOf(server);
    const probe = await startProbe({ target: `http://127.0.0.1:${port}`, receiver });
    await send(probe.url, []);
    expect(probe.crossings[0]).toMatchObject({
      outgoingPort: peer,
      port: Number(new URL(probe.url).port),
      target: `127.0.0.1:${port}`,
    });
    await send(probe.url, []);
    expect(probe.crossings[1]?.outgoingPort).toBe(peer);
  });

  test('streams: an event arrives while the answer goes on', async () => {
    const server = createServer((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
    });
    const probe = await startProbe({ target: `http://127.0.0.1:${await portOf(server)}`, receiver });
    const answer = await fetch(probe.url);
    const reader = answer.body?.getReader();
    const chunk = await reader?.read();
    expect(new TextDecoder().decode(chunk?.value)).toBe('data: one\n\n');
    await reader?.cancel();
  });

  test('hands on an upgrade: WebSockets go through', async () => {
    const server = createServer();
    server.on('upgrade', (incoming, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.write(`hello ${incoming.headers.traceparent}`);
      socket.on('data', data => socket.end(`you said ${data}`));
    });
    const probe = await startProbe({ target: `http://127.0.0.1:${await portOf(server)}`, receiver });
    const socket = connect(Number(new URL(probe.url).port), '127.0.0.1');
    socket.write(
      `GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\ntraceparent: ${TRACEPARENT}\r\n\r\n`,
    );
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.endsWith(TRACEPARENT)) socket.write('ping');
      if (text.endsWith('you said ping')) break;
    }
    expect(text).toContain('101 Switching Protocols');
    expect(probe.crossings[0]).toMatchObject({ path: '/ws', headers: { traceparent: [TRACEPARENT] } });
  });

  test('answers 502 with the reason when the target cannot be reached, and records the request', async () => {
    const probe = await startProbe({ target: 'http://127.0.0.1:9', receiver });
    const answer = await send(`${probe.url}/charge`, ['traceparent', TRACEPARENT]);
    expect(answer).toMatchObject({
      status: 502,
      body: "tracewright's probe got no answer from its target 127.0.0.1:9: ECONNREFUSED\n",
    });
    expect(probe.crossings[0]).toMatchObject({ path: '/charge', status: undefined });
  });

  test('bytes that are no HTTP do not end it', async () => {
    const probe = await startProbe({ target: await echo(), receiver });
    for (const bytes of ['\0\0\0\0', 'P', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ngarbage', 'GET\r\n\r\n', '']) {
      const socket = connect(Number(new URL(probe.url).port), '127.0.0.1');
      socket.on('error', () => {});
      socket.end(bytes);
      await new Promise(resolve => socket.once('close', resolve).resume());
    }
    expect((await send(probe.url, [])).status).toBe(201);
  });
});

describe('gRPC', () => {
  const METHOD = { requestStream: false, responseStream: false } as const;
  const bytes = {
    requestSerialize: (b: Buffer) => b,
    requestDeserialize: (b: Buffer) => b,
    responseSerialize: (b: Buffer) => b,
    responseDeserialize: (b: Buffer) => b,
  };
  const SERVICE = {
    Price: { path: '/shop.Pricing/Price', ...METHOD, ...bytes },
    Watch: { path: '/shop.Pricing/Watch', requestStream: false, responseStream: true, ...bytes },
    Chat: { path: '/shop.Pricing/Chat', requestStream: true, responseStream: true, ...bytes },
  };

  async function pricing(): Promise<string> {
    const server = new grpc.Server();
    server.addService(SERVICE, {
      Price: (call: grpc.ServerUnaryCall<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) => {
        if (String(call.request) === 'none') {
          done({ code: grpc.status.NOT_FOUND, details: 'no such item' });
          return;
        }
        const trailer = new grpc.Metadata();
        trailer.set('x-trailer', 'end');
        done(null, Buffer.from(`price of ${call.request}, ${call.metadata.get('traceparent')[0]}`), trailer);
      },
      Watch: (call: grpc.ServerWritableStream<Buffer, Buffer>) => {
        for (const text of ['a', 'b', 'c']) call.write(Buffer.from(text));
        call.end();
      },
      Chat: (call: grpc.ServerDuplexStream<Buffer, Buffer>) => {
        call.on('data', data => call.write(data));
        call.on('end', () => call.end());
        call.on('cancelled', () => atEnd.push(() => {}));
      },
    });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    atEnd.push(() => server.forceShutdown());
    return `http://127.0.0.1:${port}`;
  }

  function clientOf(
    address: string,
  ): grpc.Client & Record<string, (...args: unknown[]) => grpc.ClientDuplexStream<Buffer, Buffer>> {
    const client = new (grpc.makeGenericClientConstructor(SERVICE as never, 'Pricing'))(
      address,
      grpc.credentials.createInsecure(),
    );
    atEnd.push(() => client.close());
    return client as never;
  }

  test('hands a call on, with its metadata, its answer and its trailers', async () => {
    const probe = await startProbe({ target: await pricing(), receiver });
    const client = clientOf(probe.address);
    const metadata = new grpc.Metadata();
    metadata.set('traceparent', TRACEPARENT);
    metadata.set('authorization', 'Bearer t0ps');
    const trailer = await new Promise<[string, grpc.StatusObject]>((resolve, reject) => {
      const answers: string[] = [];
      const call = client.Price?.(Buffer.from('tea'), metadata, (error: Error | null, value: Buffer) =>
        error === null ? answers.push(String(value)) : reject(error),
      );
      call?.on('status', status => resolve([answers.join(), status]));
    });
    expect(trailer[0]).toBe(`price of tea, ${TRACEPARENT}`);
    expect(trailer[1]).toMatchObject({ code: 0 });
    expect(trailer[1].metadata.get('x-trailer')).toEqual(['end']);
    expect(probe.crossings).toMatchObject([
      {
        transport: 'grpc',
        method: 'POST',
        path: '/shop.Pricing/Price',
        status: 200,
        headers: { traceparent: [TRACEPARENT] },
      },
    ]);
    expect(Object.keys(probe.crossings[0]?.headers ?? {})).toEqual(['traceparent']);
    expect(probe.crossings[0]?.outgoingPort).toBeGreaterThan(0);
  });

  test('hands an error status back', async () => {
    const probe = await startProbe({ target: await pricing(), receiver });
    const error = await new Promise(resolve => clientOf(probe.address).Price?.(Buffer.from('none'), resolve));
    expect(error).toMatchObject({ code: grpc.status.NOT_FOUND, details: 'no such item' });
  });

  test('streams both ways, and hands a cancellation on', async () => {
    const probe = await startProbe({ target: await pricing(), receiver });
    const client = clientOf(probe.address);
    const watched: string[] = [];
    const watch = client.Watch?.(Buffer.from('all'));
    for await (const chunk of watch ?? []) watched.push(String(chunk));
    expect(watched).toEqual(['a', 'b', 'c']);
    const chat = client.Chat?.();
    const big = Buffer.alloc(200_000, 'x');
    chat?.write(big);
    const echoed = await new Promise<Buffer>(resolve => chat?.once('data', resolve));
    expect(echoed.equals(big)).toBe(true);
    chat?.on('error', () => {});
    chat?.cancel();
    expect(await new Promise(resolve => client.Price?.(Buffer.from('tea'), resolve))).toBeNull();
  });

  test('answers UNAVAILABLE with the reason when the target cannot be reached', async () => {
    const probe = await startProbe({ target: 'http://127.0.0.1:9', receiver });
    const error = await new Promise(resolve => clientOf(probe.address).Price?.(Buffer.from('tea'), resolve));
    expect(error).toMatchObject({ code: grpc.status.UNAVAILABLE });
    expect(String(error)).toContain("tracewright's probe got no answer from its target 127.0.0.1:9: ECONNREFUSED");
  });
});

test('stops with its receiver, and once only', async () => {
  const probe = await startProbe({ target: await echo(), receiver });
  const kept = connect(Number(new URL(probe.url).port), '127.0.0.1');
  kept.on('error', () => {});
  await receiver.stop();
  await probe.stop();
  await expect(send(probe.url, [])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await expect(startProbe({ target: 'http://127.0.0.1:9', receiver })).rejects.toMatchObject({
    code: 'RECEIVER_STOPPED',
  });
});

test.each<[label: string, options: (receiver: Receiver) => unknown, code: string, text: string]>([
  ['no options', () => undefined, 'INVALID_OPTION', 'needs the option target'],
  ['no receiver', () => ({ target: 'http://127.0.0.1:9' }), 'INVALID_OPTION', 'needs the option receiver'],
  ['a target that is no URL', receiver => ({ target: 'payments', receiver }), 'INVALID_OPTION', 'Received "payments"'],
  [
    'host and port without http',
    receiver => ({ target: 'localhost:8083', receiver }),
    'INVALID_OPTION',
    'Received "localhost:8083"',
  ],
  [
    'a service without a port',
    receiver => ({
      target: new (class Job {
        url = undefined;
      })(),
      receiver,
    }),
    'INVALID_OPTION',
    'started with the option port',
  ],
  [
    'an unknown option',
    receiver => ({ target: 'http://127.0.0.1:9', receiver, prot: 1 }),
    'UNKNOWN_OPTION',
    'Did you mean "port"?',
  ],
  [
    'an undefined port',
    receiver => ({ target: 'http://127.0.0.1:9', receiver, port: undefined }),
    'UNDEFINED_EXPECTATION',
    'port',
  ],
  [
    'a port that is none',
    receiver => ({ target: 'http://127.0.0.1:9', receiver, port: 70_000 }),
    'INVALID_OPTION',
    'from 0 (any free one) to 65535',
  ],
  [
    'a host that is not here',
    receiver => ({ target: 'http://127.0.0.1:9', receiver, host: '192.0.2.1' }),
    'LISTEN_FAILED',
    '192.0.2.1:0',
  ],
  [
    'a port that is taken',
    receiver => ({ target: 'http://127.0.0.1:9', receiver, port: Number(new URL(receiver.httpUrl).port) }),
    'ADDRESS_IN_USE',
    'something else does already',
  ],
])('refuses %s', async (_label, options, code, text) => {
  const error = await startProbe(options(receiver) as never).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code });
  expect(String(error)).toContain(text);
});
