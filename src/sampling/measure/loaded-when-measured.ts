/** Loaded by `measureSampling` when it is first called. */
export { runMeasurement } from './run-measurement.ts';
