import { type Agent, request } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { RawHeader } from './conformance-case.ts';

export interface Answer {
  readonly status: number;
  /** Its first characters. */
  readonly body: string;
}

const KEPT = 500;

/** POSTs JSON with these headers, which go on the wire as they are: their case, their blanks, twice if they are there twice. */
export function sendRequest(
  url: URL,
  headers: readonly RawHeader[],
  body: unknown,
  { agent, signal }: { readonly agent: Agent | false; readonly signal: AbortSignal },
): Promise<Answer> {
  const text = JSON.stringify(body);
  const own = { Host: url.host, 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) };
  const raw = [...Object.entries(own), ...headers].flat();
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? tlsRequest : request;
    const outgoing = send(url, { method: 'POST', headers: raw as never, agent, signal }, async response => {
      let answer = '';
      try {
        for await (const chunk of response) if (answer.length < KEPT) answer += String(chunk);
      } catch (error) {
        reject(error);
        return;
      }
      resolve({ status: response.statusCode ?? 0, body: answer.slice(0, KEPT) });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A service may close an idle connection just as it is taken again: that is nothing to hold against it.
      // (`reusedSocket` would tell, but it is not set for a request that waited for its socket.)
      const isStale = agent !== false && error.code === 'ECONNRESET';
      if (isStale) sendRequest(url, headers, body, { agent: false, signal }).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(text);
  });
}
