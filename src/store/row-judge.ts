import { attribute } from '../model/attributes.ts';
import type { SpanOrigin } from '../model/packed-spans.ts';
import { type Condition, renamedValue } from '../query/criteria-fields.ts';
import { attributeJudge } from './attribute-judge.ts';
import { idOf } from './id-words.ts';
import type { Judge, Judgement } from './judgement.ts';
import { ANY_NAME } from './name-table.ts';
import type { SpanFields } from './span-decoder.ts';
import { indexOf } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';

/** Judges one condition on the columns of a row; undefined when they do not tell. */
export function columnJudge(table: SpanTable, condition: Condition): Judge<number> | undefined {
  switch (condition.field.name) {
    case 'name':
      return judged(nameJudgement(table, condition));
    case 'service':
      return judged(byOrigin(table, ({ service }) => judgement(condition, service)));
    case 'scope':
      return judged(byOrigin(table, ({ scope }) => judgement(condition, scope[condition.field.key as 'name'])));
    case 'resource':
      return judged(byOrigin(table, ({ resource }) => resourceJudgement(condition, resource.attributes)));
    case 'traceId':
      return judged(traceIdJudgement(table, condition));
    case 'spanId':
      return judged(row => judgement(condition, spanIdOf(table, row)));
    case 'parentSpanId':
      return judged(row => judgement(condition, parentSpanIdOf(table, row)));
    default:
      return undefined;
  }
}

/** Judges one condition on the bytes of a span; undefined for a field that only the decoded span has. */
export function contentJudge(condition: Condition): Judge<SpanFields> | undefined {
  const { name, key } = condition.field;
  const read = FIELDS[`${name}${key === undefined ? '' : `.${key}`}`];
  if (name === 'attributes') return key === undefined ? undefined : attributeJudge(condition, key);
  return read === undefined ? undefined : judged(fields => judgement(condition, read(fields)));
}

const FIELDS: Readonly<Record<string, (fields: SpanFields) => unknown>> = {
  kind: fields => fields.kind,
  'status.code': fields => fields.statusCode,
  'status.message': fields => fields.statusMessage,
  traceState: fields => fields.traceState,
  flags: fields => fields.flags,
};

function judged<Subject>(judge: (subject: Subject) => Judgement): Judge<Subject> {
  return { judge, holds: subject => judge(subject) === 'holds' };
}

function judgement({ accepts }: Condition, value: unknown): Judgement {
  if (value === undefined) return 'absent';
  return accepts(value) ? 'holds' : 'differs';
}

function resourceJudgement(condition: Condition, attributes: SpanOrigin['resource']['attributes']): Judgement {
  const { key } = condition.field;
  if (key === undefined) return judgement(condition, attributes);
  const plain = judgement(condition, attribute(attributes, key));
  if (plain === 'holds') return plain;
  const renamed = renamedValue(other => attribute(attributes, other), key, condition.accepts);
  return renamed === undefined ? plain : 'renamed';
}

/** Each distinct name is judged when it is first met. */
function nameJudgement(table: SpanTable, condition: Condition): (row: number) => Judgement {
  const known: (Judgement | undefined)[] = [];
  return row => {
    const number = table.rows.page(row).nameOf[indexOf(row)] as number;
    if (number === ANY_NAME) return judgement(condition, table.nameOf(row));
    const before = known[number];
    if (before !== undefined) return before;
    const fresh = judgement(condition, table.names[number]);
    known[number] = fresh;
    return fresh;
  };
}

/** Each resource and scope is judged when it is first met. */
function byOrigin(table: SpanTable, judge: (origin: SpanOrigin) => Judgement): (row: number) => Judgement {
  const known: (Judgement | undefined)[] = [];
  return row => {
    const number = table.rows.page(row).originOf[indexOf(row)] as number;
    const before = known[number];
    if (before !== undefined) return before;
    const fresh = judge(table.originOf(row));
    known[number] = fresh;
    return fresh;
  };
}

function traceIdJudgement(table: SpanTable, condition: Condition): (row: number) => Judgement {
  const known = new Map<number, Judgement>();
  return row => {
    const trace = table.rows.page(row).traceOf[indexOf(row)] as number;
    const before = known.get(trace);
    if (before !== undefined) return before;
    const fresh = judgement(condition, table.traceId(trace));
    known.set(trace, fresh);
    return fresh;
  };
}

function spanIdOf(table: SpanTable, row: number): string {
  const { spanIds } = table.rows.page(row);
  const word = 2 * indexOf(row);
  return idOf(spanIds[word] as number, spanIds[word + 1] as number);
}

function parentSpanIdOf(table: SpanTable, row: number): string | undefined {
  // What came in an unusual form may have a parent id that is none, or not of 8 bytes: the columns do not show it.
  if (table.isDecoded(row)) return table.span(row).parentSpanId;
  const { parentIds } = table.rows.page(row);
  const word = 2 * indexOf(row);
  const [high, low] = [parentIds[word] as number, parentIds[word + 1] as number];
  return (high | low) === 0 ? undefined : idOf(high, low);
}
