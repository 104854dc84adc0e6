// What a span costs in memory, heap and external, after garbage collection: as received, and once it was queried.
import { ASKED_NAME, SPANS_A_BATCH } from '../payload.js';
import { PROTOCOLS } from '../protocols.js';
import { BATCHES, ROUNDS } from '../settings.js';
import { startPair } from '../start-pair.js';
import { inTurn, median } from '../statistics.js';

const SPANS = BATCHES * SPANS_A_BATCH;
const GOAL = 500;
const PEERS = { grpc: 'mockotlpserver', http: 'mockotlpserver', json: 'contrib' };
const keyOf = (protocol, receiver) => `memory of a span, ${PROTOCOLS[protocol].label} to ${receiver}`;
const CASES = Object.entries(PEERS).flatMap(([protocol, peer]) =>
  ['tracewright', peer].map(receiver => ({ key: keyOf(protocol, receiver), protocol, receiver })),
);

export async function measureMemory() {
  const measured = await inTurn(Math.min(ROUNDS, 3), CASES, memory);
  const rows = Object.entries(PEERS).flatMap(([protocol, peer]) => {
    const of = (receiver, field) => median(measured.get(keyOf(protocol, receiver)).map(result => result[field]));
    const row = (field, suffix, goal) => ({
      figure: `memory held by a span, ${PROTOCOLS[protocol].label}${suffix}`,
      measured: `${of('tracewright', field).toFixed(0)} B`,
      goal: goal === undefined ? '' : `at most ${goal} B`,
      peer: `${peer} ${of(peer, field).toFixed(0)} B`,
      ratio: of('tracewright', field) / of(peer, field),
      reached: goal === undefined ? undefined : of('tracewright', field) <= goal,
    });
    return [row('received', '', GOAL), row('queried', ', after the query')];
  });
  return { rows, notes: [] };
}

async function memory({ protocol, receiver }) {
  const { host, generator, stop } = await startPair(receiver, protocol);
  await generator.ask('stream', SPANS);
  const received = (await host.ask('held')) / SPANS;
  await host.ask('find', ASKED_NAME);
  const queried = (await host.ask('held')) / SPANS;
  await stop();
  return { received, queried };
}
