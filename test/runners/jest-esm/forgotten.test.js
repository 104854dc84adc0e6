import { test } from '@jest/globals';
import * as tracewright from 'tracewright';
import { proveForgetting } from './forgets.mjs';

proveForgetting({ test, ...tracewright });
