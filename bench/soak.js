// Mixed good and bad traffic from 50 connections against one receiver: SOAK_MINUTES=10 node bench/soak.js
// Ends with 1 when an acknowledged span was lost, an answer was wrong, or memory grew.
import { setTimeout } from 'node:timers/promises';
import { startProcess } from './ask.js';
import { makeBatch } from './soak/batch.js';
import { growthOf } from './soak/growth.js';
import { grpcConnection } from './soak/grpc-connection.js';
import { httpConnection } from './soak/http-connection.js';
import { anyKind } from './soak/kinds.js';
import { Ledger } from './soak/ledger.js';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10);
const CONNECTIONS = 50;
const SAMPLE_MS = 10_000;
const LONGEST_PAUSE_MS = 50;
/** How much may be more at the end than after the warm-up, by the line through the samples. */
const TOLERATED = { 'heap + external': 0.1, RSS: 0.2 };

const host = startProcess('soak/receiver.js');
const urls = await host.ask('urls');
const connections = Array.from({ length: CONNECTIONS }, (_, n) =>
  n % 2 === 0 ? httpConnection(urls.http) : grpcConnection(urls.grpc),
);
const ledger = new Ledger();
const samples = [];
const began = performance.now();

while (performance.now() - began < MINUTES * 60_000) {
  await host.ask('watchDelay');
  const until = performance.now() + SAMPLE_MS;
  await Promise.all(connections.map(connection => sendUntil(connection, until)));
  const account = await host.ask('account');
  ledger.compare(account);
  samples.push({ minute: (performance.now() - began) / 60_000, ...account });
  printSample(samples.at(-1));
}
for (const connection of connections) connection.close();
await host.stop();
printVerdict();

async function sendUntil(connection, until) {
  while (performance.now() < until) {
    await sendOne(connection, anyKind());
    await setTimeout(Math.random() * LONGEST_PAUSE_MS);
  }
}

async function sendOne(connection, { name, right, request, rejected = false, times = 1 }) {
  const { protocol, encodings } = connection;
  const batch = makeBatch(encodings[Math.floor(Math.random() * encodings.length)], rejected);
  for (let time = 0; time < times; time++) {
    const outcome = await connection.send({ ...batch, ...request?.(batch) });
    ledger.requests++;
    if (outcome === 200 || outcome === 0) ledger.acknowledged(batch, time > 0);
    if (!right[protocol].includes(outcome)) ledger.wentWrong(`${protocol}, ${name}: ${outcome}`);
  }
}

function printSample({ minute, stats, delayMs, memory }) {
  const { heapUsed, external, rss } = memory;
  console.log(
    [
      `${minute.toFixed(1)} min`,
      `${ledger.requests} requests`,
      `${stats.spans} stored, ${stats.duplicates} duplicates, ${stats.rejectedSpans} rejected`,
      `heap ${mebibytes(heapUsed)}, external ${mebibytes(external)}, RSS ${mebibytes(rss)}`,
      `event loop delayed ${delayMs.toFixed(0)} ms at most`,
    ].join(' | '),
  );
}

function printVerdict() {
  const series = {
    'heap + external': ({ heapUsed, external }) => heapUsed + external,
    RSS: ({ rss }) => rss,
  };
  for (const [name, read] of Object.entries(series)) {
    const { perMinute, share } = growthOf(samples.map(({ minute, memory }) => ({ minute, value: read(memory) })));
    const text = `${name} grew by ${mebibytes(perMinute)} a minute, ${(100 * share).toFixed(1)} % in all`;
    console.log(text);
    if (share > TOLERATED[name]) ledger.wentWrong(text);
  }
  for (const [what, times] of ledger.wrong) console.log(`WRONG, ${times} x: ${what}`);
  console.log(`Event loop delayed ${Math.max(...samples.map(({ delayMs }) => delayMs)).toFixed(0)} ms at most.`);
  console.log(ledger.wrong.size === 0 ? 'PASSED: nothing was lost, memory is flat.' : 'FAILED');
  process.exitCode = ledger.wrong.size === 0 ? 0 : 1;
}

function mebibytes(bytes) {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
