export { Sdk } from './sdk.ts';
export type { Instrumentation, SdkOptions } from './sdk-options.ts';
export { startSdk } from './start-sdk.ts';
