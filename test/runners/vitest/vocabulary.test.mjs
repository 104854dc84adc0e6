import { canary, checkTraceContext, measureSampling, select, startReceiver } from 'tracewright';
import * as matchers from 'tracewright/matchers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import 'tracewright/vitest';
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
