import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type RequestOptions, request as tlsRequest } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TracewrightError } from '../../src/errors.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { send, traceRequest } from '../otlp-request.ts';
import { makeCertificates } from './certificates.ts';
import { callOnce } from './grpc-call.ts';

const started: Receiver[] = [];

async function start(options: ReceiverOptions): Promise<Receiver> {
  const receiver = await startReceiver(options);
  started.push(receiver);
  return receiver;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(receiver => receiver.stop()));
});

let certificates: ReturnType<typeof makeCertificates>;
let file: (name: string) => string;
const pem = (name: string): Buffer => readFileSync(file(name));

beforeAll(() => {
  certificates = makeCertificates();
  file = certificates.file;
});
afterAll(() => certificates.remove());

type Connection = RequestOptions;

/** Posts a span over HTTP; resolves to the status. */
function post(url: string | undefined, options: Connection): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const isTls = url?.startsWith('https:') || 'ca' in options;
    const all = { method: 'POST', path: '/v1/traces', headers: { 'content-type': 'application/json' }, ...options };
    const target = url === undefined ? {} : { host: hostOf(url), port: new URL(url).port };
    const sent = (isTls ? tlsRequest : request)({ ...all, ...target, agent: false }, response => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end(JSON.stringify(traceRequest({})));
  });
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

