export default {
  projects: [
    {
      displayName: 'node',
      testMatch: ['**/trace.test.js', '**/vocabulary.test.js', '**/in-process.test.js', '**/forgotten.test.js'],
      transform: {},
    },
    { displayName: 'jsdom', testMatch: ['**/*-first.test.js'], transform: {}, testEnvironment: 'jsdom' },
  ],
};
