// How long a capture of a prompt service takes after something was late once, beside one before: both in one process.
import { execSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from '../../dist/index.js';
import { median } from '../statistics.js';

const CAPTURES = 15;
const LATE_MS = 4_500;
const GOAL = 1.2;

const EVENTS = [
  { figure: 'a fault, and the spans sent again', make: afterFault },
  { figure: 'a standstill of 4.5 s', make: afterStandstill },
  { figure: 'spans of another service, 4.5 s late', make: afterOthers },
  { figure: 'one span of its own, 4.5 s late', make: afterOneLate },
  { figure: 'a capture of another service, whose clock is 5 s behind', make: afterClock },
];

export async function measureLag() {
  const rows = [];
  for (const { figure, make } of EVENTS) {
    const receiver = await startReceiver({ grpcPort: false });
    // What ended before a receiver began says nothing of how late anyone exports.
    await sleep(LATE_MS + 600);
    const before = await captures(receiver);
    await make(receiver);
    const after = await captures(receiver);
    await receiver.stop();
    const ratio = median(after) / median(before);
    rows.push({
      figure: `capture of a prompt service after ${figure}`,
      measured: `${median(after).toFixed(0)} ms`,
      goal: `at most ${GOAL} x before`,
      peer: `before ${median(before).toFixed(0)} ms`,
      ratio,
      reached: ratio <= GOAL,
    });
  }
  return { rows, notes: [] };
}

async function captures(receiver) {
  const times = [];
  for (let n = 0; n < CAPTURES; n++) {
    const began = performance.now();
    const trace = await receiver.capture(({ traceId, spanId }) =>
      send(receiver, { ...span('orders'), traceId, parentSpanId: spanId }),
    );
    if (!trace.complete) throw new Error(`not a whole trace:\n${trace}`);
    times.push(performance.now() - began);
  }
  return times;
}

// Twice each, since one export that came late says nothing, whatever the cause.
async function afterFault(receiver) {
  const fault = receiver.injectFault({ next: 2, with: 'UNAVAILABLE', retryAfter: 4 });
  const refused = [late('orders'), late('orders')];
  for (const each of [...refused, ...refused]) await send(receiver, each);
  await fault.recovered();
}

async function afterStandstill(receiver) {
  const ended = [span('orders'), span('orders')];
  execSync('sleep 4.5');
  for (const each of ended) await send(receiver, each);
}

async function afterOthers(receiver) {
  for (let n = 0; n < 2; n++) await send(receiver, late('billing'));
}

async function afterOneLate(receiver) {
  await send(receiver, late('orders'));
  await send(receiver, span('orders'));
}

async function afterClock(receiver) {
  await receiver.capture(({ traceId, spanId }) =>
    send(receiver, { ...span('ledger', Date.now() - 5_000), traceId, parentSpanId: spanId }),
  );
}

const late = service => span(service, Date.now() - LATE_MS);

function span(service, ms = Date.now()) {
  const hex = bytes => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
  return { service, traceId: hex(16), spanId: hex(8), ms };
}

async function send(receiver, { service, ms, ...ids }) {
  const time = `${BigInt(ms) * 1_000_000n}`;
  const spans = [{ ...ids, name: 'work', kind: 2, startTimeUnixNano: time, endTimeUnixNano: time }];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
}
