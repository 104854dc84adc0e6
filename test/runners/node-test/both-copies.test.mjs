// The ESM and the CommonJS build of the package are two copies, which meet in one process: what one made, the other takes.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { expect } from 'expect';
import * as imported from 'tracewright';
import { proveMatchers } from './suite.mjs';

const require = createRequire(import.meta.url);
const required = require('tracewright');

test('they are two copies', () => {
  assert.notEqual(imported.startReceiver, required.startReceiver);
});

expect.extend(require('tracewright/matchers'));

// The receiver is of the imported copy; the matchers, and the class that errors are told by, of the required one.
proveMatchers({
  expect,
  test,
  beforeAll: before,
  afterAll: after,
  startReceiver: imported.startReceiver,
  TracewrightError: required.TracewrightError,
  marksTests: false,
});
