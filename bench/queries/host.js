// Holds spans and answers how long queries over them take: node host.js, then questions.
import { startReceiver } from '../../dist/index.js';
import * as matchers from '../../dist/matchers.js';
import { answer } from '../ask.js';
import { collectedMemory } from '../collected-memory.js';
import { PROTOCOLS } from '../protocols.js';
import { median } from '../statistics.js';
import { expectCount, expectNone, plainCases, queryCases } from './cases.js';
import { COMMON_NAME, largeTrace, requests, tiedRequests } from './spans.js';

const SHAPES = {
  wide: n => (n === 0 ? undefined : 0),
  deep: n => (n === 0 ? undefined : n - 1),
  balanced: n => (n === 0 ? undefined : Math.floor((n - 1) / 2)),
};
const receiver = await startReceiver({ grpcPort: false });
let cases = {};

answer({
  /** Receives so many spans; tells the bytes that one takes. */
  async fill(spans) {
    const before = heldBytes(await collectedMemory());
    await send(requests(spans));
    cases = queryCases(receiver, spans);
    return (heldBytes(await collectedMemory()) - before) / spans;
  },
  /** Receives so many spans of which all but a thousand repeat an earlier one in a trace of its own. */
  fillTied: spans => send(tiedRequests(spans)),
  /** How long a filter and a find by name take, of so many spans. */
  async byName(spans) {
    return {
      filter: await timed(() => expectCount(receiver.filter(COMMON_NAME), spans / 100), 8),
      find: await timed(() => receiver.find(COMMON_NAME), 8),
    };
  },
  held: async () => heldBytes(await collectedMemory()),
  /** The first run, which may build an index, and the median of those after it, in milliseconds. */
  query: (key, rounds) => timed(cases[key], rounds),
  /** Goes on with plain objects, as an exporter in memory has them; the receiver forgets its spans. */
  decode() {
    const spans = receiver.spans.map(span => ({ ...span, service: span.service }));
    receiver.clear();
    cases = plainCases(spans);
  },
  /** Receives one trace of so many spans; the milliseconds of what is done with it. */
  async trace(shape, spans) {
    receiver.clear();
    await send(largeTrace(spans, SHAPES[shape]));
    await collectedMemory();
    const build = once(() => receiver.traces[0]);
    const trace = build.value;
    const tree = treeOf(trace);
    const judge = once(() => matchers.toHaveSpanTree.call({ isNot: false }, trace, tree));
    if (!judge.value.pass) throw new Error(`the tree of ${shape} is not found`);
    const miss = once(() => expectNone(() => trace.get({ name: 'chrage card', attributes: { 'app.item': 'x' } })));
    return { build: build.ms, tree: judge.ms, miss: miss.ms };
  },
});

async function send(bodies) {
  const { send: post } = PROTOCOLS.http.connect(receiver.httpUrl);
  for (const body of bodies) await post(body);
}

async function timed(query, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    times.push(once(query).ms);
    // What the round before found must not be found again only because it is held still.
    await new Promise(setImmediate);
  }
  const [first, ...others] = times;
  return { first, median: median(others) };
}

function once(run) {
  const began = performance.now();
  const value = run();
  return { value, ms: performance.now() - began };
}

/** A tree of 20 nodes that the trace has: from its root down, as many as there are. */
function treeOf({ roots: [root] }) {
  let left = 20;
  const nodeOf = span => {
    left--;
    const children = [];
    for (const child of span.children) if (left > 0) children.push(nodeOf(child));
    return { name: span.name, attributes: { 'app.item': span.attributes['app.item'] }, children };
  };
  return nodeOf(root);
}

/** `external` includes `arrayBuffers`. */
function heldBytes({ heapUsed, external }) {
  return heapUsed + external;
}
