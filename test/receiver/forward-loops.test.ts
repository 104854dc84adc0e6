import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ForwardOptions } from '../../src/receiver/forward-options.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { encodeLogsRequest, encodeRequest } from '../otlp/encode-request.ts';
import type { RequestJson } from '../otlp/otlp-json.ts';
import { newSpanId, newTraceId, traceRequest } from '../otlp-request.ts';

const closers: (() => unknown)[] = [];
let warnings: string[];

beforeEach(() => {
  warnings = [];
  vi.spyOn(process, 'emitWarning').mockImplementation((warning, options) => {
    warnings.push(`${(options as { code?: string }).code}: ${String(warning)}`);
  });
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.restoreAllMocks();
});

async function start(options: ReceiverOptions): Promise<Receiver> {
  const receiver = await startReceiver(options);
  closers.push(() => receiver.stop());
  return receiver;
}

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const COLLECTOR = 'OpenTelemetry Collector/0.150.0 (linux/amd64)';
const SDK = 'OTel-OTLP-Exporter-Python/1.45.2';

function post(url: string, signal: string, type: string, body: Uint8Array, userAgent = 'a service'): Promise<Response> {
  return fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': type, 'user-agent': userAgent },
    body: new Uint8Array(body),
  });
}

const spansOf = (body: Buffer): object[] =>
  (JSON.parse(String(body)) as { resourceSpans: { scopeSpans: { spans: object[] }[] }[] }).resourceSpans.flatMap(each =>
    each.scopeSpans.flatMap(({ spans }) => spans),
  );

const span = (name: string): Record<string, unknown> => ({
  traceId: newTraceId(),
  spanId: newSpanId(),
  name,
  kind: 2,
  startTimeUnixNano: '1700000000000000001',
  endTimeUnixNano: '1700000000000000002',
});

const json = (...spans: readonly object[]): Buffer =>
  Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
const protobuf = (...spans: readonly object[]): Buffer =>
  Buffer.from(encodeRequest({ resourceSpans: [{ scopeSpans: [{ spans }] }] } as RequestJson));

/** A target that takes requests, and does with them what it is told. */
async function target(take: (body: Buffer, path: string) => unknown, status = () => 200): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(status()).end();
    await take(Buffer.concat(chunks), request.url ?? '');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function idle(receiver: Receiver): Promise<void> {
  await vi.waitFor(() => expect(receiver.forwarding?.pending).toBe(0), { timeout: 8_000, interval: 5 });
}

async function freePort(): Promise<number> {
  const free = await startReceiver({ grpcPort: false });
  await free.stop();
  return Number(new URL(free.httpUrl).port);
}

const BODIES: readonly (readonly [string, string, Uint8Array, number])[] = [
  ['traces', PROTOBUF, protobuf(span('a'), span('b')), 2],
  [
    'logs',
    PROTOBUF,
    encodeLogsRequest({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'x' } }] }] }] }),
    1,
  ],
  ['metrics', JSON_TYPE, Buffer.from('{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m"}]}]}]}'), 1],
  ['logs', JSON_TYPE, Buffer.from('{}'), 1],
];

describe.each(['http', 'grpc'] as const)('two receivers that forward to each other over %s', protocol => {
  // JSON does not go over gRPC.
  const bodies = BODIES.filter(([, type]) => protocol === 'http' || type === PROTOBUF);
  test.each(bodies)('send %s in %s round once', async (signal, type, body, items) => {
    const port = await freePort();
    const ports = protocol === 'http' ? { httpPort: port } : { grpcPort: port };
    const second = await start({ forwardTo: `${protocol}://127.0.0.1:${port}` });
    const first = await start({
      ...ports,
      forwardTo: protocol === 'http' ? second.httpUrl : second.grpcUrl.replace('http:', 'grpc:'),
    });
    await post(first.httpUrl, signal, type, body);
    await expect.poll(() => first.forwarding?.repeated).toBe(items);
    await Promise.all([idle(first), idle(second)]);
    expect([first.stats.requests, second.stats.requests]).toEqual([2, 1]);
    expect(first.forwarding?.loop).toMatch(
      /^(traces|logs|metrics) that were sent on to \S+ came back from 127\.0\.0\.1:\d+ \("tracewright.*"\): the target forwards to this receiver\. They are not sent on again\. Remove forwardTo here or there\.$/,
    );
    expect(second.forwarding).toMatchObject({ sent: 1, repeated: 0, loop: undefined });
    expect(warnings).toEqual([`TRACEWRIGHT_FORWARD_LOOP: tracewright: ${first.forwarding?.loop}`]);
  });
});

