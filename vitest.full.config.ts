import { defineConfig } from 'vitest/config';
import { SLOW_TESTS } from './test/slow-tests.ts';

export default defineConfig({
  test: { include: SLOW_TESTS, exclude: ['**/fixtures/**'], maxWorkers: '100%', testTimeout: 20_000 },
});
