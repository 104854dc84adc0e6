const { canary, checkTraceContext, measureSampling, select, startReceiver } = require('tracewright');
const matchers = require('tracewright/matchers');
const { proveVocabulary } = require('./vocabulary.cjs');

proveVocabulary({
  expect,
  test,
  beforeAll,
  afterAll,
  startReceiver,
  select,
  canary,
  checkTraceContext,
  measureSampling,
  matchers,
});
