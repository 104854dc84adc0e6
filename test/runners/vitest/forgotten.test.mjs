import * as tracewright from 'tracewright';
import { test } from 'vitest';
import { proveForgetting } from './forgets.mjs';

proveForgetting({ test, ...tracewright });
