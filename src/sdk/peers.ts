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

/** The packages of OpenTelemetry that an SDK in this process is made of. */
export interface Peers {
  readonly api: typeof Api;
  readonly traceBase: typeof TraceBase;
  readonly asyncHooks: typeof AsyncHooks;
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
  refuseMissing(load);
  // Both are dependencies of sdk-trace-base: where packages are kept apart (pnpm), only it can see them.
  const loadForSdk = createRequire(load.resolve('@opentelemetry/sdk-trace-base'));
  return {
    api: load('@opentelemetry/api'),
    traceBase: load('@opentelemetry/sdk-trace-base'),
    asyncHooks: load('@opentelemetry/context-async-hooks'),
    exporter: requireOfProcess(from)('@opentelemetry/exporter-trace-otlp-proto'),
    core: loadForSdk('@opentelemetry/core'),
    resources: loadForSdk('@opentelemetry/resources'),
  };
}

/** The exporter uses `import()`, which fails in code that Jest loads; outside of its registry it works. */
function requireOfProcess(from: string | URL): NodeJS.Require {
  return hostProcess().getBuiltinModule('node:module').createRequire(from);
}

function refuseMissing(load: NodeJS.Require): void {
  const missing = PEERS.filter(peer => !isThere(load, peer));
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
