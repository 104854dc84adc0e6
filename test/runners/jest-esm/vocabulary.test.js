import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canary, checkTraceContext, measureSampling, select, startReceiver } from 'tracewright';
import * as matchers from 'tracewright/matchers';
import 'tracewright/jest-globals';
import { proveVocabulary } from './vocabulary.mjs';

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
