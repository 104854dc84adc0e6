import { test } from '@playwright/test';
import * as tracewright from 'tracewright';
import { proveForgetting } from './forgets.mjs';

proveForgetting({ test, ...tracewright });
