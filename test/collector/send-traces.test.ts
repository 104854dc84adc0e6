import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../../src/collector/build-trace.ts';
import type { SendTracesOptions } from '../../src/collector/send-options.ts';
import { sendTraces } from '../../src/collector/send-traces.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import type { Trace } from '../../src/model/trace.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import type { OtlpProtocol } from '../../src/receiver/environment.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { traceVerbs } from '../../src/receiver/trace-verbs.ts';
import { heldTraces, toTrace } from '../../src/recording/to-trace.ts';
import { randomRequest } from '../otlp/random-request.ts';
import { makeCertificates } from '../receiver/certificates.ts';
import { runs } from '../runs.ts';

const PROTOCOLS: readonly OtlpProtocol[] = ['http/protobuf', 'http/json', 'grpc'];
const SHOP = {
  name: 'POST /checkout',
  service: 'shop',
  kind: 'SERVER',
  children: [{ name: 'charge card', service: 'payments', attributes: { 'app.order.id': 'ord-17' } }],
} as const;

let receiver: Receiver;
const servers: Server[] = [];
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.stop();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function endpoint(protocol: OtlpProtocol): string {
  return protocol === 'grpc' ? receiver.grpcUrl : receiver.httpUrl;
}

/** The fields as they were sent, without what a trace adds. */
function dataOf(spans: Iterable<SpanData>): ReadonlySet<SpanData> {
  return new Set(Array.from(spans, span => ({ ...span })));
}

async function failure(
  target: string,
  given: unknown = buildTrace(SHOP),
  options: SendTracesOptions = {},
): Promise<string> {
  const error = await sendTraces(target, given as Trace, options).then(
    () => undefined,
    (reason: Error) => reason,
  );
  return String(error?.message)
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replace(/\[::1\]:\d+/g, '[::1]:<port>');
}

/** An HTTP server that answers each request alike. */
async function answering(status: number, contentType: string, body: string, headers = {}): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { 'content-type': contentType, ...headers }).end(body));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what is sent arrives', () => {
  test.for(PROTOCOLS)('over %s', async protocol => {
    const trace = buildTrace(SHOP);
    const sent = await sendTraces(endpoint(protocol), trace, { protocol });
    expect(sent).toEqual({ traces: 1, spans: 2, requests: 1, warnings: [] });
    const [arrived] = receiver.traces;
    expect(arrived?.traceId).toBe(trace.traceId);
    assert.deepStrictEqual(dataOf(arrived?.spans ?? []), dataOf(trace.spans));
    expect(receiver.problems).toEqual([]);
  });

  test.for(PROTOCOLS)('compressed, over %s', async protocol => {
    const trace = buildTrace(SHOP);
    await sendTraces(endpoint(protocol), trace, { protocol, compression: 'gzip' });
    assert.deepStrictEqual(dataOf(receiver.spans), dataOf(trace.spans));
  });

  test('random traces come back the same, over every protocol', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const traces = heldTraces(decodeTracesProtobuf(randomRequest(draw, false))).map(held =>
          toTrace(held, traceVerbs),
        );
        fc.pre(traces.length > 0);
        for (const protocol of PROTOCOLS) {
          receiver.clear();
          await sendTraces(endpoint(protocol), traces, { protocol, batchSize: 2 });
          assert.deepStrictEqual(dataOf(receiver.spans), dataOf(traces.flatMap(trace => trace.spans)));
        }
      }),
      { numRuns: runs(15) },
    );
  });

  test('a captured trace, a receiver and an async iterable are taken as well', async () => {
    await sendTraces(receiver.httpUrl, buildTrace(SHOP));
    const other = await startReceiver({ grpcPort: false });
    try {
      expect(await sendTraces(other.httpUrl, receiver)).toMatchObject({ traces: 1, spans: 2 });
      async function* several() {
        yield* receiver.traces;
        yield buildTrace({ name: 'job' });
      }
      expect(await sendTraces(other.httpUrl, several())).toMatchObject({ traces: 2, spans: 3 });
      expect(other.spans).toHaveLength(3);
    } finally {
      await other.stop();
    }
  });

  test('many spans go in several requests', async () => {
    const traces = Array.from({ length: 1_200 }, () => buildTrace({ name: 'job' }));
    expect(await sendTraces(receiver.httpUrl, traces)).toEqual({
      traces: 1_200,
      spans: 1_200,
      requests: 3,
      warnings: [],
    });
    expect(receiver.traces).toHaveLength(1_200);
  });

  test('host:port, the URL of the signal and what has endpoints are endpoints', async () => {
    await sendTraces(new URL(receiver.grpcUrl).host, buildTrace(SHOP), { protocol: 'grpc' });
    await sendTraces(new URL(receiver.httpUrl).host, buildTrace(SHOP));
    await sendTraces(`${receiver.httpUrl}/v1/traces`, buildTrace(SHOP));
    await sendTraces(receiver.grpcUrl.replace('http:', 'grpc:'), buildTrace(SHOP));
    const endpoints = { http: receiver.httpUrl, grpc: receiver.grpcUrl };
    for (const protocol of PROTOCOLS) await sendTraces({ endpoints }, buildTrace(SHOP), { protocol });
    expect(receiver.traces).toHaveLength(7);
  });

  test('headers are sent', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['x-tenant'], request.headers.via);
      request.resume().on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await sendTraces(url, buildTrace(SHOP), { headers: { 'x-tenant': 'blue' } });
    expect(seen).toEqual(['blue', undefined]);
  });

  test.for(PROTOCOLS)('over TLS, with %s', async protocol => {
    const certificates = makeCertificates();
    const cert = certificates.file('self.pem');
    const secure = await startReceiver({ tls: { cert, key: certificates.file('self.key') } });
    try {
      const url = protocol === 'grpc' ? secure.grpcUrl : secure.httpUrl;
      await sendTraces(url, buildTrace(SHOP), { protocol, tls: { ca: cert } });
      expect(secure.spans).toHaveLength(2);
      await expect(sendTraces(url, buildTrace(SHOP), { protocol, timeout: 2_000 })).rejects.toThrow('EXPORT_FAILED');
    } finally {
      await secure.stop();
      certificates.remove();
    }
  });
});

