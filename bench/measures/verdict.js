// From span.end() in a service to what a test waits for in this process, over a real socket, with the simple processor.
// Both read the machine's monotonic clock.
import { createRequire } from 'node:module';
import { startReceiver } from '../../dist/index.js';
import { startProcess } from '../ask.js';
import { median, quantile } from '../statistics.js';

const { MockOtlpServer } = createRequire(import.meta.url)('@elastic/mockotlpserver');
const SPANS = 200;
const WARM_UP = 20;
const GOAL_MS = 3;

export async function measureVerdict() {
  const own = await tracewright();
  const peer = await mockotlpserver();
  const row = (figure, of, goal) => ({
    figure: `span.end() to the verdict, ${figure}`,
    measured: `${of(own).toFixed(2)} ms`,
    goal: goal === undefined ? '' : `at most ${goal} ms`,
    peer: `mockotlpserver's callback ${of(peer).toFixed(2)} ms`,
    ratio: of(own) / of(peer),
    reached: goal === undefined ? undefined : of(own) <= goal,
  });
  return { rows: [row('median', median, GOAL_MS), row('p95', times => quantile(times, 0.95))], notes: [] };
}

async function tracewright() {
  const receiver = await startReceiver({ grpcPort: false });
  const times = await timesOf(receiver.httpUrl, name => receiver.waitForSpan(name));
  await receiver.stop();
  return times;
}

async function mockotlpserver() {
  let called;
  const server = new MockOtlpServer({
    logLevel: 'fatal',
    services: ['http'],
    httpHostname: '127.0.0.1',
    httpPort: 0,
    onTrace: () => called(),
  });
  await server.start();
  const times = await timesOf(new URL(server.httpUrl).origin, () => {
    return new Promise(resolve => {
      called = resolve;
    });
  });
  await server.close();
  return times;
}

async function timesOf(url, verdictOn) {
  const service = startProcess('services/exporting.js', url);
  const times = [];
  for (let n = 0; n < WARM_UP + SPANS; n++) {
    const verdict = verdictOn(`span ${n}`).then(() => process.hrtime.bigint());
    const ended = BigInt(await service.ask('end', `span ${n}`));
    times.push(Number((await verdict) - ended) / 1e6);
  }
  await service.stop();
  return times.slice(WARM_UP);
}
