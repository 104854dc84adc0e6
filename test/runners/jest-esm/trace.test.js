import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startReceiver, TracewrightError } from 'tracewright';
import 'tracewright/jest-globals';
import { proveMatchers } from './suite.mjs';

proveMatchers({ expect, test, beforeAll, afterAll, startReceiver, TracewrightError, marksTests: true });
