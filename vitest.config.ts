import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/runners/**', 'test/interop/**', 'test/matrix/**', '**/fixtures/**'],
    testTimeout: 20_000,
  },
});
