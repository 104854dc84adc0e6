import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { defineConfig, type ResolvedOptions, type UserConfig } from 'tsdown';
import manifest from './package.json' with { type: 'json' };
import { libraryEntries, loadBundled, writeNotices } from './scripts/bundled-libraries.ts';

/** Entries that only export: as ES modules they hand on what the CommonJS build exports. */
const LIBRARIES = {
  index: 'src/index.ts',
  sdk: 'src/sdk/index.ts',
  xray: 'src/xray/index.ts',
  matchers: 'matchers/expect.ts',
};

/** Entries that import a runner, as its users do: Vitest cannot be required. */
const RUNNERS = {
  jest: 'matchers/jest.ts',
  'jest-globals': 'matchers/jest-globals.ts',
  vitest: 'matchers/vitest.ts',
  playwright: 'matchers/playwright.ts',
  'node-test': 'matchers/node-test.ts',
};

const SHARED = {
  platform: 'node',
  target: 'node20.19',
  shims: true,
  // The docstrings are in the types.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: false } },
  logLevel: 'warn',
} satisfies UserConfig;

// The code is built once, as CommonJS (docs/decisions/0035). Two copies would weigh twice, and meet in one process.
export default defineConfig([
  {
    ...SHARED,
    entry: { ...LIBRARIES, ...RUNNERS, 'runner-core': 'matchers/runner-core.ts' },
    format: 'cjs',
    dts: true,
    plugins: [loadBundled(manifest)],
    hooks: { 'build:done': writeModules },
  },
  {
    ...SHARED,
    entry: RUNNERS,
    format: 'esm',
    clean: false,
    dts: false,
    plugins: [
      {
        name: 'runner-core-is-built',
        resolveId: { order: 'pre', handler: source => (source === './runner-core.ts' ? CORE : null) },
      },
    ],
  },
  {
    ...SHARED,
    entry: libraryEntries(),
    format: 'cjs',
    clean: false,
    dts: false,
    noExternal: /./,
    minify: true,
    hooks: { 'build:done': ({ options: { outDir } }) => writeNotices(outDir) },
  },
]);

const CORE = { id: './runner-core.cjs', external: true };

/** Makes the entries' ES modules, and their types, from what the CommonJS build made. */
function writeModules({ options: { outDir, dts } }: { readonly options: ResolvedOptions }): void {
  const require = createRequire(import.meta.url);
  for (const name of Object.keys(LIBRARIES)) {
    const exported = Object.keys(require(join(outDir, `${name}.cjs`))).join(', ');
    writeFileSync(join(outDir, `${name}.js`), `export { ${exported} } from './${name}.cjs';\n`);
    if (dts !== false) writeFileSync(join(outDir, `${name}.d.ts`), `export * from './${name}.cjs';\n`);
  }
  if (dts === false) return;
  // The same types, in which a runner's are looked up as an ES module finds them.
  for (const name of Object.keys(RUNNERS)) copyFileSync(join(outDir, `${name}.d.cts`), join(outDir, `${name}.d.ts`));
}
