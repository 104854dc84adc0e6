const grpc = require('@grpc/grpc-js');
const { startReceiver } = require('tracewright');
const { startSdk, tracesOf } = require('tracewright/sdk');
const traceBase = require('@opentelemetry/sdk-trace-base');
const { proveGrpc, proveSdk } = require('./suite.cjs');

proveGrpc({ expect, test, startReceiver, grpc });
proveSdk({ expect, test, startReceiver, startSdk, tracesOf, traceBase });
