export type {
  HrTime,
  ReadableResource,
  ReadableScope,
  ReadableSpan,
  ReadableSpanContext,
} from './readable/readable-span.ts';
export { Sdk } from './sdk.ts';
export type { Instrumentation, SdkOptions } from './sdk-options.ts';
export { startSdk } from './start-sdk.ts';
export { tracesOf } from './traces-of.ts';
