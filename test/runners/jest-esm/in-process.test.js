import * as grpc from '@grpc/grpc-js';
import { expect, test } from '@jest/globals';
import * as traceBase from '@opentelemetry/sdk-trace-base';
import { startReceiver } from 'tracewright';
import { startSdk, tracesOf } from 'tracewright/sdk';
import 'tracewright/jest-globals';
import { proveGrpc, proveSdk } from './suite.mjs';

proveGrpc({ expect, test, startReceiver, grpc });
proveSdk({ expect, test, startReceiver, startSdk, tracesOf, traceBase });
