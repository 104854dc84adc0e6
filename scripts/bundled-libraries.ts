import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A library that becomes a file of the package, since it weighs far more than what is used of it. */
interface BundledLibrary {
  /** As `loadLibrary()` names it. */
  readonly name: string;
  /** The name of its file in the build, without the ending. */
  readonly chunk: string;
  /** The packages whose code is in it. */
  readonly packages: readonly string[];
  /** What its licences ask to be said of data that it holds. */
  readonly data: string;
}

/** They are devDependencies: users get them as part of the build (docs/decisions/0040). */
const LIBRARIES: readonly BundledLibrary[] = [
  {
    name: 'libphonenumber-js/min',
    chunk: 'libphonenumber',
    packages: ['libphonenumber-js'],
    data: "The metadata of phone numbers is from Google's libphonenumber (https://github.com/google/libphonenumber), under the Apache License 2.0.",
  },
  {
    name: 'tldts',
    chunk: 'tldts',
    packages: ['tldts', 'tldts-core'],
    data: 'The rules are those of the Public Suffix List (https://publicsuffix.org/list/public_suffix_list.dat), under the Mozilla Public License 2.0 (https://mozilla.org/MPL/2.0/). That file is their source form.',
  },
];

const NOTICES = 'THIRD-PARTY-NOTICES.txt';
const LICENSES = ['LICENSE', 'LICENSE.Apache'];
const LOADED = /\bloadLibrary<[^>]*>\((['"])([^'"]+)\1\)/g;

/** The entries of the build that the libraries are, each with the file that it begins with. */
export function libraryEntries(): Record<string, string> {
  return Object.fromEntries(
    LIBRARIES.map(({ name, chunk }) => [chunk, fileURLToPath(import.meta.resolve(name))] as const),
  );
}

/** Makes `loadLibrary('tldts')` load the file of the build. A library that users would not have fails the build. */
export function loadBundled({ dependencies }: { readonly dependencies: Readonly<Record<string, string>> }) {
  return {
    name: 'load-bundled-libraries',
    transform(code: string): string | null {
      if (!code.includes('loadLibrary<')) return null;
      return code.replace(LOADED, (call, quote: string, name: string) => {
        const library = LIBRARIES.find(one => one.name === name);
        if (library !== undefined)
          return call.replace(`${quote}${name}${quote}`, `${quote}./${library.chunk}.cjs${quote}`);
        if (name in dependencies) return call;
        throw new Error(
          `loadLibrary('${name}'): it is neither a dependency nor one of ${fileURLToPath(import.meta.url)}`,
        );
      });
    },
  };
}

/** Writes the licences of the libraries beside them. */
export function writeNotices(outDir: string): void {
  const parts = LIBRARIES.flatMap(({ chunk, packages, data }) => [
    `${chunk}.cjs holds code of ${packages.map(versioned).join(' and ')}.`,
    data,
    ...packages.flatMap(licensesOf),
  ]);
  const head = 'tracewright contains code and data of others, under the licences below.';
  writeFileSync(join(outDir, NOTICES), `${[head, ...parts].join('\n\n')}\n`);
}

function versioned(name: string): string {
  const { version } = JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8'));
  return `${name} ${version}`;
}

function licensesOf(name: string): string[] {
  const files = LICENSES.map(file => join(folderOf(name), file)).filter(existsSync);
  if (files.length === 0) throw new Error(`${name} has none of ${LICENSES.join(', ')}`);
  return files.map(file => `${name}:\n\n${readFileSync(file, 'utf8').trim()}`);
}

function folderOf(name: string): string {
  const require = createRequire(import.meta.url);
  return dirname(require.resolve(`${name}/package.json`));
}
