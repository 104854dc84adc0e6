import 'tracewright/node-test';
import { after, before, describe, it, test } from 'node:test';
import { expect } from 'expect';
import { startReceiver, TracewrightError } from 'tracewright';
import * as matchers from 'tracewright/matchers';
import { proveMarks } from './marks.mjs';
import { proveMatchers } from './suite.mjs';

expect.extend(matchers);

proveMatchers({ expect, test, beforeAll: before, afterAll: after, startReceiver, TracewrightError, marksTests: true });
proveMarks({ expect, test, describe, it, before, after, startReceiver });
