import type * as Grpc from '@grpc/grpc-js';
import { hostProcess } from '../host-process.ts';

// Loaded when a receiver first wants gRPC: a test file that only uses matchers never pays for it. And loaded outside of
// Jest's registry: its jsdom environment lacks what grpc-js needs, and each test file would load it anew.
export function loadGrpc(): typeof Grpc {
  const { createRequire } = hostProcess().getBuiltinModule('node:module');
  return createRequire(import.meta.url)('@grpc/grpc-js') as typeof Grpc;
}
