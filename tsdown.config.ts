import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    sdk: 'src/sdk/index.ts',
    xray: 'src/xray/index.ts',
    matchers: 'matchers/index.ts',
    jest: 'matchers/jest.ts',
    'jest-globals': 'matchers/jest-globals.ts',
    vitest: 'matchers/vitest.ts',
    playwright: 'matchers/playwright.ts',
    'node-test': 'matchers/node-test.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20.19',
  dts: true,
  shims: true,
  // The docstrings are in the types.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: false } },
  logLevel: 'warn',
});
