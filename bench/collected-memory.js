import { setImmediate } from 'node:timers/promises';

/** This process's memory after garbage collection. Freed array buffers are taken off only a little after a pass. */
export async function collectedMemory() {
  for (let pass = 0; pass < 3; pass++) {
    global.gc();
    await setImmediate();
  }
  return process.memoryUsage();
}
