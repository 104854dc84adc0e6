import { realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { readText } from './read-text.ts';
import { isTracingPackage } from './tracing-names.ts';

const MAX_PACKAGES = 3_000;

interface Manifest {
  readonly type?: unknown;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly optionalDependencies?: Readonly<Record<string, unknown>>;
  readonly peerDependencies?: Readonly<Record<string, unknown>>;
}

/** `@acme/http` of `@acme/http/server.js`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether a package that is installed for this folder certainly sends no spans: nor does anything that it depends on. */
export function isFreeOfTracing(name: string, folder: string): boolean {
  const seen = new Set<string>();
  const open: (readonly [name: string, folder: string])[] = [[name, folder]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [wanted, from] = next;
    if (isTracingPackage(wanted)) return false;
    const found = findPackage(wanted, from);
    // An optional dependency may be missing; a package that the service itself names may not.
    if (found === undefined) {
      if (wanted === name) return false;
      continue;
    }
    // A package of the same workspace can use what the workspace depends on without a word in its package.json.
    if (!found.folder.includes(`${sep}node_modules${sep}`)) return false;
    if (seen.has(found.folder)) continue;
    seen.add(found.folder);
    if (seen.size > MAX_PACKAGES) return false;
    const { dependencies, optionalDependencies, peerDependencies } = found.manifest;
    if (Object.keys(peerDependencies ?? {}).some(isTracingPackage)) return false;
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) open.push([each, found.folder]);
  }
  return true;
}

/** The `type` in the package.json that decides about the files of a folder. */
export function packageType(folder: string): unknown {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = readManifest(at);
    if (manifest !== undefined) return manifest.type;
    if (dirname(at) === at) return undefined;
  }
}

function findPackage(name: string, from: string): { folder: string; manifest: Manifest } | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    const manifest = readManifest(folder);
    // With pnpm, the dependencies of a package are beside the place that a link leads to.
    if (manifest !== undefined) return { folder: realpathSync(folder), manifest };
    if (dirname(at) === at) return undefined;
  }
}

function readManifest(folder: string): Manifest | undefined {
  const text = readText(join(folder, 'package.json'));
  if (text === undefined) return undefined;
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}
