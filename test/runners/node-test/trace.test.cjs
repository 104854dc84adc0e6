const { after, before, test } = require('node:test');
const { expect } = require('expect');
const { startReceiver, TracewrightError } = require('tracewright');
const matchers = require('tracewright/matchers');
const { proveMatchers, proveNoSnapshots } = require('./suite.cjs');

expect.extend(matchers);

proveMatchers({ expect, test, beforeAll: before, afterAll: after, startReceiver, TracewrightError, marksTests: false });
proveNoSnapshots({ expect, test, startReceiver });
