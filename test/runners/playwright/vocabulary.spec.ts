import { expect as base, test } from '@playwright/test';
import { canary, checkTraceContext, measureSampling, select, startReceiver } from 'tracewright';
import * as matchers from 'tracewright/matchers';
import { withTraces } from 'tracewright/playwright';
import { proveVocabulary } from './vocabulary.mjs';

proveVocabulary({
  expect: withTraces(base),
  test,
  beforeAll: test.beforeAll,
  afterAll: test.afterAll,
  startReceiver,
  select,
  canary,
  checkTraceContext,
  measureSampling,
  matchers,
});
