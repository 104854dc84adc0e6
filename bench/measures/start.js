// From the start of a process to the line which says that its receiver is ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inTurn, median } from '../statistics.js';

const ROUNDS = 15;
const service = name => [fileURLToPath(new URL(`../services/${name}.js`, import.meta.url))];
const BARE = { key: 'start of node -e 0', args: ['-e', '0'] };
const PEER = { key: 'start of mockotlpserver', args: service('ready-mockotlpserver') };
const OWN = [
  { key: 'process start to ready, HTTP only', args: service('ready-http'), goal: 90 },
  { key: 'process start to ready, HTTP and gRPC', args: service('ready-both'), goal: 150 },
];

export async function measureStart() {
  const measured = await inTurn(ROUNDS, [...OWN, PEER, BARE], start);
  const of = ({ key }) => median(measured.get(key));
  const rows = OWN.map(own => ({
    figure: own.key,
    measured: `${of(own).toFixed(0)} ms (node alone ${of(BARE).toFixed(0)} ms)`,
    goal: `at most ${own.goal} ms`,
    peer: `mockotlpserver ${of(PEER).toFixed(0)} ms`,
    ratio: of(own) / of(PEER),
    reached: of(own) <= own.goal,
  }));
  return { rows, notes: [] };
}

/** Until the first line, or the end of a process that prints none. */
async function start({ args }) {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  const ms = performance.now() - began;
  child.kill();
  await exited;
  return ms;
}
