import * as grpc from '@grpc/grpc-js';
import { startReceiver } from 'tracewright';
import { startSdk } from 'tracewright/sdk';
import { expect, test } from 'vitest';
import 'tracewright/vitest';
import { proveGrpc, proveSdk } from './suite.mjs';

proveGrpc({ expect, test, startReceiver, grpc });
proveSdk({ expect, test, startReceiver, startSdk });
