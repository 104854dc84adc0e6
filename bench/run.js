// Receivers side by side, generator and receiver in processes of their own, in turn within each round; medians.
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { SPANS_A_BATCH } from './payload.js';
import { measureVerdict } from './verdict.js';

const run = promisify(execFile);
const file = name => new URL(name, import.meta.url).pathname;
const BATCHES = Number(process.env.BENCH_BATCHES ?? 200);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SPANS = BATCHES * SPANS_A_BATCH;
const RECEIVERS = ['tracewright', 'mockotlpserver', 'discard'];

const results = new Map();
for (let round = 0; round < ROUNDS; round++) {
  for (const protocol of ['http', 'grpc']) {
    for (const name of RECEIVERS) {
      const key = `${protocol} ${name}`;
      const measured = await ingest(name, protocol);
      results.set(key, [...(results.get(key) ?? []), measured]);
    }
  }
}
print();
console.log(
  `span.end() to verdict, simple processor, HTTP/protobuf: ${(await measureVerdict()).toFixed(2)} ms (median)`,
);

/** Sends all batches to a fresh receiver, then asks it for the spans of one name. */
async function ingest(name, protocol) {
  const child = fork(file('receivers/host.js'), [name], { execArgv: ['--expose-gc'] });
  const [{ urls }] = await once(child, 'message');
  const { stdout } = await run(process.execPath, [file('generator.js'), protocol, urls[protocol], String(BATCHES)]);
  child.send('look');
  const [look] = await once(child, 'message');
  child.kill();
  const expected = BATCHES * Array.from({ length: SPANS_A_BATCH }).filter((_, n) => n % 20 === 7).length;
  if (name !== 'discard' && look.matching !== expected) {
    throw new Error(`${name} over ${protocol} found ${look.matching} spans, not ${expected}`);
  }
  return {
    spansPerSecond: SPANS / ((Number(stdout) + look.queryMs) / 1e3),
    bytesPerSpan: look.held / SPANS,
    peakRss: look.peakRss,
  };
}

function print() {
  console.log(`${SPANS} spans in batches of ${SPANS_A_BATCH}, 8 in flight, median of ${ROUNDS}`);
  console.log('spans/s: acknowledged and then found by name; bytes/span: heap and external held, after gc\n');
  console.log('protocol  receiver         spans/s    of discard  x mockotlpserver  bytes/span  peak RSS');
  for (const protocol of ['http', 'grpc']) {
    const rate = name => median(results.get(`${protocol} ${name}`).map(result => result.spansPerSecond));
    for (const name of RECEIVERS) {
      const own = results.get(`${protocol} ${name}`);
      const bytes = name === 'discard' ? '-' : median(own.map(result => result.bytesPerSpan)).toFixed(0);
      console.log(
        [
          protocol.padEnd(8),
          name.padEnd(15),
          Math.round(rate(name)).toLocaleString('en-US').padStart(9),
          (rate(name) / rate('discard')).toFixed(2).padStart(11),
          (rate(name) / rate('mockotlpserver')).toFixed(1).padStart(16),
          bytes.padStart(11),
          `${Math.round(median(own.map(result => result.peakRss)) / 2 ** 20)} MiB`.padStart(9),
        ].join('  '),
      );
    }
  }
  console.log();
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
