import { createRequire } from 'node:module';
import type * as Api from '@opentelemetry/api';
import type * as AsyncHooks from '@opentelemetry/context-async-hooks';
import type * as Exporter from '@opentelemetry/exporter-trace-otlp-proto';
import type * as TraceBase from '@opentelemetry/sdk-trace-base';
import { TracewrightError } from '../errors.ts';
import { hostProcess } from '../host-process.ts';

const PEERS = [
  '@opentelemetry/api',
  '@opentelemetry/sdk-trace-base',
  '@opentelemetry/context-async-hooks',
  '@opentelemetry/exporter-trace-otlp-proto',
] as const;

const API_PEERS = ['@opentelemetry/api', '@opentelemetry/context-async-hooks'] as const;

/** The part of `@opentelemetry/core` that is used here. */
interface Core {
  readonly CompositePropagator: new (config: { propagators: Api.TextMapPropagator[] }) => Api.TextMapPropagator;
  readonly W3CTraceContextPropagator: new () => Api.TextMapPropagator;
  readonly W3CBaggagePropagator: new () => Api.TextMapPropagator;
}

/** The part of `@opentelemetry/resources` that is used here. */
interface Resources {
  resourceFromAttributes(attributes: Api.Attributes): NonNullable<TraceBase.TracerConfig['resource']>;
  defaultResource(): NonNullable<TraceBase.TracerConfig['resource']>;
}

/** What is registered with the API, beside a tracer provider. */
export interface ApiPeers {
  readonly api: typeof Api;
  readonly asyncHooks: typeof AsyncHooks;
  /** Undefined where the packages of a provider that the user built do not lead to it. */
  readonly core: Core | undefined;
}

/** The packages of OpenTelemetry that an SDK in this process is made of. */
export interface Peers extends ApiPeers {
  readonly traceBase: typeof TraceBase;
  readonly exporter: typeof Exporter;
  readonly core: Core;
  readonly resources: Resources;
}

/**
 * Loads the optional peers as seen from a file, this one unless told otherwise.
 *
 * @throws {TracewrightError} MISSING_PEER
 */
export function loadPeers(from: string | URL = import.meta.url): Peers {
  const load = createRequire(from);
  refuseMissing(load, PEERS);
  const loadForSdk = requireOfSdk(load);
  const resources: Resources = loadForSdk('@opentelemetry/resources');
  if (typeof resources.resourceFromAttributes !== 'function') {
    throw new TracewrightError(
      'MISSING_PEER',
      'startSdk() builds an SDK with @opentelemetry/sdk-trace-base 2.x, and 1.x is installed here. Install 2.x, or give ' +
        'startSdk() the option provider: a provider of 1.x that you built.',
    );
  }
  return {
    api: load('@opentelemetry/api'),
    traceBase: load('@opentelemetry/sdk-trace-base'),
    asyncHooks: load('@opentelemetry/context-async-hooks'),
    exporter: requireOfProcess(from)('@opentelemetry/exporter-trace-otlp-proto'),
    core: loadForSdk('@opentelemetry/core'),
    resources,
  };
}

/**
 * Loads what is needed beside a provider that the user built.
 *
 * @throws {TracewrightError} MISSING_PEER
 */
export function loadApiPeers(from: string | URL = import.meta.url): ApiPeers {
  const load = createRequire(from);
  refuseMissing(load, API_PEERS);
  const hasSdk = isThere(load, '@opentelemetry/sdk-trace-base');
  return {
    api: load('@opentelemetry/api'),
    asyncHooks: load('@opentelemetry/context-async-hooks'),
    core: hasSdk ? requireOfSdk(load)('@opentelemetry/core') : undefined,
  };
}

/** What sdk-trace-base depends on: where packages are kept apart (pnpm), only it can see them. */
function requireOfSdk(load: NodeJS.Require): NodeJS.Require {
  return createRequire(load.resolve('@opentelemetry/sdk-trace-base'));
}

/** The exporter uses `import()`, which fails in code that Jest loads; outside of its registry it works. */
function requireOfProcess(from: string | URL): NodeJS.Require {
  return hostProcess().getBuiltinModule('node:module').createRequire(from);
}

function refuseMissing(load: NodeJS.Require, peers: readonly string[]): void {
  const missing = peers.filter(peer => !isThere(load, peer));
  if (missing.length === 0) return;
  const [subject, verb] = missing.length === 1 ? ['a package', 'is'] : ['packages', 'are'];
  throw new TracewrightError(
    'MISSING_PEER',
    `startSdk() needs ${subject} of OpenTelemetry that ${verb} not installed here:\n  npm install --save-dev ${missing.join(' ')}`,
  );
}

function isThere(load: NodeJS.Require, peer: string): boolean {
  try {
    load.resolve(peer);
    return true;
  } catch {
    return false;
  }
}