describe('a collector that exports back to the receiver', () => {
  const encoders: readonly [string, string, (...spans: readonly object[]) => Buffer][] = [
    ['JSON', JSON_TYPE, json],
    ['protobuf', PROTOBUF, protobuf],
  ];
  test.each(encoders)('gets each span once, though it batches and encodes anew as %s', async (_, type, encode) => {
    const seen: object[] = [];
    let batch: object[] = [];
    const url = await target(async body => {
      const spans = spansOf(body);
      seen.push(...spans);
      batch.push(...spans);
      if (batch.length < 3) return;
      const sent = batch.map(each => ({ ...each, attributes: [{ key: 'host', value: { stringValue: 'collector' } }] }));
      batch = [];
      await post(receiver.httpUrl, 'traces', type, encode(...sent), COLLECTOR);
    });
    const receiver = await start({ grpcPort: false, forwardTo: url });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      await post(receiver.httpUrl, 'traces', JSON_TYPE, json(span(name)));
    await expect.poll(() => receiver.forwarding?.repeated).toBe(6);
    await idle(receiver);
    expect(seen.map(each => (each as { name: string }).name).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(receiver.forwarding).toMatchObject({ sent: 6, failed: 0 });
    expect(receiver.forwarding?.loop).toMatch(
      /^traces that were sent on to \S+ came again from 127\.0\.0\.1:\d+ \("OpenTelemetry Collector\/.*"\): the target, or a collector behind it, seems to export to this receiver\./,
    );
    expect(warnings).toHaveLength(1);
  });

  test.each([
    ['JSON', JSON_TYPE, json],
    ['protobuf', PROTOBUF, protobuf],
  ] as const)(
    'among other spans in %s: those are sent on, and nothing else of the request is lost',
    async (_, type, encode) => {
      const sink = await start({ grpcPort: false });
      const receiver = await start({ grpcPort: false, forwardTo: sink.httpUrl });
      const [old, fresh] = [span('old'), span('fresh')];
      await post(receiver.httpUrl, 'traces', JSON_TYPE, json(old));
      await post(receiver.httpUrl, 'traces', type, encode(old, { ...fresh, traceState: 'a=b' }), COLLECTOR);
      await idle(receiver);
      expect(sink.stats).toMatchObject({ requests: 2, spans: 2, duplicates: 0 });
      expect(sink.find('fresh')).toMatchObject({ traceState: 'a=b', startTimeUnixNano: 1700000000000000001n });
      expect(receiver.forwarding).toMatchObject({ sent: 2, repeated: 1 });
    },
  );

  test('log records, which have no ids', async () => {
    const seen: Buffer[] = [];
    const records = (...names: readonly string[]): object[] =>
      names.map(name => ({ timeUnixNano: '1700000000000000001', body: { stringValue: name }, severityNumber: 9 }));
    const request = (logRecords: object[]): object => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
    const url = await target(async body => {
      seen.push(body);
      if (seen.length === 2) {
        await post(
          receiver.httpUrl,
          'logs',
          PROTOBUF,
          encodeLogsRequest(request(records('b', 'a')) as never),
          COLLECTOR,
        );
      }
    });
    const receiver = await start({ grpcPort: false, forwardTo: url });
    for (const name of ['a', 'b']) {
      await post(receiver.httpUrl, 'logs', JSON_TYPE, Buffer.from(JSON.stringify(request(records(name)))));
    }
    await expect.poll(() => receiver.forwarding?.repeated).toBe(2);
    await idle(receiver);
    expect(seen).toHaveLength(2);
    expect(receiver.forwarding?.loop).toContain('logs that were sent on');
  });
});

describe('no loop is reported', () => {
  async function through(
    requests: readonly (readonly [string, Buffer, string])[],
    options: Partial<ForwardOptions> = {},
  ) {
    const sink = await start({ grpcPort: false });
    const receiver = await start({ grpcPort: false, forwardTo: { url: sink.httpUrl, ...options } });
    for (const [type, body, userAgent] of requests) await post(receiver.httpUrl, 'traces', type, body, userAgent);
    await idle(receiver);
    expect(receiver.forwarding).toMatchObject({ failed: 0, loop: undefined });
    expect(warnings).toEqual([]);
    return { sink, receiver };
  }

  const body = json(span('a'), span('b'));
  test.each<[string, [string, Buffer, string][]]>([
    [
      'of a request that a service sends again',
      [
        [JSON_TYPE, body, 'axios'],
        [JSON_TYPE, body, 'axios'],
      ],
    ],
    [
      'of two exporters that send the same',
      [
        [JSON_TYPE, body, 'axios'],
        [JSON_TYPE, body, 'undici'],
      ],
    ],
    [
      'of a collector in front that sends a batch again',
      [
        [JSON_TYPE, body, COLLECTOR],
        [JSON_TYPE, body, COLLECTOR],
      ],
    ],
  ])('%s, and it is sent on once', async (_, requests) => {
    const { sink, receiver } = await through(requests);
    expect(sink.stats).toMatchObject({ requests: 1, spans: 2, duplicates: 0 });
    expect(receiver.forwarding).toMatchObject({ sent: 1, repeated: 2 });
  });

  test('of two exporters of an SDK that batch differently', async () => {
    const [a, b, c] = [span('a'), span('b'), span('c')];
    const { sink } = await through([
      [PROTOBUF, protobuf(a, b), SDK],
      [PROTOBUF, protobuf(c), SDK],
      [PROTOBUF, protobuf(a), SDK],
      [PROTOBUF, protobuf(b, c), SDK],
    ]);
    expect(sink.stats).toMatchObject({ requests: 2, spans: 3, duplicates: 0 });
  });

  test('of two spans that share their ids, of a client and its server', async () => {
    const client = span('call');
    const { sink } = await through([
      [JSON_TYPE, json({ ...client, kind: 3 }), 'zipkin'],
      [JSON_TYPE, json({ ...client, kind: 2 }), 'zipkin'],
    ]);
    expect(sink.stats).toMatchObject({ requests: 2, spans: 2 });
  });

  test('of empty requests, which are all sent on', async () => {
    const { sink } = await through(['a', 'b', 'a'].map(name => [JSON_TYPE, Buffer.from('{}'), name]));
    expect(sink.stats.requests).toBe(3);
  });
});

test('a request that could not be sent on is sent on when its sender sends it again', async () => {
  const seen: Buffer[] = [];
  const statuses = [401, 200, 200];
  const url = await target(
    body => seen.push(body),
    () => statuses.shift() ?? 200,
  );
  const receiver = await start({ grpcPort: false, forwardTo: url });
  const body = Buffer.from(JSON.stringify(traceRequest({})));
  for (let n = 0; n < 3; n++) {
    await post(receiver.httpUrl, 'traces', JSON_TYPE, body);
    await idle(receiver);
  }
  expect(seen).toEqual([body, body]);
  expect(receiver.forwarding).toMatchObject({ sent: 1, failed: 1, repeated: 1, loop: undefined });
});

test('a target that forwards by another receiver names both on the way', async () => {
  let via: string | undefined;
  const server = createServer((request, response) => {
    via = request.headers.via;
    response.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const last = await start({ forwardTo: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const first = await start({ grpcPort: false, forwardTo: last.grpcUrl.replace('http:', 'grpc:') });
  await post(first.httpUrl, 'traces', PROTOBUF, protobuf(span('a')));
  await idle(first);
  await idle(last);
  expect(via).toMatch(/^2 tracewright-[\da-f]{16}, 1\.1 tracewright-[\da-f]{16}$/);
});
