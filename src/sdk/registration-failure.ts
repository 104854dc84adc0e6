import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TracewrightError } from '../errors.ts';

/** What can be registered with the OpenTelemetry API, by the name under which the API keeps it. */
const WHAT = { trace: 'tracer provider', context: 'context manager', propagation: 'propagator' } as const;

/** Something that `startSdk` registers with the API. */
export type Registered = keyof typeof WHAT;

/** Where all copies of the API in a process keep what was registered. The first copy to register writes its version. */
type ApiGlobal = Readonly<Record<string, unknown>> & { readonly version?: unknown };

/**
 * Why the API refused a registration: something is registered already, or another version of the API registered first.
 *
 * @param apiVersion the version of the API that refused; undefined when it is not known
 */
export function registrationFailure(refused: Registered, apiVersion: string | undefined): TracewrightError {
  const registered = apiGlobal(apiVersion);
  const first = typeof registered?.version === 'string' ? registered.version : undefined;
  const differs = first !== undefined && apiVersion !== undefined && first !== apiVersion;
  if (registered?.[refused] !== undefined) return alreadyStarted(refused, differs ? versions(first, apiVersion) : []);
  if (differs) return versionConflict(registered ?? {}, first, apiVersion);
  return new TracewrightError(
    'SDK_ALREADY_STARTED',
    `startSdk() cannot register: the OpenTelemetry API of this process refused a ${WHAT[refused]}. The cause is unknown.\n` +
      "The API logs it: diag.setLogger(new DiagConsoleLogger()) of '@opentelemetry/api' prints what it says.",
  );
}

function alreadyStarted(refused: Registered, more: readonly string[]): TracewrightError {
  return new TracewrightError(
    'SDK_ALREADY_STARTED',
    [
      `startSdk() cannot register: the OpenTelemetry API of this process has a global ${WHAT[refused]} already.`,
      'There can be one SDK at a time. Stop the earlier one first (`await sdk.stop()`, or its receiver);',
      'if the code under test starts an SDK itself, give that the variables of receiver.env() instead of calling startSdk().',
      ...more,
    ].join('\n'),
  );
}

function versionConflict(registered: ApiGlobal, first: string, apiVersion: string): TracewrightError {
  const kinds = Object.keys(registered).filter(key => key !== 'version');
  const what = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`;
  return new TracewrightError(
    'API_VERSION_CONFLICT',
    [
      'startSdk() cannot register: this process has two versions of @opentelemetry/api.',
      `Version ${first} registered something first${what}, and startSdk() uses version ${apiVersion}.`,
      'The API accepts registrations only from the version that registered first.',
      ...fix(),
    ].join('\n'),
  );
}

function versions(first: string, apiVersion: string): string[] {
  return [
    `Version ${first} of @opentelemetry/api registered it, and startSdk() uses version ${apiVersion}. The API accepts registrations`,
    'only from the version that registered first, so startSdk() would fail even after the earlier SDK has stopped.',
    ...fix(),
  ];
}

function fix(): string[] {
  return [
    'Fix: install one version. `npm ls @opentelemetry/api` shows which package brings which version; `npm dedupe`, or',
    '     "overrides": { "@opentelemetry/api": "..." } in package.json, keeps only one of them.',
  ];
}

/** A provider can be joined once at a time. */
export function alreadyJoined(): TracewrightError {
  return new TracewrightError(
    'SDK_ALREADY_STARTED',
    'startSdk() has joined this provider already. Stop that SDK first (`await sdk.stop()`, or its receiver).',
  );
}

/** Whether something of this kind is registered with the API of this version. */
export function isRegistered(what: Registered, apiVersion: string | undefined): boolean {
  return apiGlobal(apiVersion)?.[what] !== undefined;
}

function apiGlobal(apiVersion: string | undefined): ApiGlobal | undefined {
  const major = apiVersion?.split('.')[0] ?? '1';
  return (globalThis as { [key: symbol]: ApiGlobal | undefined })[Symbol.for(`opentelemetry.js.api.${major}`)];
}

/** The version of the API that a file gets; undefined when its package.json cannot be read. */
export function apiVersionSeenFrom(from: string | URL): string | undefined {
  const load = createRequire(from);
  let folder = dirname(load.resolve('@opentelemetry/api'));
  for (;;) {
    const { name, version } = packageJson(load, folder);
    if (name === '@opentelemetry/api') return typeof version === 'string' ? version : undefined;
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}

function packageJson(load: NodeJS.Require, folder: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    return load(join(folder, 'package.json'));
  } catch {
    return {};
  }
}
