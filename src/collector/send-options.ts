import { readFileSync } from 'node:fs';
import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf, suggestion } from '../misuse.ts';
import type { Canary } from '../pii/canary/canary-base.ts';
import type { OtlpProtocol } from '../receiver/environment.ts';
import { checkHeaders, type TargetPlan } from '../receiver/forward-options.ts';
import type { Pem } from '../receiver/tls-options.ts';
import { milliseconds } from '../receiver/wait-options.ts';

/** Where `sendTraces` sends: a URL, `host:port`, or a collector that `startCollector` started. */
export type SendTarget = string | URL | { readonly endpoints: { readonly http?: string; readonly grpc?: string } };

/** What `sendTraces` can be told. */
export interface SendTracesOptions {
  /** Default `http/protobuf`; `grpc` for a URL that begins with `grpc:` or `grpcs:`. */
  readonly protocol?: OtlpProtocol;
  /** Sent with every request: a token, a tenant. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * For `https:` and `grpcs:`: the authority to trust, and the certificate and key to show. Each is PEM text or the path
   * of a file. Default: the authorities that Node trusts.
   */
  readonly tls?: { readonly ca?: Pem; readonly cert?: Pem; readonly key?: Pem };
  /** How long each request may take, in milliseconds. Default 10,000. */
  readonly timeout?: number;
  /** How bodies are compressed. Default `none`. */
  readonly compression?: 'none' | 'gzip';
  /** How many spans one request holds at most. Default 512, as that of SDKs. */
  readonly batchSize?: number;
  /**
   * Canaries that must be in the traces. They count as sent then, so that `not.toLeak` can prove that they did not come
   * out at the other end. One that is in none of the traces is an error.
   */
  readonly canaries?: Canary | readonly Canary[];
}

/** What `sendTraces` sent, all of which the endpoint accepted. */
export interface SentTraces {
  readonly traces: number;
  readonly spans: number;
  readonly requests: number;
  /** What the endpoint said although it accepted everything: a partial success with a message and nothing rejected. */
  readonly warnings: readonly string[];
}

/** The options of `sendTraces`, checked and with their defaults. */
export interface SendPlan extends TargetPlan {
  readonly protocol: OtlpProtocol;
  readonly batchSize: number;
  readonly canaries: readonly Canary[];
  /** The URL for a message: without user, password and query. */
  readonly target: string;
}

const WHERE = 'sendTraces()';
const OPTIONS: readonly (keyof SendTracesOptions)[] = [
  'protocol',
  'headers',
  'tls',
  'timeout',
  'compression',
  'batchSize',
  'canaries',
];
const PROTOCOLS: readonly OtlpProtocol[] = ['grpc', 'http/protobuf', 'http/json'];
const COMPRESSIONS = ['none', 'gzip'] as const;
const SCHEMES = ['http:', 'https:', 'grpc:', 'grpcs:'];

/** @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION */
export function planSend(endpoint: unknown, options: SendTracesOptions = {}): SendPlan {
  const { canaries = [], ...plain } = options ?? {};
  // Looking through a canary would read its values.
  checkOptions(plain, OPTIONS, WHERE);
  const protocol = checkProtocol(plain.protocol, endpoint);
  const url = urlOf(endpoint, protocol);
  const { compression = 'none', batchSize = 512 } = plain;
  if (!COMPRESSIONS.includes(compression)) {
    throw invalid(`option compression is ${kindOf(compression)}.${suggestion(String(compression), COMPRESSIONS)}`);
  }
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw invalid(`option batchSize is ${kindOf(batchSize)}; it takes a whole number above 0.`);
  }
  return {
    url,
    protocol,
    isTls: url.protocol === 'https:' || url.protocol === 'grpcs:',
    ...(plain.tls === undefined ? {} : { tls: readTls(plain.tls) }),
    headers: checkHeaders(plain.headers ?? {}, `${WHERE} options`),
    timeoutMs: milliseconds(plain.timeout ?? 10_000, `${WHERE} option timeout`),
    ...(compression === 'gzip' ? { compression } : {}),
    holdsProcess: true,
    batchSize,
    canaries: [canaries].flat(),
    target: `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`,
  };
}

function checkProtocol(given: unknown, endpoint: unknown): OtlpProtocol {
  const isGrpcUrl = /^grpcs?:/.test(String(endpoint));
  const protocol = given ?? (isGrpcUrl ? 'grpc' : 'http/protobuf');
  if (!(PROTOCOLS as readonly unknown[]).includes(protocol)) {
    throw invalid(`option protocol is ${kindOf(protocol)}.${suggestion(String(protocol), PROTOCOLS)}`);
  }
  if (isGrpcUrl && protocol !== 'grpc') {
    throw invalid(
      `option protocol is "${String(protocol)}", and the endpoint begins with grpc. Write http:// or https://.`,
    );
  }
  return protocol as OtlpProtocol;
}

function urlOf(endpoint: unknown, protocol: OtlpProtocol): URL {
  const given = endpoint instanceof URL ? endpoint.href : endpoint;
  const text = typeof given === 'object' && given !== null ? endpointOf(given, protocol) : given;
  // `localhost:4318` would be a URL of the scheme `localhost:`.
  const whole =
    typeof text === 'string' && /^[^/?#]+:\d+$/.test(text) && !/^\w+:\/\//.test(text) ? `http://${text}` : text;
  const url = typeof whole === 'string' && URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || !SCHEMES.includes(url.protocol) || url.hostname === '') {
    throw invalid(
      `takes the endpoint as a URL, such as "http://127.0.0.1:4318", as host:port, or a collector; received ${masked(kindOf(given))}.`,
    );
  }
  // The URL of the signal, as OTEL_EXPORTER_OTLP_TRACES_ENDPOINT has it.
  url.pathname = url.pathname.replace(/\/v1\/traces\/?$/, '/');
  return url;
}

function endpointOf(given: object, protocol: OtlpProtocol): unknown {
  if ('httpUrl' in given) throw invalid('takes an endpoint; received a Receiver. Pass receiver.httpUrl.');
  if (!('endpoints' in given)) return given;
  const { http, grpc } = given.endpoints as { readonly http?: string; readonly grpc?: string };
  const endpoint = protocol === 'grpc' ? grpc : http;
  if (endpoint !== undefined) return endpoint;
  const other = protocol === 'grpc' ? 'http' : 'grpc';
  throw invalid(
    `option protocol is "${protocol}", and the configuration of this collector accepts OTLP over ${other} only.`,
  );
}

function readTls(given: NonNullable<SendTracesOptions['tls']>): NonNullable<TargetPlan['tls']> {
  const names = ['ca', 'cert', 'key'] as const;
  checkOptions(given, names, `${WHERE} option tls`);
  return Object.fromEntries(
    names.flatMap(name => {
      const pem = given[name];
      return pem === undefined ? [] : [[name, readPem(pem, `option tls.${name}`)]];
    }),
  );
}

function readPem(given: Pem, option: string): string {
  if (typeof given !== 'string' && !ArrayBuffer.isView(given)) {
    throw invalid(`${option} is ${kindOf(given)}; it takes PEM text, a Buffer of it, or the path of a file.`);
  }
  if (typeof given !== 'string') return Buffer.from(given).toString();
  if (given.includes('-----BEGIN')) return given;
  try {
    return readFileSync(given, 'utf8');
  } catch (error) {
    throw invalid(`${option} cannot be read from ${given}: ${(error as Error).message}.`);
  }
}

function masked(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//***@');
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `${WHERE} ${text}`);
}
