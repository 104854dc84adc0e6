import { startReceiver } from 'tracewright';
import 'tracewright/vitest';
import { afterAll, expect, test, vi } from 'vitest';
import { proveConcurrent, proveFakedTime } from './time.mjs';

const fakes = {
  'timers are faked': () => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  },
  'the date is faked': () => {
    vi.setSystemTime('2021-01-01');
    return () => vi.useRealTimers();
  },
};

proveFakedTime({ expect, test, startReceiver, fakes });
proveConcurrent({ expect, test, afterAll, startReceiver });
