import { defineConfig } from 'vitest/config';
import { FULL_ONLY, NEVER } from './test/full-tests.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...NEVER, ...FULL_ONLY],
    // By itself, Vitest leaves a core idle.
    maxWorkers: '100%',
    // The files of a worker share the modules that they import. With a copy for each file, importing took a third of the time.
    isolate: false,
    setupFiles: ['test/mark-tests.ts'],
    // A test that waits for an event has to wait longer on a machine that is busy with something else.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
