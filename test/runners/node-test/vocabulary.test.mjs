import { after, before, test } from 'node:test';
import { expect } from 'expect';
import { canary, checkTraceContext, measureSampling, select, startReceiver } from 'tracewright';
import * as matchers from 'tracewright/matchers';
import { proveVocabulary } from './vocabulary.mjs';

expect.extend(matchers);

proveVocabulary({
  expect,
  test,
  beforeAll: before,
  afterAll: after,
  startReceiver,
  select,
  canary,
  checkTraceContext,
  measureSampling,
  matchers,
});