describe('TLS', () => {
  test.each<[string, (name: string) => string | Buffer]>([
    ['paths of files', name => file(name)],
    ['PEM text', name => String(pem(name))],
    ['Buffers', name => pem(name)],
  ])('is spoken by both endpoints, with the certificate given as %s', async (_, as) => {
    const receiver = await start({ tls: { cert: as('self.pem'), key: as('self.key') } });
    expect(receiver.httpUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(receiver.grpcUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await post(receiver.httpUrl, { ca: pem('self.pem') })).toBe(200);
    const answer = await callOnce(new URL(receiver.grpcUrl).host, grpc.credentials.createSsl(pem('self.pem')));
    expect(answer).toEqual(Buffer.alloc(0));
    expect(receiver.spans).toHaveLength(2);
    expect(receiver.stats.rejections).toEqual([]);
  });

  test('env tells services to trust a self-signed certificate that was given as a file', async () => {
    const receiver = await start({ tls: { cert: file('self.pem'), key: file('self.key') } });
    expect(receiver.env({ protocol: 'grpc', host: 'host.docker.internal' })).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: `https://host.docker.internal:${new URL(receiver.grpcUrl).port}`,
      OTEL_EXPORTER_OTLP_CERTIFICATE: file('self.pem'),
    });
    expect(receiver.env({ protocol: 'grpc' })).not.toHaveProperty('OTEL_EXPORTER_OTLP_INSECURE');
    const asText = await start({ tls: { cert: String(pem('self.pem')), key: file('self.key') } });
    expect(asText.env()).not.toHaveProperty('OTEL_EXPORTER_OTLP_CERTIFICATE');
  });

  test('with ca only clients whose certificate it issued are heard, and the others are noted', async () => {
    const receiver = await start({
      tls: {
        cert: file('server.pem'),
        key: file('server.key'),
        ca: file('ca.pem'),
        client: { cert: file('client.pem'), key: file('client.key') },
      },
    });
    expect(receiver.env()).toMatchObject({
      OTEL_EXPORTER_OTLP_CERTIFICATE: file('ca.pem'),
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: file('client.pem'),
      OTEL_EXPORTER_OTLP_CLIENT_KEY: file('client.key'),
      QUARKUS_OTEL_EXPORTER_OTLP_TRACES_TRUST_CERT_CERTS: file('ca.pem'),
      QUARKUS_OTEL_EXPORTER_OTLP_TRACES_KEY_CERT_CERTS: file('client.pem'),
      QUARKUS_OTEL_EXPORTER_OTLP_TRACES_KEY_CERT_KEYS: file('client.key'),
    });
    const ca = pem('ca.pem');
    const known = { cert: pem('client.pem'), key: pem('client.key') };
    const stranger = { cert: pem('stranger.pem'), key: pem('stranger.key') };
    const host = new URL(receiver.grpcUrl).host;
    expect(await post(receiver.httpUrl, { ca, ...known })).toBe(200);
    expect(await callOnce(host, grpc.credentials.createSsl(ca, known.key, known.cert))).toEqual(Buffer.alloc(0));
    expect(receiver.spans).toHaveLength(2);

    await expect(post(receiver.httpUrl, { ca })).rejects.toThrow();
    await expect(post(receiver.httpUrl, { ca, ...stranger })).rejects.toThrow();
    const refused = { code: grpc.status.UNAVAILABLE };
    expect(await callOnce(host, grpc.credentials.createSsl(ca))).toMatchObject(refused);
    expect(await callOnce(host, grpc.credentials.createSsl(ca, stranger.key, stranger.cert))).toMatchObject(refused);
    expect(receiver.spans).toHaveLength(2);
    const reasons = (protocol: string): string[] =>
      receiver.stats.rejections.filter(each => each.protocol === protocol).map(({ reason }) => reason);
    for (const protocol of ['http', 'grpc']) {
      await expect
        .poll(() => reasons(protocol))
        .toContain('TLS: the client showed no certificate, and tls.ca asks for one.');
      await expect.poll(() => reasons(protocol).join()).toContain('was not issued by an authority of tls.ca');
    }
  });

  test('a client that does not speak it is noted', async () => {
    const receiver = await start({ tls: { cert: file('self.pem'), key: file('self.key') } });
    const plain = (url: string): string => url.replace('https:', 'http:');
    await expect(post(plain(receiver.httpUrl), {})).rejects.toThrow();
    await expect(post(plain(receiver.grpcUrl), {})).rejects.toThrow();
    const reason = 'TLS: the client does not speak TLS, and the receiver was started with tls.';
    expect(receiver.stats.rejections).toMatchObject([
      { protocol: 'http', status: 0, reason },
      { protocol: 'grpc', status: 0, reason },
    ]);
  });

  test('a client that speaks it to a receiver without is noted', async () => {
    const receiver = await start({});
    for (const url of [receiver.httpUrl, receiver.grpcUrl]) {
      await expect(post(url, { ca: pem('ca.pem') })).rejects.toThrow();
    }
    expect(receiver.stats.rejections.map(({ reason }) => reason)).toEqual([
      'a client speaks TLS to this OTLP/HTTP port, and the receiver was started without tls.',
      'a client speaks TLS to this OTLP/gRPC port, and the receiver was started without tls.',
    ]);
  });

  test.each<[string, () => object, string]>([
    ['no key', () => ({ cert: file('self.pem') }), 'tls needs both cert and key; key is missing.'],
    [
      'a file that is missing',
      () => ({ cert: file('none.pem'), key: file('self.key') }),
      'tls.cert cannot be read from <folder>/none.pem: there is no such file.',
    ],
    [
      'a folder',
      () => ({ cert: certificates.folder, key: file('self.key') }),
      'tls.cert cannot be read from <folder>: it is a folder.',
    ],
    [
      'a file that is no PEM',
      () => ({ cert: file('not.pem'), key: file('self.key') }),
      'tls.cert (<folder>/not.pem) is not a PEM certificate:',
    ],
    [
      'cert and key the wrong way round',
      () => ({ cert: file('self.key'), key: file('self.pem') }),
      'tls.cert (<folder>/self.key) holds a private key, not a certificate.',
    ],
    [
      'a certificate as key',
      () => ({ cert: file('self.pem'), key: file('self.pem') }),
      'tls.key (<folder>/self.pem) holds a certificate, not a private key.',
    ],
    [
      'a key that is no PEM',
      () => ({ cert: file('self.pem'), key: file('not.pem') }),
      'tls.key (<folder>/not.pem) is not a PEM private key:',
    ],
    [
      'a key of another certificate',
      () => ({ cert: file('self.pem'), key: file('ca.key') }),
      'tls.key (<folder>/ca.key) is not the private key of cert (<folder>/self.pem).',
    ],
    [
      'an encrypted key',
      () => ({ cert: file('self.pem'), key: file('encrypted.key') }),
      'tls.key (<folder>/encrypted.key) is encrypted;',
    ],
    [
      'an authority that is no PEM',
      () => ({ cert: file('self.pem'), key: file('self.key'), ca: file('not.pem') }),
      'tls.ca (<folder>/not.pem) is not a PEM certificate:',
    ],
    ['a number', () => ({ cert: 1, key: file('self.key') }), 'tls.cert is the number 1; it takes PEM text'],
    [
      'a client without a key',
      () => ({ cert: file('self.pem'), key: file('self.key'), client: { cert: file('client.pem') } }),
      'tls.client needs both cert and key.',
    ],
  ])('%s is refused before anything listens', async (_, tls, message) => {
    const error = await startReceiver({ tls: tls() as never }).catch((reason: unknown) => reason as TracewrightError);
    expect(error).toMatchObject({ code: 'INVALID_OPTION' });
    expect((error as Error).message.replaceAll(certificates.folder, '<folder>')).toContain(message);
  });
});

