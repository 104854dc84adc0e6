import type { IncomingMessage } from 'node:http';
import { editDistance } from '../nearest-name.ts';
import type { OtlpEncoding } from '../otlp/encode-response.ts';
import type { Signal } from '../otlp/signal.ts';
import { signalOfName } from './lost-content.ts';
import { printable, quoted } from './printable.ts';
import { Refusal } from './refusal.ts';

type Head = Pick<IncomingMessage, 'url' | 'headersDistinct' | 'httpVersion' | 'socket'>;

const SIGNAL_OF_PATH: ReadonlyMap<string, Signal> = new Map([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
]);

const ABSOLUTE = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)/i;

/** `uri-host [ ":" port ]` of RFC 9110, section 7.2; the host may be empty. */
const HOST =
  /^(?:\[[\da-f:.]+(?:%[\w.~%-]+)?\]|\[v[\da-f]+\.[\w.~!$&'()*+,;=:-]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i;

/**
 * The path and query of a request, also where its target is a whole URL.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function originForm(target = ''): string {
  const rest = target.replace(ABSOLUTE, '');
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`;
}

/** The path of a request, without its query and its percent-encoding. */
export function pathOf(target: string | undefined): string {
  const path = originForm(target).replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Checks which host a request is for. Its name does not matter: a receiver has many names.
 *
 * @throws {Refusal} 400 for no Host, several or an invalid one; 421 for a URL that this connection cannot be for
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function checkHost({ url, headersDistinct: { host: hosts = [] }, httpVersion, socket }: Head): void {
  const [host] = hosts;
  if (hosts.length > 1) throw new Refusal(400, `the request has ${hosts.length} Host headers; it must have one.`);
  if (host === undefined && httpVersion !== '1.0') {
    throw new Refusal(400, `the request has no Host header; HTTP/${httpVersion} requires one.`);
  }
  if (host !== undefined && !HOST.test(host)) throw new Refusal(400, `the Host header is invalid: ${quoted(host)}.`);
  const [whole, scheme, authority = ''] = ABSOLUTE.exec(url ?? '') ?? [];
  if (whole === undefined) return;
  if (!HOST.test(authority) || /^(?::|$)/.test(authority)) {
    throw new Refusal(
      400,
      `the URL of the request has an invalid host: ${quoted(authority.replace(/^.*@/s, '***@'))}.`,
    );
  }
  const isTls = 'encrypted' in socket && socket.encrypted === true;
  // A request for https must have come over TLS: RFC 9110, section 7.4.
  if (/^http$/i.test(`${scheme}`) || (isTls && /^https$/i.test(`${scheme}`))) return;
  throw new Refusal(
    421,
    `the URL of the request has scheme ${quoted(`${scheme}`)}; this endpoint speaks http${isTls ? 's' : ''}.`,
  );
}

/** @throws {Refusal} 404 for a path that is none of OTLP */
export function signalOf(request: Pick<IncomingMessage, 'url'>): Signal {
  const path = pathOf(request.url);
  const signal = SIGNAL_OF_PATH.get(path);
  if (signal === undefined) throw new Refusal(404, `no OTLP endpoint at ${quoted(path)}: ${whereToGo(path)}.`);
  return signal;
}

function whereToGo(path: string): string {
  const meant = meantSignal(path);
  if (meant === 'other') return 'profiles are not supported';
  const signals = meant === undefined ? [...SIGNAL_OF_PATH.values()] : [meant];
  return signals.map(signal => `${signal} go to /v1/${signal}`).join(', ');
}

/** Other words for a signal, to find the one that a misspelt path was meant for. */
const WORDS: readonly (readonly [string, Signal])[] = [
  ['traces', 'traces'],
  ['tracing', 'traces'],
  ['logs', 'logs'],
  ['logging', 'logs'],
  ['logrecords', 'logs'],
  ['metrics', 'metrics'],
];

/** What a path that does not exist was probably meant for; undefined when it shows nothing. */
function meantSignal(path: string): Signal | 'other' | undefined {
  const named = signalOfName(path);
  if (named !== undefined) return named;
  for (const word of path
    .slice(0, 80)
    .toLowerCase()
    .split(/[^a-z]+/)) {
    const near = WORDS.find(([known]) => editDistance(word, known) <= 1);
    if (near !== undefined) return near[1];
  }
  return undefined;
}

export function notPost({ method, url }: Pick<IncomingMessage, 'method' | 'url'>): Refusal {
  return new Refusal(405, `${method} ${printable(pathOf(url), 200)}: OTLP/HTTP is sent with POST.`);
}

export function encodingOf({ headers }: Pick<IncomingMessage, 'headers'>): OtlpEncoding | undefined {
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-protobuf') return 'protobuf';
  return mediaType === 'application/json' ? 'json' : undefined;
}

export function unsupportedType({ headers }: Pick<IncomingMessage, 'headers'>): Refusal {
  const given = headers['content-type'];
  const said = given === undefined ? 'no content type' : `content type ${quoted(given)}`;
  return new Refusal(415, `${said}; OTLP/HTTP is application/x-protobuf or application/json.`);
}
