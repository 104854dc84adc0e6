// What sendTraces() loads when it is first called.
export { sendBatches } from './send-batches.ts';
