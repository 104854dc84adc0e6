import type { IncomingMessage } from 'node:http';
import type { LostBody } from './losses.ts';
import { signalOfName } from './lost-content.ts';
import { Refusal } from './refusal.ts';
import { checkBodyHeaders, contentCodings, type IncomingBody } from './request-body.ts';
import { pathOf } from './request-head.ts';

/**
 * The body of a request that was refused or cut off; undefined for requests that carry none: all but POST.
 *
 * @param whole the whole body, decompressed; undefined when it did not arrive, or could not be decompressed
 */
export function lostBody(
  request: Pick<IncomingMessage, 'method' | 'headers' | 'url'>,
  body: IncomingBody,
  whole: Uint8Array | undefined,
): LostBody | undefined {
  if (request.method !== 'POST' || isEmpty(request, whole)) return undefined;
  const bytes = whole === undefined ? body.received() : Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength);
  const signal = signalOfName(pathOf(request.url));
  return { signal, bytes, isWhole: whole !== undefined, length: declaredLength(request) };
}

function isEmpty({ headers }: Pick<IncomingMessage, 'headers'>, whole: Uint8Array | undefined): boolean {
  if (whole !== undefined) return whole.length === 0;
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}

/** A length counts what is sent, which says nothing of a body that is compressed. */
function declaredLength({ headers }: Pick<IncomingMessage, 'headers'>): number | undefined {
  const length = headers['content-length'];
  const isPlain = contentCodings(headers).length === 0;
  return length === undefined || !isPlain ? undefined : Number(length);
}

/**
 * Reads the body of a request that is refused for its head (its path, content type or host), since what it carries is
 * missing now. Undefined when it is too large, was read before, or cannot be read.
 */
export async function readRefused(
  request: IncomingMessage,
  body: IncomingBody,
  error: unknown,
): Promise<Uint8Array | undefined> {
  if (!(error instanceof Refusal) || error.status === 413 || body.isBegun) return undefined;
  // A client that asked whether to send its body is told not to.
  if (request.method !== 'POST' || request.headers.expect !== undefined) return undefined;
  try {
    return await body.read(checkBodyHeaders(request, Number.POSITIVE_INFINITY));
  } catch {
    return undefined;
  }
}
