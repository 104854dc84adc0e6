// Spans with ids that are unique only within their trace, from code that repeats: all but the trace id is the same.
import { startProcess } from '../ask.js';
import { ROUNDS } from '../settings.js';
import { inTurn, median } from '../statistics.js';
import { formatMs } from '../table.js';

const SPANS = 1_000_000;
const KINDS = [
  { key: 'distinct', fill: 'fill' },
  { key: 'tied', fill: 'fillTied' },
];
const QUERIES = [
  { query: 'filter', figure: 'filter by name, 10,000 found', goal: 1.5 },
  { query: 'find', figure: 'find by name, first of 10,000' },
];

export async function measureTies() {
  const hosts = KINDS.map(kind => ({ ...kind, host: startProcess('queries/host.js') }));
  for (const { host, fill } of hosts) await host.ask(fill, SPANS);
  const measured = await inTurn(ROUNDS, hosts, ({ host }) => host.ask('byName', SPANS));
  for (const { host } of hosts) await host.stop();
  const medianOf = (key, query) => median(measured.get(key).map(round => round[query].median));
  const rows = QUERIES.map(({ query, figure, goal }) => {
    const [distinct, tied] = [medianOf('distinct', query), medianOf('tied', query)];
    return {
      figure: `1,000,000 spans, 1,000 apart from trace ids: ${figure}`,
      measured: formatMs(tied),
      goal: goal === undefined ? '' : `at most ${goal} x distinct spans`,
      peer: `distinct spans ${formatMs(distinct)}`,
      ratio: tied / distinct,
      reached: goal === undefined ? undefined : tied <= goal * distinct,
    };
  });
  return { rows, notes: [] };
}
