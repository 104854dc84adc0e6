import { TracewrightError } from '../errors.ts';
import { checkOptions, isPlainObject, kindOf, suggestion } from '../misuse.ts';
import type { Signal } from './ingest.ts';
import { milliseconds } from './wait-options.ts';

/** The protocols that a receiver forwards over. */
export type ForwardProtocol = 'grpc' | 'http/protobuf';

/** Where a receiver sends on what it takes. */
export interface ForwardOptions {
  /** The base of an OTLP/HTTP endpoint (`http://127.0.0.1:4318`), or an OTLP/gRPC one (`grpc://127.0.0.1:4317`). */
  readonly url: string;
  /** Default by the URL's scheme: `grpc:` and `grpcs:` are gRPC, `http:` and `https:` are HTTP. */
  readonly protocol?: ForwardProtocol;
  /** Sent with every request: a token, a tenant. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The most that waits to be sent on, in bytes; what comes beyond is dropped, and counted. Default 16 MiB. */
  readonly maxQueueBytes?: number;
  /** Default all three. */
  readonly signals?: readonly Signal[];
  /** How long one answer of the target may take, in milliseconds. Default 10,000. */
  readonly timeout?: number;
}

/** How requests are sent to an OTLP endpoint. */
export interface TargetPlan {
  readonly url: URL;
  readonly isTls: boolean;
  /** PEM text: the authority to trust, and what to show. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Default: none, bodies go as they are. */
  readonly compression?: 'gzip';
  /** Whether a request that is on its way keeps the process alive. */
  readonly holdsProcess?: boolean;
}

/** The options of forwarding, checked and with their defaults. */
export interface ForwardPlan extends TargetPlan {
  readonly isGrpc: boolean;
  readonly maxQueueBytes: number;
  readonly signals: readonly Signal[];
  /** The URL for a message: without user, password and query. */
  readonly target: string;
}

const WHERE = 'startReceiver() option forwardTo';
const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics'];
const PROTOCOLS: readonly ForwardProtocol[] = ['grpc', 'http/protobuf'];
const SCHEMES = ['http:', 'https:', 'grpc:', 'grpcs:'];

/** @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION */
export function planForward(given: string | ForwardOptions): ForwardPlan {
  if (typeof given !== 'string' && !isPlainObject(given)) {
    throw new TracewrightError('INVALID_OPTION', `${WHERE} is ${kindOf(given)}; it takes a URL, or { url, ... }.`);
  }
  const options = typeof given === 'string' ? { url: given } : given;
  checkOptions(options, ['url', 'protocol', 'headers', 'maxQueueBytes', 'signals', 'timeout'], WHERE);
  const url = parseUrl(options.url);
  const protocol = options.protocol ?? (url.protocol.startsWith('grpc') ? 'grpc' : 'http/protobuf');
  if (!PROTOCOLS.includes(protocol)) {
    throw invalid('protocol', kindOf(protocol), suggestion(String(protocol), PROTOCOLS).trim());
  }
  if (protocol !== 'grpc' && url.protocol.startsWith('grpc')) {
    throw invalid('protocol', kindOf(protocol), `The URL says ${url.protocol}//; write http:// or https://.`);
  }
  const { maxQueueBytes = 16 * 1024 * 1024 } = options;
  if (!Number.isInteger(maxQueueBytes) || maxQueueBytes <= 0) {
    throw invalid('maxQueueBytes', kindOf(maxQueueBytes), 'It takes a whole number above 0.');
  }
  return {
    url,
    isGrpc: protocol === 'grpc',
    isTls: url.protocol === 'https:' || url.protocol === 'grpcs:',
    headers: checkHeaders(options.headers ?? {}, WHERE),
    maxQueueBytes,
    signals: checkSignals(options.signals ?? SIGNALS),
    timeoutMs: milliseconds(options.timeout ?? 10_000, `${WHERE}.timeout`),
    target: `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`,
  };
}

function parseUrl(given: unknown): URL {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && SCHEMES.includes(url.protocol) && url.hostname !== '') return url;
  throw new TracewrightError(
    'INVALID_OPTION',
    `${WHERE} ${given === undefined ? 'has no url' : `is ${kindOf(given).replace(/\/\/[^@/]*@/, '//***@')}`}; it takes a URL such as "http://127.0.0.1:4318" or "grpc://127.0.0.1:4317".`,
  );
}

/** Reads the option `headers`. */
export function checkHeaders(
  headers: Readonly<Record<string, string>>,
  where: string,
): Readonly<Record<string, string>> {
  const refuse = (option: string, is: string, takes: string): never => {
    throw new TracewrightError('INVALID_OPTION', `${where}.${option} is ${is}. ${takes}`);
  };
  if (!isPlainObject(headers)) return refuse('headers', kindOf(headers), 'It takes an object of strings.');
  for (const [name, value] of Object.entries(headers)) {
    // The value itself may be a secret.
    if (typeof value !== 'string') refuse(`headers["${name}"]`, `a ${typeof value}`, 'It takes a string.');
  }
  return headers;
}

function checkSignals(signals: readonly Signal[]): readonly Signal[] {
  if (!Array.isArray(signals) || signals.length === 0) {
    throw invalid('signals', kindOf(signals), `It takes a list of ${SIGNALS.join(', ')}.`);
  }
  for (const signal of signals) {
    if (!SIGNALS.includes(signal)) throw invalid('signals', kindOf(signal), suggestion(String(signal), SIGNALS).trim());
  }
  return signals;
}

function invalid(option: string, is: string, takes: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${WHERE}.${option} is ${is}. ${takes}`);
}

/**
 * Refuses a target that is the receiver itself: it would send its spans round for ever.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function refuseSelf(plan: ForwardPlan, own: readonly (string | undefined)[]): void {
  const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');
  for (const each of own) {
    if (each === undefined || !URL.canParse(each)) continue;
    const url = new URL(each);
    if (portOf(url) !== portOf(plan.url) || url.port === '') continue;
    if (url.hostname === plan.url.hostname || (isLocal(url.hostname) && isLocal(plan.url.hostname))) {
      throw new TracewrightError(
        'INVALID_OPTION',
        `${WHERE} is ${plan.target}, where this receiver itself listens: it would send everything to itself again.`,
      );
    }
  }
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || /^(127\.|0\.0\.0\.0$|\[::1?\]$)/.test(hostname);
}
