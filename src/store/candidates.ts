import type { CompiledCriteria } from '../query/compile-criteria.ts';
import type { Condition } from '../query/criteria-fields.ts';
import { wordOf } from './id-words.ts';
import { ANY_NAME } from './name-table.ts';
import { Postings } from './postings.ts';
import type { SpanTable } from './span-table.ts';

/** Names that are judged to find those of a pattern: of more, judging each row's is as quick. */
const JUDGED_NAMES = 5_000;

/** The rows among which all matches are: some rows, those of an index, or all (undefined). */
export type Candidates = readonly number[] | Postings | undefined;

/** Finds the shortest way to the rows that may match: by span id, by name or by service. */
export function candidates(table: SpanTable, { conditions = [] }: CompiledCriteria): Candidates {
  const plain = conditions.filter(condition => condition.plain === true);
  const of = (name: Condition['field']['name']) => plain.find(condition => condition.field.name === name);
  const spanId = of('spanId')?.expected;
  if (typeof spanId === 'string') {
    if (!/^[0-9a-f]{16}$/.test(spanId)) return [];
    return table.indexes.ofSpanId(wordOf(spanId, 0), wordOf(spanId, 1));
  }
  const [name, service] = [of('name'), of('service')];
  const byName = name === undefined ? undefined : namedRows(table, name);
  const byService = service === undefined ? undefined : united(table, servicePostings(table, service));
  return sizeOf(table, byName) <= sizeOf(table, byService) ? byName : byService;
}

function sizeOf(table: SpanTable, rows: Candidates): number {
  if (rows === undefined) return table.rows.size;
  return rows instanceof Postings ? rows.size : rows.length;
}

function namedRows(table: SpanTable, { expected, accepts }: Condition): Candidates {
  const { names, indexes } = table;
  // Names that have no number may be any.
  const any = indexes.ofName(ANY_NAME);
  if (typeof expected === 'string') {
    const number = table.nameNumber(expected);
    return united(table, number === undefined ? [any] : [indexes.ofName(number), any]);
  }
  if (names.length > JUDGED_NAMES) return undefined;
  return united(table, [...names.flatMap((name, number) => (accepts(name) ? [indexes.ofName(number)] : [])), any]);
}

function servicePostings(table: SpanTable, { expected, accepts }: Condition): Postings[] {
  const services = table.indexes.services();
  if (typeof expected === 'string') return [services.get(expected) ?? new Postings()];
  return [...services].flatMap(([service, postings]) => (accepts(service) ? [postings] : []));
}

/** The rows of several lists in the order of arrival; all rows when that is a good part of them. */
function united(table: SpanTable, lists: readonly Postings[]): Candidates {
  const filled = lists.filter(({ size }) => size > 0);
  const [only, ...others] = filled;
  if (only === undefined) return [];
  if (others.length === 0) return only;
  const size = filled.reduce((sum, list) => sum + list.size, 0);
  if (4 * size > table.rows.size) return undefined;
  return filled.flatMap(list => Array.from(list.rows.subarray(0, list.size))).sort((a, b) => a - b);
}
