import { defineConfig } from '@playwright/test';

/** A run that must fail: test/pii/nothing-is-shown.test.ts starts it, and reads everything it writes. */
export default defineConfig({
  testMatch: '*.failing.ts',
  outputDir: `${process.env.OUTPUT}/results`,
  reporter: [
    ['list'],
    ['json', { outputFile: `${process.env.OUTPUT}/report.json` }],
    ['junit', { outputFile: `${process.env.OUTPUT}/junit.xml` }],
  ],
});
