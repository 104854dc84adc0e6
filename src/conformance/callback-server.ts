import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawHeader } from './conformance-case.ts';
import { signal } from './waiting.ts';

/** A call that the service made. */
export interface Call {
  /** Which of the URLs it called. */
  readonly index: number;
  readonly headers: readonly RawHeader[];
  /** The service had answered the request before it made this call. */
  readonly isLate: boolean;
}

/** The calls that one request asks for. */
export interface Callbacks {
  /** The URLs that the service is to call. */
  readonly urls: readonly string[];
  /** Every call so far, in the order of arrival. Calls that come later are added to the same list. */
  readonly calls: readonly Call[];
  /** Resolves with the first call. */
  readonly begun: Promise<void>;
  /** Resolves once each URL was called. */
  readonly complete: Promise<void>;
  /** From now on calls are late. */
  answered(): void;
}

/** How calls are answered. */
export interface CallAnswers {
  /** The first call is refused with 503. */
  readonly refusesFirst?: boolean;
  /** Calls are answered once this has resolved. */
  readonly heldUntil?: Promise<void>;
}

export interface CallbackServer {
  expect(count: number, answers?: CallAnswers): Callbacks;
  stop(): void;
}

interface Pending {
  take(index: number, headers: readonly RawHeader[]): number;
  readonly heldUntil: Promise<void> | undefined;
}

/** Listens on a free port of 127.0.0.1, and keeps the headers of every call as they are on the wire. */
export async function startCallbackServer(): Promise<CallbackServer> {
  const pending = new Map<string, Pending>();
  const server = createServer(async ({ url = '', rawHeaders }, response) => {
    const [, id = '', index = ''] = url.split('/');
    const waiting = pending.get(id);
    const status = waiting?.take(Number(index), pairs(rawHeaders)) ?? 404;
    await waiting?.heldUntil;
    response.writeHead(status, status === 503 ? { 'Retry-After': '0' } : {}).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    expect: (count, answers = {}) => {
      const id = randomUUID();
      const { callbacks, take } = expectCalls(count, `http://127.0.0.1:${port}/${id}`, answers.refusesFirst === true);
      pending.set(id, { take, heldUntil: answers.heldUntil });
      return callbacks;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** `take` notes a call, and gives the status to answer it with. */
function expectCalls(
  count: number,
  base: string,
  refusesFirst: boolean,
): { readonly callbacks: Callbacks; readonly take: Pending['take'] } {
  const calls: Call[] = [];
  const missing = new Set(Array.from({ length: count }, (_one, index) => index));
  let isLate = false;
  const [begun, begin] = signal();
  const [complete, finish] = signal();
  const urls = [...missing].map(index => `${base}/${index}`);
  const callbacks = {
    urls,
    calls,
    begun,
    complete,
    answered: () => {
      isLate = true;
    },
  };
  const take = (index: number, headers: readonly RawHeader[]): number => {
    if (!(index in urls)) return 404;
    calls.push({ index, headers, isLate });
    missing.delete(index);
    begin();
    if (missing.size === 0) finish();
    return refusesFirst && calls.length === 1 ? 503 : 200;
  };
  return { callbacks, take };
}

function pairs(raw: readonly string[]): RawHeader[] {
  return raw.flatMap((name, index): RawHeader[] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}
