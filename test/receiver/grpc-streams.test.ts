import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import type { Socket } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGrpcEndpoint } from '../../src/receiver/grpc-endpoint.ts';
import type { Ingest } from '../../src/receiver/ingest.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { send } from '../otlp-request.ts';
import { call, callOnce, TRACES, tracesRequest } from './grpc-call.ts';
import { callHeaders, FRAME, type Frame, frame, openHttp2 } from './raw-http2.ts';

const MIB = 1_048_576;

let receiver: Receiver;
const sockets: (Socket | ClientHttp2Session)[] = [];

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await receiver.stop();
});

function beginCall(url: string): ClientHttp2Stream {
  const session = connect(url);
  session.on('error', () => undefined);
  sockets.push(session);
  const stream = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc' });
  stream.on('error', () => undefined);
  return stream;
}

/** Opens calls on one connection that never end, and sends the beginning of a message on each. */
async function flood(calls: number): Promise<Map<number, number>> {
  const frames = new Map<number, number>();
  const socket = await openHttp2(receiver.grpcUrl, ({ type }) => frames.set(type, (frames.get(type) ?? 0) + 1));
  sockets.push(socket);
  const beginning = Buffer.from([0, 0, 0, 0, 100, 1, 2, 3]);
  const all = Array.from({ length: calls }, (_, n) => [
    callHeaders(2 * n + 1, TRACES),
    frame(FRAME.data, 0, 2 * n + 1, beginning),
  ]);
  socket.write(Buffer.concat(all.flat()));
  return frames;
}

test('announces how many streams a connection may have', async () => {
  const session = connect(receiver.grpcUrl);
  sockets.push(session);
  const [settings] = await once(session, 'remoteSettings');
  expect(settings.maxConcurrentStreams).toBe(100);
});

test('200,000 streams that never end, on 100 connections, are not kept', async () => {
  const before = process.memoryUsage().rss;
  for (let n = 0; n < 100; n++) await flood(2_000);
  await expect.poll(() => receiver.stats.rejected, { timeout: 10_000 }).toBeGreaterThan(100);
  // This process holds the clients too. Kept whole, the streams take 1.5 GB.
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * MIB);
  expect(await callOnce(new URL(receiver.grpcUrl).host)).toEqual(Buffer.alloc(0));
}, 60_000);

test('a client that opens more streams than are allowed loses its connection, and what it sent counts as missing', async () => {
  const frames = await flood(3_000);
  await expect.poll(() => frames.get(FRAME.goAway)).toBe(1);
  const reasons = (): string[] => receiver.stats.rejections.map(({ reason }) => reason);
  await expect
    .poll(reasons)
    .toContain(
      'the client opened more than 100 streams at once on one connection, which ended it; SETTINGS_MAX_CONCURRENT_STREAMS is 100 streams.',
    );
  await send(receiver, {});
  expect(receiver.traces[0]?.losses).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ signal: 'unknown', reason: expect.stringContaining('100 streams') }),
    ]),
  );
});

test('connections with many unfinished requests are ended, and those with few are not', async () => {
  const slow = beginCall(receiver.grpcUrl);
  const message = tracesRequest('slow');
  slow.write(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message.subarray(0, 10)]));
  for (let n = 0; n < 20; n++) await flood(90);
  await expect
    .poll(() => receiver.stats.rejections[0]?.reason)
    .toMatch(/^\d+ requests were unfinished at once, \d+ of them on one connection, which was ended\.$/);
  const trailers = once(slow.resume(), 'trailers');
  slow.end(message.subarray(10));
  expect((await trailers)[0]['grpc-status']).toBe('0');
  expect(receiver.spans.map(span => span.name)).toEqual(['slow']);
});

/** The GOAWAY of grpc-go when it closes: it names its own last stream, against RFC 9113, section 6.8. */
function goAwayOfGo(lastStream: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeUInt32BE(lastStream);
  return frame(FRAME.goAway, 0, 0, Buffer.concat([content, Buffer.from('client transport shutdown')]));
}

