// How many spans a second are kept, validated and ready for assertions; and how far the generator is from its limit.
import { ASKED_NAME, SPANS_A_BATCH, spansOfAskedName } from '../payload.js';
import { PROTOCOLS } from '../protocols.js';
import { BATCHES, ROUNDS } from '../settings.js';
import { startPair } from '../start-pair.js';
import { inTurn, median } from '../statistics.js';

const SPANS = BATCHES * SPANS_A_BATCH;
const CASES = [
  { protocol: 'grpc', receivers: ['tracewright', 'mockotlpserver', 'discard'] },
  { protocol: 'http', receivers: ['tracewright', 'mockotlpserver', 'discard'] },
  { protocol: 'json', receivers: ['tracewright', 'contrib'] },
].flatMap(({ protocol, receivers }) =>
  receivers.map(receiver => ({ key: `${PROTOCOLS[protocol].label} to ${receiver}`, protocol, receiver })),
);
const GOALS = [
  { protocol: 'grpc', peer: 'discard', atLeast: 0.8 },
  { protocol: 'grpc', peer: 'mockotlpserver', atLeast: 6.5 },
  { protocol: 'http', peer: 'mockotlpserver', atLeast: 10 },
  { protocol: 'http', peer: 'discard' },
  { protocol: 'json', peer: 'contrib', atLeast: 1.3 },
];

export async function measureIngest() {
  const measured = await inTurn(ROUNDS, CASES, ingest);
  const of = (protocol, receiver, field) =>
    median(measured.get(`${PROTOCOLS[protocol].label} to ${receiver}`).map(result => result[field]));
  const row = ({ protocol, peer, atLeast }, field, suffix) => {
    const own = of(protocol, 'tracewright', field);
    const theirs = of(protocol, peer, field);
    return {
      figure: `${PROTOCOLS[protocol].label} ingest, ${suffix}`,
      measured: rate(own),
      goal: atLeast === undefined ? '' : `at least ${atLeast} x ${peer}`,
      peer: `${peer} ${rate(theirs)}`,
      ratio: own / theirs,
      reached: atLeast === undefined ? undefined : own / theirs >= atLeast,
    };
  };
  const rows = GOALS.flatMap(goal => [
    row(goal, 'acknowledged', 'all acknowledged'),
    row({ ...goal, atLeast: undefined }, 'ready', 'and then found by name'),
  ]);
  const notes = CASES.map(({ key, protocol, receiver }) =>
    [
      `${key}: ${of(protocol, receiver, 'bytesPerSpan').toFixed(0)} bytes a span`,
      `query ${of(protocol, receiver, 'queryMs').toFixed(1)} ms`,
      `generator busy ${(100 * of(protocol, receiver, 'busy')).toFixed(0)} %`,
    ].join(', '),
  );
  return { rows, notes: [`Ingest of ${SPANS} spans, median of ${ROUNDS} rounds:`, ...notes] };
}

/** Sends all to a fresh receiver, then asks it for the spans of one name. */
async function ingest({ key, protocol, receiver }) {
  const { host, generator, stop } = await startPair(receiver, protocol);
  const { bytesPerSpan } = await generator.ask('prepare', SPANS);
  const { ms, busy } = await generator.ask('send');
  const query = await host.ask('find', ASKED_NAME);
  await stop();
  const expected = spansOfAskedName(SPANS);
  if (receiver !== 'discard' && query.matching !== expected) {
    throw new Error(`${key}: ${query.matching} spans have the name asked for, not ${expected}`);
  }
  return {
    acknowledged: SPANS / (ms / 1e3),
    ready: SPANS / ((ms + query.ms) / 1e3),
    queryMs: query.ms,
    bytesPerSpan,
    busy,
  };
}

function rate(spansPerSecond) {
  return `${Math.round(spansPerSecond / 1e3).toLocaleString('en-US')} k spans/s`;
}
