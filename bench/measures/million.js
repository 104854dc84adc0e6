// The most memory that the receiver's process takes for a million spans, received and then queried by name.
import { ASKED_NAME, spansOfAskedName } from '../payload.js';
import { PROTOCOLS } from '../protocols.js';
import { ROUNDS } from '../settings.js';
import { startPair } from '../start-pair.js';
import { inTurn, median } from '../statistics.js';

const SPANS = 1_000_000;
const GOAL_BYTES = 900e6;
const CASES = ['grpc', 'http'].map(protocol => ({ key: `a million spans, ${PROTOCOLS[protocol].label}`, protocol }));

export async function measureMillion() {
  const measured = await inTurn(Math.min(ROUNDS, 3), CASES, million);
  const rows = CASES.map(({ key, protocol }) => {
    const of = field => median(measured.get(key).map(result => result[field]));
    return {
      figure: `1,000,000 spans queried by name: peak RSS, ${PROTOCOLS[protocol].label}`,
      measured: `${megabytes(of('queried'))} (${megabytes(of('received'))} before; query ${of('queryMs').toFixed(0)} ms)`,
      goal: `at most ${megabytes(GOAL_BYTES)}`,
      reached: of('queried') <= GOAL_BYTES,
    };
  });
  return { rows, notes: [] };
}

async function million({ key, protocol }) {
  const { host, generator, stop } = await startPair('tracewright', protocol);
  await generator.ask('stream', SPANS);
  const received = await host.ask('peakRss');
  const { matching, ms } = await host.ask('find', ASKED_NAME);
  const queried = await host.ask('peakRss');
  await stop();
  const expected = spansOfAskedName(SPANS);
  if (matching !== expected) throw new Error(`${key}: ${matching} spans have the name asked for, not ${expected}`);
  return { received, queried, queryMs: ms };
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
