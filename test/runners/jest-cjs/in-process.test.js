const grpc = require('@grpc/grpc-js');
const { startReceiver } = require('tracewright');
const { startSdk } = require('tracewright/sdk');
const { proveGrpc, proveSdk } = require('./suite.cjs');

proveGrpc({ expect, test, startReceiver, grpc });
proveSdk({ expect, test, startReceiver, startSdk });
