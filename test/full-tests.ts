/** What takes longest of the tests, by itself in `npm run test:slow`, so that `npm test` ends within two minutes on two cores. */
export const SLOW_TESTS = [
  'test/conformance/**/*.test.ts',
  'test/docs/propagation-page.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/matchers/trace-snapshot-machinery.test.ts',
  'test/pii/canary/canary-score.test.ts',
  'test/pii/nothing-is-shown.test.ts',
  'test/properties/**/*.test.ts',
  'test/receiver/{fault-injection,forwarding,hostile-clients,isolation,standstill}.test.ts',
  'test/report/hostile-text.test.ts',
  'test/services/start-service.test.ts',
  'test/verdicts/**/*.test.ts',
];
