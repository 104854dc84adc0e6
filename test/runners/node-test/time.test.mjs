import { mock, test } from 'node:test';
import { expect } from 'expect';
import { startReceiver } from 'tracewright';
import { proveFakedTime } from './time.mjs';

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
