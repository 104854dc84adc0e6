const { mock, test } = require('node:test');
const { expect } = require('expect');
const { startReceiver } = require('tracewright');
const { nodeFakes, proveFakedTime } = require('./time.cjs');

proveFakedTime({ expect, test, startReceiver, fakes: nodeFakes(mock) });
