import type { ServerResponse } from 'node:http';
import { encodeStatus, type OtlpEncoding } from '../otlp/encode-response.ts';
import type { Exchange } from './fault-injection.ts';

/** What a fault can do to an OTLP/HTTP request. */
export function httpExchange(response: ServerResponse, encoding: OtlpEncoding, contentType: string): Exchange {
  return {
    onGone: listener => {
      if (response.destroyed) listener();
      else response.once('close', listener);
    },
    refuse: ({ http, code, message, retryAfter }) => {
      const body = encodeStatus(encoding, { code, message });
      response
        .writeHead(http, {
          'content-type': contentType,
          'content-length': body.length,
          ...(retryAfter === undefined ? {} : { 'retry-after': retryAfterHeader(retryAfter) }),
        })
        .end(body);
    },
    drop: () => response.destroy(),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterHeader(retryAfter: number | Date): string {
  return typeof retryAfter === 'number' ? String(Math.ceil(retryAfter)) : retryAfter.toUTCString();
}
