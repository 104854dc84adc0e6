import { TracewrightError } from '../errors.ts';
import { checkOptions, suggestion } from '../misuse.ts';
import { bracketed, isWildcard } from './listen-address.ts';
import { SAMPLER_VARIABLES, type SamplerOptions, samplerVariables } from './sampler-variables.ts';
import type { TlsFiles } from './tls-options.ts';

/** The protocols of OTLP, as `OTEL_EXPORTER_OTLP_PROTOCOL` names them. */
export type OtlpProtocol = 'grpc' | 'http/protobuf' | 'http/json';

const PROTOCOLS: readonly OtlpProtocol[] = ['grpc', 'http/protobuf', 'http/json'];

/** What `receiver.env()` can be told. */
export interface EnvOptions extends SamplerOptions {
  /** `OTEL_SERVICE_NAME`. */
  readonly service?: string;
  /** Default `http/protobuf`, which every SDK speaks; `grpc` where the receiver listens on a unix socket. */
  readonly protocol?: OtlpProtocol;
  /** `OTEL_PROPAGATORS`. Default `tracecontext` and `baggage`. */
  readonly propagators?: readonly string[];
  /** The name under which the service reaches this machine (`host.docker.internal`). */
  readonly host?: string;
}

/**
 * Variables that override what {@link serviceEnv} sets: a service under test must not inherit them.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const OVERRIDING_VARIABLES: readonly string[] = [
  'OTEL_CONFIG_FILE',
  'OTEL_EXPERIMENTAL_CONFIG_FILE',
  'OTEL_SDK_DISABLED',
  ...['TRACES', 'LOGS', 'METRICS'].flatMap(signal => [
    `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`,
    `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`,
    `OTEL_EXPORTER_OTLP_${signal}_HEADERS`,
    `OTEL_EXPORTER_OTLP_${signal}_CERTIFICATE`,
    `OTEL_EXPORTER_OTLP_${signal}_INSECURE`,
    `OTEL_EXPORTER_OTLP_${signal}_CLIENT_CERTIFICATE`,
    `OTEL_EXPORTER_OTLP_${signal}_CLIENT_KEY`,
  ]),
  'OTEL_EXPORTER_OTLP_CERTIFICATE',
  'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE',
  'OTEL_EXPORTER_OTLP_CLIENT_KEY',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_INSECURE',
  ...SAMPLER_VARIABLES,
];

/** Where a receiver's endpoints are; undefined for one that is off. */
export interface EndpointUrls {
  readonly grpc: string | undefined;
  readonly http: string | undefined;
  /** What services need to know of TLS, with which the endpoints are then spoken to. */
  readonly tls?: TlsFiles | undefined;
}

/** Spans beyond it are dropped silently; the default is 2,048. */
const MAX_QUEUE_SIZE = '65536';

/** The variables that make an SDK of any language send all it has, at once, to these endpoints. */
export function serviceEnv(urls: EndpointUrls, options: EnvOptions): Record<string, string> {
  checkOptions(options, ['service', 'protocol', 'propagators', 'sampler', 'samplerArg', 'host'], 'env()');
  const protocol = options.protocol ?? (urls.http === undefined || isSocket(urls.http) ? 'grpc' : 'http/protobuf');
  if (!PROTOCOLS.includes(protocol)) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `env() knows no protocol "${protocol}".${suggestion(protocol, PROTOCOLS)}`,
    );
  }
  const url = endpoint(urls, protocol, options.host);
  return {
    ...(options.service === undefined ? {} : { OTEL_SERVICE_NAME: options.service }),
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    ...tlsVariables(urls.tls),
    // An endpoint that is no http URL does not say by itself that there is no TLS.
    ...(protocol === 'grpc' && urls.tls === undefined ? { OTEL_EXPORTER_OTLP_INSECURE: 'true' } : {}),
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    // Python's SDK exports no log records without it, unless a late opentelemetry-instrumentation-logging is there.
    OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED: 'true',
    OTEL_METRICS_EXPORTER: 'none',
    ...samplerVariables(options),
    OTEL_PROPAGATORS: (options.propagators ?? ['tracecontext', 'baggage']).join(','),
    // The default of 5,000 ms is longer than a test waits; 0 delivers nothing on Node and raises in Python.
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BLRP_SCHEDULE_DELAY: '50',
    OTEL_BSP_MAX_QUEUE_SIZE: MAX_QUEUE_SIZE,
    // Node's SDK holds its first export back until its detectors have asked the clouds for their metadata.
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process,serviceinstance',
    ...quarkusVariables({ url, protocol, service: options.service, tls: urls.tls }),
  };
}

