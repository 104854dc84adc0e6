import { mock, test } from 'node:test';
import { expect } from 'expect';
import { startReceiver } from 'tracewright';
import { nodeFakes, proveFakedTime } from './time.mjs';

proveFakedTime({ expect, test, startReceiver, fakes: nodeFakes(mock) });
