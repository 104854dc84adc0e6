// Measures the package in ../dist beside its peers and prints one table: node bench/run.js [MEASURE]
import { measureGrowth } from './measures/growth.js';
import { measureInProcess } from './measures/in-process.js';
import { measureIngest } from './measures/ingest.js';
import { measureJest } from './measures/jest.js';
import { measureLag } from './measures/lag.js';
import { measureMemory } from './measures/memory.js';
import { measureMillion } from './measures/million.js';
import { measureQueries } from './measures/queries.js';
import { measureStart } from './measures/start.js';
import { measureSuite } from './measures/suite.js';
import { measureTies } from './measures/ties.js';
import { measureVerdict } from './measures/verdict.js';
import { formatTable } from './table.js';

const MEASURES = {
  ingest: measureIngest,
  memory: measureMemory,
  million: measureMillion,
  verdict: measureVerdict,
  'in-process': measureInProcess,
  start: measureStart,
  jest: measureJest,
  growth: measureGrowth,
  queries: measureQueries,
  lag: measureLag,
  ties: measureTies,
  suite: measureSuite,
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !Object.hasOwn(MEASURES, name));
if (unknown.length > 0) {
  console.error(`No such measure: ${unknown.join(', ')}. There are: ${Object.keys(MEASURES).join(', ')}.`);
  process.exit(2);
}
const results = [];
for (const name of asked.length > 0 ? asked : Object.keys(MEASURES)) results.push(await MEASURES[name]());
console.log(formatTable(results.flatMap(({ rows }) => rows)));
for (const { notes } of results) if (notes.length > 0) console.log(`\n${notes.join('\n')}`);
