import { test } from 'node:test';
import * as tracewright from 'tracewright';
import { proveForgetting } from './forgets.mjs';

proveForgetting({ test, ...tracewright });
