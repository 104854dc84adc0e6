// Sends spans to a receiver from a process of its own: node generator.js PROTOCOL URL, then questions.
import { performance } from 'node:perf_hooks';
import { answer } from './ask.js';
import { batches } from './payload.js';
import { PROTOCOLS } from './protocols.js';

const IN_FLIGHT = 8;
const [protocol, url] = process.argv.slice(2);
const { encoding, connect } = PROTOCOLS[protocol];
const { frame, send } = connect(url);
let prepared = [];

answer({
  /** Makes the requests of so many spans, and tells the bytes of a span in them. */
  prepare(spans) {
    prepared = [...requestsOf(spans)];
    return { bytesPerSpan: prepared.reduce((sum, { length }) => sum + length, 0) / spans };
  },
  /** Sends what is prepared; `busy` is the share of the time in which this process had something to do. */
  async send() {
    const before = performance.eventLoopUtilization();
    const began = performance.now();
    await sendAll(prepared.values());
    return { ms: performance.now() - began, busy: performance.eventLoopUtilization(before).utilization };
  },
  /** Makes and sends so many spans without ever holding them all. */
  stream: spans => sendAll(requestsOf(spans)),
});

function* requestsOf(spans) {
  for (const batch of batches(encoding, spans)) yield frame(batch);
}

async function sendAll(requests) {
  const lane = async () => {
    for (const request of requests) await send(request);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}