describe('times', () => {
  test('a short trace is sent once it has ended', async () => {
    const trace = buildTrace({ name: 'job', durationMs: 60 });
    await sendTraces(receiver.httpUrl, trace);
    expect(Date.now()).toBeGreaterThanOrEqual(Number((trace.spans[0]?.endTimeUnixNano ?? 0n) / 1_000_000n));
  });

  test('a capture takes a trace that continues its context, and one that it finds by its root', async () => {
    const continued = await receiver.capture(parent => sendTraces(receiver.httpUrl, buildTrace(SHOP, { parent })));
    expect(continued.result).toMatchObject({ spans: 2 });
    expect(continued).toHaveSpan('charge card');
    expect(continued).toBeComplete();

    const found = await receiver.capture(() => sendTraces(receiver.httpUrl, buildTrace(SHOP)), {
      root: 'POST /checkout',
    });
    expect(found).toHaveSpan('charge card');
    expect(found).not.toHaveSpan('refund');
  });

  test('waits take what was sent in their test', async () => {
    const trace = buildTrace(SHOP);
    await sendTraces(receiver.httpUrl, trace);
    expect((await receiver.settled()).map(({ traceId }) => traceId)).toEqual([trace.traceId]);
  });
});

describe('what does not arrive is an error', () => {
  test('a refusal, with the words of the endpoint', async () => {
    const url = await answering(400, 'application/json', '{"code":3,"message":"attributes are too long"}');
    expect(await failure(url)).toMatchSnapshot();
  });

  test('a refusal that may be retried says so', async () => {
    const url = await answering(503, 'text/plain', 'shutting down', { 'retry-after': '2' });
    expect(await failure(url)).toMatchSnapshot();
  });

  test('a refusal over gRPC', async () => {
    receiver.injectFault({ next: 1, with: 'RESOURCE_EXHAUSTED' });
    expect(await failure(receiver.grpcUrl, buildTrace(SHOP), { protocol: 'grpc' })).toMatchSnapshot();
  });

  test('a partial success, with both counts', async () => {
    const body = '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"one span is too old"}}';
    expect(await failure(await answering(200, 'application/json', body))).toMatchSnapshot();
  });

  test('a failure after other requests says what was accepted before', async () => {
    receiver.injectFault({ next: 1, with: 'UNAVAILABLE', service: 'payments' });
    expect(await failure(receiver.httpUrl, buildTrace(SHOP), { batchSize: 1 })).toContain(
      '1 request with 1 span were accepted',
    );
  });

  test('nobody who listens', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await failure(`http://127.0.0.1:${port}`)).toMatchSnapshot();
  });

  test('no answer in time', async () => {
    const server = createServer(request => request.resume()).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await failure(url, buildTrace(SHOP), { timeout: 50 })).toContain('no answer within 50 ms');
  });

  test('a partial success that rejects nothing is a warning', async () => {
    const url = await answering(200, 'application/json', '{"partialSuccess":{"errorMessage":"attributes were cut"}}');
    expect(await sendTraces(url, buildTrace(SHOP))).toEqual({
      traces: 1,
      spans: 2,
      requests: 1,
      warnings: ['attributes were cut'],
    });
  });
});

