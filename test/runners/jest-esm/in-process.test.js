import * as grpc from '@grpc/grpc-js';
import { expect, test } from '@jest/globals';
import { startReceiver } from 'tracewright';
import { startSdk } from 'tracewright/sdk';
import 'tracewright/jest-globals';
import { proveGrpc, proveSdk } from './suite.mjs';

proveGrpc({ expect, test, startReceiver, grpc });
proveSdk({ expect, test, startReceiver, startSdk });
