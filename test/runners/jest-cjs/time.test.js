require('tracewright/jest');
const { startReceiver } = require('tracewright');
const { proveConcurrent, proveFakedTime } = require('./time.cjs');

const fakes = {
  'timers are faked': () => {
    jest.useFakeTimers();
    return () => jest.useRealTimers();
  },
  'the date is faked': () => {
    jest.useFakeTimers({ now: new Date('2021-01-01'), doNotFake: ['nextTick', 'setImmediate'] });
    return () => jest.useRealTimers();
  },
};

proveFakedTime({ expect, test, startReceiver, fakes });
proveConcurrent({ expect, test, afterAll, startReceiver });