describe('unix sockets', () => {
  const socket = (): string => join(certificates.folder, `${Math.random().toString(36).slice(2)}.sock`);

  test('carry gRPC on the path and HTTP beside it, and go with the receiver', async () => {
    const path = socket();
    const receiver = await start({ host: `unix:${path}` });
    expect(receiver.grpcUrl).toBe(`unix://${path}`);
    expect(receiver.httpUrl).toBe(`http+unix://${encodeURIComponent(`${path}.http`)}`);
    expect(await callOnce(receiver.grpcUrl)).toEqual(Buffer.alloc(0));
    expect(await post(undefined, { socketPath: `${path}.http` })).toBe(200);
    expect(receiver.spans).toHaveLength(2);
    await callOnce(receiver.grpcUrl, undefined, new Uint8Array([255, 255, 255]));
    expect(receiver.stats.rejections[0]?.from).toBe('a unix socket');
    await receiver.stop();
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.http`)).toBe(false);
  });

  test('a real SDK exports to the URL of one', async () => {
    const receiver = await start({ host: `unix:${socket()}`, httpPort: false });
    for (const [name, value] of Object.entries(receiver.env())) vi.stubEnv(name, value);
    const exporter = new GrpcExporter();
    const result = await new Promise(resolve => exporter.export([], resolve));
    expect(result).toMatchObject({ code: 0 });
    expect(receiver.stats.requests).toBe(1);
    vi.unstubAllEnvs();
    await exporter.shutdown();
  });

  test('env offers gRPC there, and refuses what no SDK can do', async () => {
    const receiver = await start({ host: `unix:${socket()}` });
    expect(receiver.env()).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.grpcUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_INSECURE: 'true',
    });
    expect(() => receiver.env({ protocol: 'http/json' })).toThrow(/no SDK sends HTTP/);
    expect(() => receiver.env({ host: 'x' })).toThrow(/listens on a unix socket/);
  });

  test('one that a live process listens on is left alone', async () => {
    const path = socket();
    const first = await start({ host: `unix:${path}` });
    for (const off of ['httpPort', 'grpcPort']) {
      const second = startReceiver({ host: `unix:${path}`, [off]: false });
      await expect(second).rejects.toMatchObject({ code: 'ADDRESS_IN_USE', message: expect.stringContaining(path) });
    }
    expect(await callOnce(first.grpcUrl)).toEqual(Buffer.alloc(0));
  });

  test('one that a dead process left is replaced', async () => {
    const path = socket();
    const script = join(certificates.folder, 'listen.cjs');
    writeFileSync(script, 'require("net").createServer().listen(process.argv[2], () => process.send("up"))');
    const child = fork(script, [path]);
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(path)).toBe(true);
    const receiver = await start({ host: `unix:${path}`, httpPort: false });
    expect(await callOnce(receiver.grpcUrl)).toEqual(Buffer.alloc(0));
  });

  test('a file that is no socket is left alone', async () => {
    const path = join(certificates.folder, 'precious.txt');
    writeFileSync(path, 'precious');
    const starting = startReceiver({ host: `unix:${path}`, httpPort: false });
    await expect(starting).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: `LISTEN_FAILED: OTLP/gRPC cannot listen on ${path}: there is a file at that path.`,
    });
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  test.each<[string, object, RegExp]>([
    [
      'too long a path',
      { host: `unix:/tmp/${'x'.repeat(120)}` },
      /makes a socket path of 12\d bytes; the system takes 10\d at most/,
    ],
    ['no path', { host: 'unix:' }, /"unix:" without a path/],
    ['a port', { host: 'unix:/tmp/x.sock', grpcPort: 4317 }, /grpcPort is 4317, and host is a unix socket/],
  ])('refuse %s', async (_, options, message) => {
    await expect(startReceiver(options)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringMatching(message),
    });
  });

  test('a folder that does not exist is said to be', async () => {
    const starting = startReceiver({ host: `unix:${certificates.folder}/none/x.sock` });
    await expect(starting).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: expect.stringContaining('no such folder'),
    });
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some(all => all?.some(({ address }) => address === '::1'));

describe('hosts', () => {
  test.runIf(hasIpv6).each(['::1', '[::1]'])(
    '%s is listened on by both endpoints, and written in brackets',
    async host => {
      const receiver = await start({ host });
      expect(receiver.httpUrl).toMatch(/^http:\/\/\[::1\]:\d+$/);
      expect(receiver.env({ protocol: 'grpc' }).OTEL_EXPORTER_OTLP_ENDPOINT).toMatch(/^http:\/\/\[::1\]:\d+$/);
      expect(receiver.env({ host: '::1' }).OTEL_EXPORTER_OTLP_ENDPOINT).toBe(receiver.httpUrl);
      expect((await send(receiver, {})).status).toBe(200);
      expect(await callOnce(new URL(receiver.grpcUrl).host)).toEqual(Buffer.alloc(0));
      await callOnce(new URL(receiver.grpcUrl).host, undefined, new Uint8Array([255, 255]));
      await fetch(`${receiver.httpUrl}/x`);
      for (const { from } of receiver.stats.rejections) expect(from).toMatch(/^\[::1\]:\d+$/);
    },
  );

  test('localhost is listened on in each family that it has here, on one port', async () => {
    const receiver = await start({ host: 'localhost' });
    expect(receiver.httpUrl).toMatch(/^http:\/\/localhost:\d+$/);
    for (const host of hasIpv6 ? ['127.0.0.1', '[::1]', 'localhost'] : ['127.0.0.1', 'localhost']) {
      const at = (url: string): string => `${host}:${new URL(url).port}`;
      if (host === '[::1]' && !(await resolvesToIpv6())) continue;
      expect((await send({ httpUrl: `http://${at(receiver.httpUrl)}` }, {})).status).toBe(200);
      expect(await callOnce(at(receiver.grpcUrl))).toEqual(Buffer.alloc(0));
    }
    await receiver.stop();
    await expect(fetch(receiver.httpUrl)).rejects.toThrow();
  });

  test('a name that nobody knows, and an address of another machine, are said to be', async () => {
    const unknown = startReceiver({ host: 'no-such-host.invalid' });
    await expect(unknown).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: expect.stringContaining('no-such-host'),
    });
    for (const off of ['httpPort', 'grpcPort']) {
      const elsewhere = startReceiver({ host: '192.0.2.1', [off]: false });
      await expect(elsewhere).rejects.toThrow('this machine has no such address');
    }
  });

  test.each(['http://localhost', 'a b', ''])('%j is refused', async host => {
    await expect(startReceiver({ host })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  test.each(['0.0.0.0', ...(hasIpv6 ? ['::'] : [])])('%s is warned of once, and never handed out', async host => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const receiver = await start({ host });
    expect(warn.mock.calls).toEqual([
      [
        `the receiver listens on ${host}: everyone on the network can send to it, not this machine alone.`,
        { type: 'TracewrightWarning', code: 'TRACEWRIGHT_NOT_LOOPBACK' },
      ],
    ]);
    await start({});
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
    expect(`${receiver.httpUrl} ${receiver.grpcUrl}`).toMatch(/^http:\/\/127\.0\.0\.1:\d+ http:\/\/127\.0\.0\.1:\d+$/);
    expect(() => receiver.env({ host })).toThrow(/no address to send to/);
    expect((await send(receiver, {})).status).toBe(200);
    expect(await callOnce(new URL(receiver.grpcUrl).host)).toEqual(Buffer.alloc(0));
  });
});

async function resolvesToIpv6(): Promise<boolean> {
  const { lookup } = await import('node:dns/promises');
  return (await lookup('localhost', { all: true })).some(({ address }) => address === '::1');
}
