import type { Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import type { Service } from '../../src/services/service.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface RequestOptions {
  /** Sent as JSON; `x-www-form-urlencoded` when it is URLSearchParams. */
  readonly body?: unknown;
  /** The services that the capture waits for. */
  readonly services: readonly string[];
}

const TIMEOUT_MS = 15_000;

/** Captures the trace of one request to a service. */
export function sendRequest(
  receiver: Receiver,
  service: Service,
  request: `${'GET' | 'POST'} /${string}`,
  { body, services }: RequestOptions,
): Promise<Trace & { readonly result: Answer }> {
  const [method = '', path = ''] = request.split(' ');
  const isForm = body instanceof URLSearchParams;
  const contentType = body === undefined || isForm ? {} : { 'content-type': 'application/json' };
  return receiver.capture(
    async ({ headers }) => {
      const answer = await fetch(service.url + path, {
        method,
        headers: { ...headers, ...contentType },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.text() };
    },
    { services, timeout: TIMEOUT_MS },
  );
}
