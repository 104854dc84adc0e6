const { startReceiver, TracewrightError } = require('tracewright');
const { proveMatchers } = require('./suite.cjs');

proveMatchers({ expect, test, beforeAll, afterAll, startReceiver, TracewrightError, marksTests: true });
