import { type Agent, request } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { RawHeader } from './conformance-case.ts';

export interface Answer {
  readonly status: number;
  /** Its first characters. */
  readonly body: string;
}

const KEPT = 500;

interface SendOptions {
  readonly agent: Agent | false;
  readonly signal: AbortSignal;
  /** The headers are sent at once, and the body when this has resolved. */
  readonly bodyAfter?: Promise<void> | undefined;
}

/** POSTs JSON with these headers, which go on the wire as they are: their case, their blanks, twice if they are there twice. */
export function sendRequest(
  url: URL,
  headers: readonly RawHeader[],
  body: unknown,
  { agent, signal, bodyAfter }: SendOptions,
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
      // A service may close an idle connection just when it is used again: that is not an error of the service.
      // (`reusedSocket` would tell, but it is not set for a request that waited for its socket.)
      const isStale = agent !== false && error.code === 'ECONNRESET';
      if (isStale) sendRequest(url, headers, body, { agent: false, signal, bodyAfter }).then(resolve, reject);
      else reject(error);
    });
    if (bodyAfter === undefined) {
      outgoing.end(text);
      return;
    }
    outgoing.flushHeaders();
    void bodyAfter.then(() => outgoing.end(text));
  });
}
