module.exports = {
  projects: [
    {
      displayName: 'set-up file',
      testMatch: ['**/trace.test.js', '**/vocabulary.test.js', '**/in-process.test.js', '**/forgotten.test.js'],
      setupFilesAfterEnv: ['tracewright/jest'],
    },
    { displayName: 'no globals', testMatch: ['**/no-globals.test.js'], injectGlobals: false },
    { displayName: 'jsdom', testMatch: ['**/*-first.test.js'], testEnvironment: 'jsdom' },
  ],
};
