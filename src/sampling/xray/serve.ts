import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TracewrightError } from '../../errors.ts';
import type { Answer } from './xray-sampling.ts';

/** Answers requests, and is told when an answer has left. */
export interface Responder {
  answer(method: string, path: string, body: string): Answer;
  answered(): void;
}

/** More than any sampler reports. */
const MAX_BODY_BYTES = 1024 * 1024;

/** A server that listens, and where. */
export interface Listening {
  readonly server: Server;
  readonly url: string;
}

/**
 * Listens for samplers. It does not keep the process alive.
 *
 * @throws {TracewrightError} ADDRESS_IN_USE, LISTEN_FAILED
 */
export async function listen(host: string, port: number, responder: () => Responder | undefined): Promise<Listening> {
  const server = createServer((request, response) => void handle(request, response, responder()));
  server.on('connection', connection => connection.unref());
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new TracewrightError(
      inUse ? 'ADDRESS_IN_USE' : 'LISTEN_FAILED',
      `startXRaySampling() cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}. Leave the port out to get a free one.`,
      { cause: error },
    );
  }
  server.unref();
  const { port: given } = server.address() as AddressInfo;
  return { server, url: `http://${host.includes(':') ? `[${host}]` : host}:${given}` };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  responder: Responder | undefined,
): Promise<void> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) {
        response.writeHead(413, { connection: 'close' }).end();
        return;
      }
      chunks.push(chunk);
    }
  } catch {
    // The sampler went away.
    return;
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const { status, body } = responder?.answer(request.method ?? '', path, Buffer.concat(chunks).toString('utf8')) ?? {
    status: 503,
    body: {},
  };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body), () => responder?.answered());
}
