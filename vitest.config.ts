import { defineConfig } from 'vitest/config';
import { SLOW_TESTS } from './test/slow-tests.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/runners/**', 'test/interop/**', 'test/matrix/**', '**/fixtures/**', ...SLOW_TESTS],
    // By itself, Vitest leaves a core idle.
    maxWorkers: '100%',
    testTimeout: 20_000,
  },
});
