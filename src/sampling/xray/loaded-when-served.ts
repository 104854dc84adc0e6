/** Loaded by `startXRaySampling` when it is first called, as one, since Jest 30 fails to load two files at once. */
export { listen } from './serve.ts';
export { XRaySampling } from './xray-sampling.ts';
