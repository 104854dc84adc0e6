import type { CompiledCriteria } from '../query/compile-criteria.ts';
import type { Condition } from '../query/criteria-fields.ts';
import type { Judge } from './judgement.ts';
import { ANY_NAME } from './name-table.ts';
import { columnJudge, contentJudge } from './row-judge.ts';
import type { SpanFields } from './span-decoder.ts';
import { indexOf } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';

/** Conditions of criteria, by what has to be looked at to judge them. */
export interface RowJudges {
  /** Cheap: columns, most of them judged once for each distinct value. */
  readonly columns: readonly Judge<number>[];
  /** Single fields of a span that is not decoded. */
  readonly contents: readonly Judge<SpanFields>[];
  /** Only the decoded span tells. */
  readonly others: readonly Condition[];
}

export function rowJudges(table: SpanTable, conditions: readonly Condition[]): RowJudges {
  const columns: Judge<number>[] = [];
  const contents: Judge<SpanFields>[] = [];
  const others: Condition[] = [];
  for (const condition of conditions) {
    const column = condition.plain === true ? columnJudge(table, condition) : undefined;
    const content = condition.plain === true && column === undefined ? contentJudge(condition) : undefined;
    if (column !== undefined) columns.push(column);
    else if (content !== undefined) contents.push(content);
    else others.push(condition);
  }
  return { columns, contents, others };
}

/** Whether a row may match, by what can be told without decoding its span. */
export function rowFilter(table: SpanTable, criteria: CompiledCriteria): (row: number) => boolean {
  if (criteria.conditions === undefined) return nameFilter(table, criteria);
  const { columns, contents } = rowJudges(table, criteria.conditions);
  return row => {
    for (const column of columns) if (!column.holds(row)) return false;
    if (contents.length === 0) return true;
    const fields = table.fields(row);
    if (fields === undefined) return true;
    for (const content of contents) if (!content.holds(fields)) return false;
    return true;
  };
}

/** Of criteria that do not say what they ask, names and services can be judged still. */
function nameFilter({ rows, names, origins }: SpanTable, criteria: CompiledCriteria): (row: number) => boolean {
  const byName: (boolean | undefined)[] = [];
  const byOrigin: (boolean | undefined)[] = [];
  return row => {
    const page = rows.page(row);
    const at = indexOf(row);
    const name = page.nameOf[at] as number;
    const origin = page.originOf[at] as number;
    byName[name] ??= name === ANY_NAME || criteria.accepts('name', names[name] ?? '');
    byOrigin[origin] ??= criteria.accepts('service', origins[origin]?.service ?? '');
    return byName[name] === true && byOrigin[origin] === true;
  };
}