interface QuarkusSettings {
  readonly url: string;
  readonly protocol: OtlpProtocol;
  readonly service: string | undefined;
  readonly tls: TlsFiles | undefined;
}

/**
 * Quarkus has names of its own for these, which stand over what `application.properties` says. Whether it exports logs
 * is fixed when the application is built.
 *
 * @see https://quarkus.io/guides/opentelemetry
 */
function quarkusVariables({ url, protocol, service, tls = {} }: QuarkusSettings): Record<string, string> {
  // It knows the two other protocols only.
  if (protocol === 'http/json') return {};
  const variables: Record<string, string> = {
    // Applications often switch it off in a profile for tests.
    QUARKUS_OTEL_SDK_DISABLED: 'false',
    // Bare, these could be seconds.
    QUARKUS_OTEL_BSP_SCHEDULE_DELAY: '50ms',
    QUARKUS_OTEL_BLRP_SCHEDULE_DELAY: '50ms',
    QUARKUS_OTEL_BSP_MAX_QUEUE_SIZE: MAX_QUEUE_SIZE,
  };
  if (service !== undefined) variables.QUARKUS_OTEL_SERVICE_NAME = service;
  const exporter = {
    ENDPOINT: url,
    PROTOCOL: protocol,
    TRUST_CERT_CERTS: tls.trust,
    KEY_CERT_CERTS: tls.clientCert,
    KEY_CERT_KEYS: tls.clientKey,
  };
  for (const [name, value] of Object.entries(exporter)) {
    if (value === undefined) continue;
    // What an application says of one signal stands over what is said of all of them.
    for (const signal of ['', 'TRACES_', 'LOGS_']) variables[`QUARKUS_OTEL_EXPORTER_OTLP_${signal}${name}`] = value;
  }
  return variables;
}

function endpoint(urls: EndpointUrls, protocol: OtlpProtocol, host: string | undefined): string {
  const url = protocol === 'grpc' ? urls.grpc : urls.http;
  if (url === undefined) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `env() cannot offer protocol "${protocol}": this receiver's endpoint for it is off.`,
    );
  }
  if (isSocket(url) && protocol !== 'grpc') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `env() cannot offer protocol "${protocol}" on a unix socket: no SDK sends HTTP to one. Use protocol "grpc".`,
    );
  }
  if (host === undefined) return url;
  if (isSocket(url)) {
    throw new TracewrightError(
      'INVALID_OPTION',
      'env() option host: this receiver listens on a unix socket, not a port.',
    );
  }
  if (isWildcard(host)) {
    throw new TracewrightError('INVALID_OPTION', `env() option host is ${host}: that is no address to send to.`);
  }
  const { protocol: scheme, port } = new URL(url);
  return `${scheme}//${bracketed(host)}:${port}`;
}

/** Whether an endpoint's URL is that of a unix socket: `unix:///tmp/x.sock`, `http+unix://...`. */
function isSocket(url: string): boolean {
  return /^(https?\+)?unix:/.test(url);
}

/** @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
function tlsVariables({ trust, clientCert, clientKey }: TlsFiles = {}): Record<string, string> {
  return {
    ...(trust === undefined ? {} : { OTEL_EXPORTER_OTLP_CERTIFICATE: trust }),
    ...(clientCert === undefined ? {} : { OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: clientCert }),
    ...(clientKey === undefined ? {} : { OTEL_EXPORTER_OTLP_CLIENT_KEY: clientKey }),
  };
}
