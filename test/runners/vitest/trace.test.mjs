import { startReceiver, TracewrightError } from 'tracewright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import 'tracewright/vitest';
import { proveMatchers } from './suite.mjs';

proveMatchers({ expect, test, beforeAll, afterAll, startReceiver, TracewrightError, marksTests: true });
