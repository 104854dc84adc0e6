import { after, before, test } from 'node:test';
import { expect } from 'expect';
import { startReceiver, TracewrightError } from 'tracewright';
import * as matchers from 'tracewright/matchers';
import { proveMatchers, proveNoSnapshots } from './suite.mjs';

expect.extend(matchers);

proveMatchers({ expect, test, beforeAll: before, afterAll: after, startReceiver, TracewrightError, marksTests: false });
proveNoSnapshots({ expect, test, startReceiver });
