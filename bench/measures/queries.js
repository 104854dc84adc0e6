// Queries over a million spans in 100,000 traces, and what is done with one trace of 50,000.
import { startProcess } from '../ask.js';
import { CASES } from '../queries/cases.js';
import { ROUNDS } from '../settings.js';
import { median } from '../statistics.js';
import { formatMs } from '../table.js';

const SPANS = 1_000_000;
/** Decoded objects of all would take 2 to 4 GB: they are measured on fewer, and their time is taken times five. */
const PLAIN_SPANS = 200_000;
const TRACE_SPANS = 50_000;
const PEER = 'Array filter over objects';
const OF_A_TRACE = [
  { field: 'build', figure: 'decoded and built', goal: 250 },
  { field: 'tree', figure: 'toHaveSpanTree with 20 nodes', goal: 100 },
  { field: 'miss', figure: 'get that finds none: near misses and text' },
];

export async function measureQueries() {
  const held = startProcess('queries/host.js');
  const bytes = await held.ask('fill', SPANS);
  const before = await held.ask('held');
  const plain = startProcess('queries/host.js');
  await plain.ask('fill', PLAIN_SPANS);
  await plain.ask('decode');
  const rows = [];
  for (const one of CASES) rows.push(await queryRow(held, plain, one));
  const indexes = ((await held.ask('held')) - before) / SPANS;
  await plain.stop();
  for (const shape of ['wide', 'deep', 'balanced']) rows.push(...(await traceRows(held, shape)));
  await held.stop();
  const notes = [
    `Queries: ${SPANS.toLocaleString('en-US')} spans of ${bytes.toFixed(0)} B each are held; after all queries, their indexes take ${indexes.toFixed(0)} B more.`,
    `Their peer: ${PLAIN_SPANS.toLocaleString('en-US')} decoded objects, whose times are multiplied by ${SPANS / PLAIN_SPANS}. A ratio below 1 is faster than the peer.`,
  ];
  return { rows, notes };
}

async function queryRow(held, plain, { key, figure, rounds, goal }) {
  const own = await held.ask('query', key, rounds);
  // A failing get has no peer: a filter reports nothing.
  const peer = key.startsWith('miss') ? undefined : await plain.ask('query', key, Math.min(rounds, 20));
  const peerMs = peer && (peer.median * SPANS) / PLAIN_SPANS;
  return {
    figure: `1,000,000 spans: ${figure}`,
    measured: `${formatMs(own.median)} (first ${formatMs(own.first)})`,
    goal: goal === undefined ? '' : `under ${goal.toLocaleString('en-US')} ms`,
    peer: peerMs && `${PEER} ${formatMs(peerMs)}`,
    ratio: peerMs && own.median / peerMs,
    reached: goal === undefined ? undefined : own.median < goal,
  };
}

async function traceRows(held, shape) {
  const measured = [];
  for (let round = 0; round < ROUNDS; round++) measured.push(await held.ask('trace', shape, TRACE_SPANS));
  return OF_A_TRACE.map(({ field, figure, goal }) => {
    const ms = median(measured.map(one => one[field]));
    return {
      figure: `a ${shape} trace of 50,000 spans: ${figure}`,
      measured: formatMs(ms),
      goal: goal === undefined ? '' : `under ${goal} ms`,
      reached: goal === undefined ? undefined : ms < goal,
    };
  });
}
