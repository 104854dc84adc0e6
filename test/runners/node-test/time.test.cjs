const { mock, test } = require('node:test');
const { expect } = require('expect');
const { startReceiver } = require('tracewright');
const { proveFakedTime } = require('./time.cjs');

const fakes = {
  'timers are faked': () => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    return () => mock.timers.reset();
  },
  'the date is faked': () => {
    mock.timers.enable({ apis: ['Date'], now: new Date('2021-01-01') });
    return () => mock.timers.reset();
  },
};

proveFakedTime({ expect, test, startReceiver, fakes });
