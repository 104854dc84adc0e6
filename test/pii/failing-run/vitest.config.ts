import { defineConfig } from 'vitest/config';

/** A run that is to fail: test/pii/nothing-is-shown.test.ts starts it, and reads all that it put out. */
export default defineConfig({
  test: {
    include: ['test/pii/failing-run/*.failing.ts'],
    resolveSnapshotPath: (_file, extension) => `${process.env.OUTPUT ?? ''}/snapshot${extension}`,
    reporters: ['verbose', 'junit', 'json'],
    outputFile: { junit: `${process.env.OUTPUT}/junit.xml`, json: `${process.env.OUTPUT}/report.json` },
  },
});
