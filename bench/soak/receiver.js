// The receiver under soak, in a process of its own.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startReceiver } from '../../dist/index.js';
import { answer } from '../ask.js';
import { collectedMemory } from '../collected-memory.js';
import { IdSum } from './id-sum.js';
import { MAX_REQUEST_BYTES } from './limits.js';

const receiver = await startReceiver({ maxRequestBytes: MAX_REQUEST_BYTES });
const delay = monitorEventLoopDelay({ resolution: 10 });

answer({
  urls: () => ({ http: receiver.httpUrl, grpc: receiver.grpcUrl }),
  watchDelay() {
    delay.reset();
    delay.enable();
  },
  /** Tells all there is to tell since the last time, and forgets it. */
  async account() {
    delay.disable();
    const { received, spans, duplicates, rejectedSpans } = receiver.stats;
    const held = new IdSum();
    for (const { spanId } of receiver.spans) {
      held.add(Number.parseInt(spanId.slice(0, 8), 16), Number.parseInt(spanId.slice(8), 16));
    }
    receiver.clear();
    const { heapUsed, external, rss } = await collectedMemory();
    return {
      stats: { received, spans, duplicates, rejectedSpans },
      held: String(held),
      delayMs: delay.max / 1e6,
      memory: { heapUsed, external, rss },
    };
  },
});
