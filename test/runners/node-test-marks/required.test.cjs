require('tracewright/node-test');
const { after, before, test } = require('node:test');
const { expect } = require('expect');
const { startReceiver, TracewrightError } = require('tracewright');
const { proveMatchers } = require('./suite.cjs');

expect.extend(require('tracewright/matchers'));

proveMatchers({ expect, test, beforeAll: before, afterAll: after, startReceiver, TracewrightError, marksTests: true });
