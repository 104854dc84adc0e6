import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawHeader } from './conformance-case.ts';

/** The calls that one request asks for. */
export interface Callbacks {
  /** Where the service is to call, one URL a call. */
  readonly urls: readonly string[];
  /** The headers of each call that came, in the order of the URLs; of one that came twice, the first. */
  received(): readonly (readonly RawHeader[] | undefined)[];
  /** Resolves once each URL was called. */
  readonly complete: Promise<void>;
}

export interface CallbackServer {
  expect(count: number): Callbacks;
  stop(): void;
}

interface Pending {
  readonly headers: (readonly RawHeader[] | undefined)[];
  missing: number;
  readonly done: () => void;
}

/** Listens on a free port of 127.0.0.1, and keeps the headers of what calls it as they are on the wire. */
export async function startCallbackServer(): Promise<CallbackServer> {
  const pending = new Map<string, Pending>();
  const server = createServer(({ url = '', rawHeaders }, response) => {
    const [, id = '', index = ''] = url.split('/');
    const waiting = pending.get(id);
    const at = Number(index);
    if (waiting !== undefined && at in waiting.headers && waiting.headers[at] === undefined) {
      waiting.headers[at] = pairs(rawHeaders);
      waiting.missing -= 1;
      if (waiting.missing === 0) waiting.done();
    }
    response.end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    expect: count => {
      const id = randomUUID();
      const headers = Array.from<readonly RawHeader[] | undefined>({ length: count }).fill(undefined);
      const complete = new Promise<void>(done => pending.set(id, { headers, missing: count, done }));
      const urls = headers.map((_one, index) => `http://127.0.0.1:${port}/${id}/${index}`);
      return { urls, complete, received: () => headers };
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function pairs(raw: readonly string[]): RawHeader[] {
  return raw.flatMap((name, index): RawHeader[] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}
