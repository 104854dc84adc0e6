// Runs one receiver in a process of its own: node host.js NAME, then questions.
import { answer } from '../ask.js';
import { collectedMemory } from '../collected-memory.js';

const [name] = process.argv.slice(2);
const { start } = await import(`./${name}.js`);
const before = heldBytes(await collectedMemory());
const receiver = await start();

answer({
  urls: () => receiver.urls,
  /** How many spans have that name, and how long it took to find them. */
  find(spanName) {
    const began = performance.now();
    const matching = receiver.count(spanName);
    return { matching, ms: performance.now() - began };
  },
  /** The bytes that it holds more than before it started, after garbage collection. */
  held: async () => heldBytes(await collectedMemory()) - before,
  peakRss: () => process.resourceUsage().maxRSS * 1024,
  clear: () => receiver.clear(),
});

/** `external` includes `arrayBuffers`. */
function heldBytes({ heapUsed, external }) {
  return heapUsed + external;
}
