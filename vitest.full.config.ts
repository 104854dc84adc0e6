import { defineConfig } from 'vitest/config';
import { FULL_ONLY, filesWithRuns, NEVER } from './test/full-tests.ts';
import common from './vitest.config.ts';

export default defineConfig({
  test: {
    ...common.test,
    include: [...FULL_ONLY, ...filesWithRuns()],
    exclude: NEVER,
    env: { TRACEWRIGHT_FULL_RUNS: '1' },
    testTimeout: 300_000,
  },
});
