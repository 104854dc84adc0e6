// Two copies of the package can meet in one process: of two versions, or where a runner loads it anew. What one made, the
// other takes.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { expect } from 'expect';
import * as imported from 'tracewright';
import { proveMatchers } from './suite.mjs';

const require = createRequire(import.meta.url);
const FOLDER = /[\\/]node_modules[\\/]tracewright[\\/]/;
for (const file of Object.keys(require.cache)) if (FOLDER.test(file)) delete require.cache[file];
const required = require('tracewright');

test('they are two copies', () => {
  assert.notEqual(imported.startReceiver, required.startReceiver);
});

expect.extend(require('tracewright/matchers'));

// The receiver is of the first copy; the matchers, and the class that errors are told by, of the second one.
proveMatchers({
  expect,
  test,
  beforeAll: before,
  afterAll: after,
  startReceiver: imported.startReceiver,
  TracewrightError: required.TracewrightError,
  marksTests: false,
});
