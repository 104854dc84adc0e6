import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { makeCertificates } from '../receiver/certificates.ts';
import { callOnce } from '../receiver/grpc-call.ts';

const started: Receiver[] = [];

async function start(options: ReceiverOptions): Promise<Receiver> {
  const receiver = await startReceiver(options);
  started.push(receiver);
  return receiver;
}

let certificates: ReturnType<typeof makeCertificates>;
let file: (name: string) => string;
const pem = (name: string): Buffer => readFileSync(file(name));

beforeAll(() => {
  certificates = makeCertificates();
  file = certificates.file;
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(receiver => receiver.stop()));
});
afterAll(() => certificates.remove());

/** Resolves once a client's connection has ended, with an error or without. */
function closed(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  socket.resume();
  return new Promise(resolve => socket.once('close', () => resolve()));
}

const portOf = (url: string): number => Number(new URL(url).port);

describe('E6: a TLS handshake that fails', () => {
  const GAVE_NO_REASON =
    "TLS: the client closed the connection during the handshake and gave no reason. A client that does not trust the receiver's certificate often does this.";
  const DISTRUST = "TLS: the client does not trust the receiver's certificate.";

  const withoutCa = () => ({ cert: file('self.pem'), key: file('self.key') });
  const withCa = () => ({ cert: file('server.pem'), key: file('server.key'), ca: file('ca.pem') });

  /** Resolves once a Node client has given up, or has the connection. */
  async function nodeClient(url: string, options: ConnectionOptions): Promise<void> {
    const socket = connect({ port: portOf(url), host: '127.0.0.1', ALPNProtocols: ['h2', 'http/1.1'], ...options });
    socket.once('secureConnect', () => socket.end());
    await closed(socket);
  }

  /** A client that sends a TLS alert when it refuses a certificate. Not synchronous: the receiver has to answer. */
  function opensslClient(url: string, version: string): Promise<void> {
    const trust = ['-verify_return_error', '-CAfile', 'stranger.pem', version];
    const args = ['s_client', '-connect', `127.0.0.1:${portOf(url)}`, ...trust];
    const client = spawn('openssl', args, { cwd: certificates.folder, stdio: 'ignore' });
    return new Promise(resolve => client.once('exit', () => resolve()));
  }

  async function firstReason(receiver: Receiver): Promise<string | undefined> {
    await expect.poll(() => receiver.stats.rejections.length, { timeout: 4_000 }).toBeGreaterThan(0);
    return receiver.stats.rejections[0]?.reason;
  }

  describe.each(['httpUrl', 'grpcUrl'] as const)('at %s', url => {
    test.each(['without tls.ca', 'with tls.ca'])(
      'a client that closes the connection, %s: no cause is claimed',
      async which => {
        const receiver = await start({ tls: which === 'with tls.ca' ? withCa() : withoutCa() });
        await nodeClient(receiver[url], { minVersion: 'TLSv1.3' });
        expect(await firstReason(receiver)).toBe(GAVE_NO_REASON);
        expect(receiver.stats.rejections[0]?.from).toMatch(/^127\.0\.0\.1:\d+$/);
      },
    );

    test.each(['-tls1_2', '-tls1_3'])(
      'a client that sends an alert in %s: it does not trust the certificate',
      async version => {
        const receiver = await start({ tls: withoutCa() });
        await opensslClient(receiver[url], version);
        expect(await firstReason(receiver)).toBe(DISTRUST);
      },
    );

    test.each(['TLSv1.2', 'TLSv1.3'] as const)(
      'a client whose certificate tls.ca did not issue, in %s',
      async version => {
        const receiver = await start({ tls: withCa() });
        const client = { ca: pem('ca.pem'), cert: pem('stranger.pem'), key: pem('stranger.key') };
        await nodeClient(receiver[url], { ...client, minVersion: version, maxVersion: version });
        expect(await firstReason(receiver)).toBe(
          "TLS: the client's certificate was not issued by an authority of tls.ca (DEPTH_ZERO_SELF_SIGNED_CERT).",
        );
      },
    );

    test('a client whose certificate has expired', async () => {
      const past = ['-not_before', '20200101000000Z', '-not_after', '20200201000000Z'];
      const issue = ['x509', '-req', '-in', 'client.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
      const { status } = spawnSync('openssl', [...issue, ...past, '-out', 'expired.pem'], { cwd: certificates.folder });
      // Before version 3.4, openssl cannot set the dates here.
      if (status !== 0)
        execFileSync('openssl', [...issue, '-days', '-1', '-out', 'expired.pem'], {
          cwd: certificates.folder,
          stdio: 'pipe',
        });
      const receiver = await start({ tls: withCa() });
      await nodeClient(receiver[url], { ca: pem('ca.pem'), cert: pem('expired.pem'), key: pem('client.key') });
      expect(await firstReason(receiver)).toBe("TLS: the client's certificate has expired.");
    });

    test('a client that only finishes the handshake, as Node does in TLS 1.2: a timeout names the certificate', async () => {
      const receiver = await start({ tls: withoutCa(), timeout: 500 });
      const failure = receiver.settled().catch((reason: unknown) => String(reason));
      await nodeClient(receiver[url], { maxVersion: 'TLSv1.2' });
      const text = await failure;
      expect(text).toContain('Hint: 1 client finished the TLS handshake and sent no request.');
      expect(receiver.stats.rejections).toEqual([]);
    });

    test('healthy: a client that trusts the certificate, and a check whether the port is open, are not noted', async () => {
      const receiver = await start({ tls: withCa() });
      const known = { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') };
      await nodeClient(receiver[url], known);
      const check = connectTcp(portOf(receiver[url]), '127.0.0.1');
      check.once('connect', () => check.end());
      await closed(check);
      // What comes after both is noted, so both were seen.
      await nodeClient(receiver[url], { minVersion: 'TLSv1.3' });
      expect(await firstReason(receiver)).toBe(GAVE_NO_REASON);
      expect(receiver.stats.rejections).toHaveLength(1);
    });
  });
});

describe('E7: the address of a client that has gone', () => {
  /** Sends a malformed request and ends the connection, all while the receiver's process is busy. */
  function sendAndGo(protocol: 'grpc' | 'http', target: object, end: 'closes' | 'resets'): void {
    const script = join(import.meta.dirname, 'send-and-go.cjs');
    execFileSync(process.execPath, [script, protocol, JSON.stringify(target), end]);
  }

  test.each([
    ['grpc', 'closes', /^127\.0\.0\.1:\d+$/],
    ['http', 'closes', /^127\.0\.0\.1:\d+$/],
    // The system no longer tells the address of a connection that was reset before it was accepted.
    ['grpc', 'resets', /^a client that has gone$/],
    ['http', 'resets', /^a client that has gone$/],
  ] as const)('a client of %s that %s the connection on TCP is no unix socket', async (protocol, end, from) => {
    const receiver = await start({});
    const url = protocol === 'grpc' ? receiver.grpcUrl : receiver.httpUrl;
    sendAndGo(protocol, { port: portOf(url), host: '127.0.0.1' }, end);
    await expect.poll(() => receiver.stats.rejections.length, { timeout: 4_000 }).toBe(1);
    expect(receiver.stats.rejections[0]?.from).toMatch(from);
  });

  test.each(['grpc', 'http'] as const)(
    'healthy: a client of %s on a unix socket stays one, gone or not',
    async protocol => {
      const path = join(certificates.folder, `${protocol}.sock`);
      const receiver = await start({ host: `unix:${path}` });
      sendAndGo(protocol, { path: protocol === 'grpc' ? path : `${path}.http` }, 'closes');
      await expect.poll(() => receiver.stats.rejections.length, { timeout: 4_000 }).toBe(1);
      expect(receiver.stats.rejections[0]?.from).toBe('a unix socket');
    },
  );

  test('healthy: a client of TLS that is still there has its address', async () => {
    const receiver = await start({ tls: { cert: file('self.pem'), key: file('self.key') } });
    const { credentials } = await import('@grpc/grpc-js');
    const malformed = new Uint8Array([255, 255, 255]);
    await callOnce(new URL(receiver.grpcUrl).host, credentials.createSsl(pem('self.pem')), malformed);
    expect(receiver.stats.rejections[0]?.from).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});