test('a client in Go that closes its connection after its last answer has lost nothing', async () => {
  const message = tracesRequest('last');
  const length = Buffer.from([0, 0, 0, 0, message.length]);
  const answers: Frame[] = [];
  const socket = await openHttp2(receiver.grpcUrl, answer => answers.push(answer));
  sockets.push(socket);
  socket.write(Buffer.concat([callHeaders(1, TRACES), frame(FRAME.data, 1, 1, Buffer.concat([length, message]))]));
  await expect.poll(() => answers).toContainEqual(expect.objectContaining({ type: FRAME.headers, flags: 5 }));
  socket.end(goAwayOfGo(1));
  await once(socket, 'close');

  await send(receiver, {});
  expect(receiver.stats).toMatchObject({ spans: 2, rejected: 0, rejections: [] });
  expect(receiver.traces.flatMap(({ losses }) => losses)).toEqual([]);
});

test('a client that breaks the rules of HTTP/2 amid a request has lost that request', async () => {
  const socket = await openHttp2(receiver.grpcUrl, () => undefined);
  sockets.push(socket);
  const beginning = frame(FRAME.data, 0, 1, Buffer.from([0, 0, 0, 0, 100, 1, 2, 3]));
  socket.write(Buffer.concat([callHeaders(1, TRACES), beginning, goAwayOfGo(1)]));

  await expect
    .poll(() => receiver.stats.rejections.map(({ reason }) => reason))
    .toEqual([
      'the client went away in the middle of its request.',
      'the client broke the rules of HTTP/2, which ended its connection: Protocol error.',
    ]);
  await send(receiver, {});
  expect(receiver.traces[0]?.losses).not.toEqual([]);
});

test('2,000 calls at once of 20 real clients are all answered', async () => {
  const clients = Array.from({ length: 20 }, () => {
    const credentials = grpc.credentials.createInsecure();
    return new grpc.Client(new URL(receiver.grpcUrl).host, credentials, { 'grpc.use_local_subchannel_pool': 1 });
  });
  const answers = await Promise.all(
    clients.flatMap(client =>
      Array.from({ length: 100 }, () => call(client, TRACES, tracesRequest('x'.repeat(2_000)))),
    ),
  );
  for (const client of clients) client.close();
  expect(answers.every(answer => answer instanceof Buffer)).toBe(true);
  expect(receiver.stats).toMatchObject({ spans: 2_000, rejected: 0 });
}, 60_000);

test('a request that is not whole in time is answered DEADLINE_EXCEEDED, and one that is slow is not', async () => {
  const refused: { status: number; reason: string; lost: boolean }[] = [];
  const taken: Uint8Array[] = [];
  const ingest = {
    closed: false,
    senders: { userAgent: () => undefined },
    take: (...[, , body]: Parameters<Ingest['take']>) => void taken.push(body),
    refuse: (...[{ status, reason }, { lost } = {}]: Parameters<Ingest['refuse']>) =>
      refused.push({ status, reason, lost: lost !== undefined }),
  } as unknown as Ingest;
  const address = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
  const endpoint = await openGrpcEndpoint(
    ingest,
    { address, maxRequestBytes: MIB, tls: undefined, streamLimits: { unfinished: 512, requestMs: 1_000 } },
    { faults: { active: false }, forward: undefined } as never,
  );
  const url = `http://127.0.0.1:${endpoint.address.kind === 'tcp' ? endpoint.address.port : 0}`;
  const message = tracesRequest('work');
  const framed = Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);

  const slow = beginCall(url);
  let sent = 0;
  const trickle = setInterval(() => {
    if (sent < framed.length) slow.write(framed.subarray(sent, sent + 20));
    else slow.end();
    sent += 20;
  }, 20);
  const never = beginCall(url);
  never.write(framed.subarray(0, 30));
  const [[slowTrailers], [headers]] = await Promise.all([once(slow.resume(), 'trailers'), once(never, 'response')]);
  clearInterval(trickle);
  expect(slowTrailers['grpc-status']).toBe('0');
  expect(headers).toMatchObject({ 'grpc-status': '4' });
  if (!never.closed) await once(never.resume(), 'close');
  expect(refused).toEqual([{ status: 4, reason: 'the client did not finish its request within 1 s.', lost: true }]);
  expect(taken).toHaveLength(1);
  await endpoint.stop();
});
