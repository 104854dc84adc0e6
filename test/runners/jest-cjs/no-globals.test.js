const { afterAll, beforeAll, expect, test } = require('@jest/globals');
const { startReceiver, TracewrightError } = require('tracewright');
require('tracewright/jest-globals');
const { proveMatchers } = require('./suite.cjs');

proveMatchers({ expect, test, beforeAll, afterAll, startReceiver, TracewrightError, marksTests: true });