describe('misuse', () => {
  const wrong: readonly (readonly [string, unknown, unknown, unknown?])[] = [
    ['an empty array', 'http://127.0.0.1:1', []],
    ['no traces', 'http://127.0.0.1:1', undefined],
    ['a Promise', 'http://127.0.0.1:1', Promise.resolve()],
    ['a tree that was not built', 'http://127.0.0.1:1', SHOP],
    ['no endpoint', undefined, buildTrace(SHOP)],
    ['an endpoint that is no URL', 'somewhere', buildTrace(SHOP)],
    ['an endpoint of another scheme', 'ftp://127.0.0.1:1', buildTrace(SHOP)],
    ['an unknown protocol', 'http://127.0.0.1:1', buildTrace(SHOP), { protocol: 'http' }],
    ['HTTP to a URL of gRPC', 'grpc://127.0.0.1:1', buildTrace(SHOP), { protocol: 'http/json' }],
    ['an unknown option', 'http://127.0.0.1:1', buildTrace(SHOP), { protocoll: 'grpc' }],
    ['an unknown compression', 'http://127.0.0.1:1', buildTrace(SHOP), { compression: 'gzipp' }],
    ['a batch of none', 'http://127.0.0.1:1', buildTrace(SHOP), { batchSize: 0 }],
    ['a header that is no text', 'http://127.0.0.1:1', buildTrace(SHOP), { headers: { authorization: 7 } }],
    ['a certificate that is not there', 'https://127.0.0.1:1', buildTrace(SHOP), { tls: { ca: '/nowhere/ca.pem' } }],
    ['a canary that is none', 'http://127.0.0.1:1', buildTrace(SHOP), { canaries: ['secret@example.com'] }],
    [
      'a collector without that protocol',
      { endpoints: { http: 'http://127.0.0.1:1' } },
      buildTrace(SHOP),
      { protocol: 'grpc' },
    ],
  ];
  test.for(wrong)('refuses: %s', async ([, target, traces, ...options]) => {
    const send = sendTraces as (...given: unknown[]) => Promise<unknown>;
    await expect(send(target, traces, ...options)).rejects.toThrowErrorMatchingSnapshot();
  });

  test('refuses a receiver as its endpoint, and says what to pass', async () => {
    const send = sendTraces as (...given: unknown[]) => Promise<unknown>;
    await expect(send(receiver, buildTrace(SHOP))).rejects.toThrow('Pass receiver.httpUrl');
  });

  test('the password in an endpoint is not shown', async () => {
    const send = sendTraces as (...given: unknown[]) => Promise<unknown>;
    const error = await send('ftp://me:hunter2hunter2@127.0.0.1', buildTrace(SHOP)).catch(String);
    expect(error).toContain('//***@');
    expect(error).not.toContain('hunter2');
  });
});

describe('canaries', () => {
  const tracked = () => canary.person({ seed: 7 }).track('customer id', 'cus_9f3k2m1q');

  test('a canary that is in the traces counts as sent', async () => {
    const person = tracked();
    const leaking = buildTrace({ name: 'a', attributes: { id: 'cus_9f3k2m1q' } });
    await sendTraces(receiver.httpUrl, leaking, { canaries: person });
    expect(receiver.traces).toLeak(person);

    receiver.clear();
    await sendTraces(receiver.httpUrl, buildTrace({ name: 'a' }));
    expect(receiver.traces).not.toLeak(person);
  });

  test('without it, nobody knows that the canary was sent', async () => {
    await sendTraces(receiver.httpUrl, buildTrace({ name: 'a' }));
    expect(() => expect(receiver.traces).not.toLeak(tracked())).toThrow('INCOMPLETE');
  });

  test('a canary that is in none of the traces is an error, and does not count as sent', async () => {
    const person = tracked();
    const sending = sendTraces(receiver.httpUrl, buildTrace({ name: 'a' }), { canaries: [person] });
    await expect(sending).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TracewrightError: INVALID_CANARY: sendTraces() sent 1 spans, and [canary person-7] is in none of them: its absence at the other end would prove nothing. Put one of its values into the trace.]`,
    );
    expect(() => expect(receiver.traces).not.toLeak(person)).toThrow('INCOMPLETE');
  });

  test('what was not sent because of a refusal does not count as sent', async () => {
    const person = tracked();
    receiver.injectFault({ next: 1, with: 'INTERNAL' });
    const leaking = buildTrace({ name: 'a', attributes: { id: 'cus_9f3k2m1q' } });
    await expect(sendTraces(receiver.httpUrl, leaking, { canaries: person })).rejects.toThrow('EXPORT_FAILED');
    receiver.clear();
    await sendTraces(receiver.httpUrl, buildTrace({ name: 'a' }));
    expect(() => expect(receiver.traces).not.toLeak(person)).toThrow('INCOMPLETE');
  });
});
