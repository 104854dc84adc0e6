import type { IncomingMessage, ServerResponse } from 'node:http';
import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';
import { quoted } from './printable.ts';
import { Refusal } from './refusal.ts';

/** Which pages may export to a receiver. */
export interface CorsOptions {
  /** Origins as browsers send them, `http://localhost:5173`, or patterns of them. Default: every one. */
  readonly origins?: readonly (string | RegExp)[];
  /** Request headers that pages may send, beside `content-type`. Default: every one that they ask for. */
  readonly headers?: readonly string[];
}

/** Exporters send these by themselves. */
const OWN_HEADERS = ['content-type', 'content-encoding'];

/** How long a browser may remember the answer to a preflight, in seconds; Chromium's maximum. */
const MAX_AGE = '7200';

/** The answers to browsers of one receiver. */
export class Cors {
  readonly #origins: readonly (string | RegExp)[] | undefined;
  readonly #headers: string | undefined;

  constructor({ origins, headers }: CorsOptions) {
    this.#origins = origins;
    this.#headers = headers === undefined ? undefined : [...new Set([...OWN_HEADERS, ...headers])].join(', ');
  }

  /** Sets what a page needs to see to be told the answer; a request that is no page's is left alone. */
  mark(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers;
    if (origin === undefined) return;
    response.setHeader('vary', 'origin');
    if (!this.#allows(origin)) return;
    response.setHeader('access-control-allow-origin', origin);
    // sendBeacon always sends as with credentials.
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', 'retry-after');
  }

  /**
   * Answers a browser's question whether a page may send.
   *
   * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
   * @throws {Refusal} 403 for an origin that may not
   */
  answerPreflight(request: IncomingMessage, response: ServerResponse): void {
    const { origin, 'access-control-request-headers': asked } = request.headers;
    if (origin !== undefined && !this.#allows(origin)) {
      throw new Refusal(403, `a page of origin ${quoted(origin)} may not export: it is not among cors.origins.`);
    }
    response.setHeader('vary', 'origin, access-control-request-headers');
    response.setHeader('access-control-allow-methods', 'POST');
    response.setHeader('access-control-allow-headers', this.#headers ?? asked ?? OWN_HEADERS.join(', '));
    response.setHeader('access-control-max-age', MAX_AGE);
    // A page of a public site asks before it sends to an address of this machine.
    if (request.headers['access-control-request-private-network'] === 'true') {
      response.setHeader('access-control-allow-private-network', 'true');
    }
    response.writeHead(204).end();
  }

  #allows(origin: string): boolean {
    if (this.#origins === undefined) return true;
    return this.#origins.some(allowed =>
      typeof allowed === 'string' ? allowed === origin : origin.search(allowed) >= 0,
    );
  }
}

/**
 * Reads the option `cors`; undefined for off.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function loadCors(option: boolean | CorsOptions = true): Cors | undefined {
  if (option === false) return undefined;
  if (option === true) return new Cors({});
  checkOptions(option, ['origins', 'headers'], 'startReceiver() option cors');
  const { origins = [], headers = [] } = option;
  if (!Array.isArray(origins)) throw invalid(`origins is ${kindOf(origins)}; it takes a list.`);
  if (!Array.isArray(headers)) throw invalid(`headers is ${kindOf(headers)}; it takes a list of names.`);
  for (const origin of origins) checkOrigin(origin);
  for (const header of headers) {
    if (typeof header === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(header)) continue;
    throw invalid(`headers has ${kindOf(header)}; it takes names of headers.`);
  }
  return new Cors(option);
}

function checkOrigin(origin: unknown): void {
  if (Object.prototype.toString.call(origin) === '[object RegExp]' || origin === 'null') return;
  const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.origin === origin) return;
  const meant = url === undefined || url.origin === 'null' ? 'http://localhost:5173' : url.origin;
  throw invalid(`origins has ${kindOf(origin)}; it takes origins as browsers send them ("${meant}") and patterns.`);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `startReceiver() option cors.${text}`);
}
