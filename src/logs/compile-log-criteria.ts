import { types } from 'node:util';
import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf, refuseUndefined, refuseUnknownKeys } from '../misuse.ts';
import { type Attributes, attribute } from '../model/attributes.ts';
import { isLogRecord, type LogRecord } from '../model/log-record.ts';
import { type Criteria, isSpan, isTrace, type Span, type Trace } from '../model/trace.ts';
import { compileCriteria } from '../query/compile-criteria.ts';
import { type Accepts, matchText, matchValue } from '../query/match-value.ts';
import type { Field, FieldComparison, WantedField } from '../query/verdict.ts';
import type { LogCriteria, LogRecordCriteria } from './log-criteria.ts';
import { matchSeverity, severityNumberOf } from './match-severity.ts';
import { severityName } from './severity.ts';

/** Criteria for log records that were checked. */
export interface CompiledLogCriteria {
  readonly wanted: readonly WantedField[];
  /** @param trace the one whose span the record names, if it names one */
  matches(record: LogRecord, trace: Trace): boolean;
  compare(record: LogRecord, trace: Trace): readonly FieldComparison[];
  /** The service that a record must be of, as far as the criteria ask for one. */
  acceptsService(service: string): boolean;
  /** Whether the criteria ask for the span of a record, and none of these spans is one that they mean. */
  lacksSpan(spans: readonly Span[]): boolean;
  /** Whether all that differs may be so because something is missing: dropped attributes, a span that did not arrive. */
  mayHaveMatched(record: LogRecord, trace: Trace): boolean;
}

/** One field that criteria ask about. */
interface Leaf extends WantedField {
  holds(record: LogRecord, trace: Trace): boolean;
  /** What there is; undefined when the record has no such field. */
  read(record: LogRecord, trace: Trace): unknown;
  readonly acceptsService?: (service: string) => boolean;
  /** Whether a span is one that the criteria for the record's span mean. */
  readonly means?: (span: Span) => boolean;
  /** Whether the field may be absent only because something was dropped or did not arrive. */
  readonly mayBeMissing?: (record: LogRecord, trace: Trace) => boolean;
}

/**
 * Checks criteria for log records.
 *
 * @param where who asks, for the error text: `toHaveLogs`
 * @throws {TracewrightError} UNDEFINED_EXPECTATION, UNKNOWN_CRITERION, INVALID_CRITERIA, and what {@link compileCriteria} throws
 */
export function compileLogCriteria(criteria: LogCriteria, where: string): CompiledLogCriteria {
  refuseUndefined(criteria, `${where}: criteria`);
  const leaves = leavesOf(criteria, where);
  return {
    wanted: leaves.map(({ field, expected }) => ({ field, expected })),
    matches: (record, trace) => leaves.every(leaf => leaf.holds(record, trace)),
    compare: (record, trace) => leaves.map(leaf => comparison(leaf, record, trace)),
    acceptsService: service => leaves.every(leaf => leaf.acceptsService?.(service) !== false),
    lacksSpan: spans => leaves.some(({ means }) => means !== undefined && !spans.some(means)),
    mayHaveMatched: (record, trace) =>
      leaves.every(leaf => leaf.holds(record, trace) || leaf.mayBeMissing?.(record, trace) === true),
  };
}

function comparison(leaf: Leaf, record: LogRecord, trace: Trace): FieldComparison {
  const { field, expected } = leaf;
  const value = leaf.read(record, trace);
  const actual = value === undefined ? undefined : { value };
  return { field, expected, actual, matched: leaf.holds(record, trace), renamed: undefined };
}

type CompileField = (expected: unknown, path: string) => readonly Leaf[];

const FIELDS: Readonly<Record<keyof LogRecordCriteria, CompileField>> = {
  body: (expected, path) => [
    leaf({ name: 'body' }, expected, ({ body }) => body ?? undefined, bodyTest(expected, path)),
  ],
  severity: (expected, path) => {
    const { shown, accepts } = matchSeverity(expected, path);
    return [{ field: { name: 'severity' }, expected: shown, holds: accepts, read: severityShown }];
  },
  attributes: (expected, path) => attributeLeaves('attributes', expected, path, ({ attributes }) => attributes),
  resource: (expected, path) => attributeLeaves('resource', expected, path, ({ resource }) => resource.attributes),
  service: (expected, path) =>
    textField({ name: 'service' }, ({ service }) => service)(expected, path).map(one => ({
      ...one,
      acceptsService: matchText(expected, path),
    })),
  scope: textField({ name: 'scope', key: 'name' }, ({ scope }) => scope.name || undefined),
  span: spanLeaf,
  traceId: textField({ name: 'traceId' }, ({ traceId }) => traceId),
  spanId: textField({ name: 'spanId' }, ({ spanId }) => spanId),
  eventName: textField({ name: 'eventName' }, ({ eventName }) => eventName || undefined),
};

function leavesOf(criteria: unknown, where: string): readonly Leaf[] {
  const path = `${where}: criteria`;
  if (typeof criteria === 'string' || types.isRegExp(criteria)) return FIELDS.body(criteria, path);
  if (typeof criteria === 'function') return [predicateLeaf(criteria as (record: LogRecord) => unknown, where)];
  if (!isPlainObject(criteria) || isAsymmetricMatcher(criteria) || typeof criteria.then === 'function') {
    throw new TracewrightError('INVALID_CRITERIA', `${where} takes ${WHAT_IT_TAKES}; received ${received(criteria)}`);
  }
  const names = Object.keys(FIELDS) as (keyof LogRecordCriteria)[];
  refuseLoggersWords(criteria, where);
  refuseUnknownKeys(criteria, names, where, 'UNKNOWN_CRITERION');
  const given = names.filter(name => Object.hasOwn(criteria, name));
  if (given.length > 0) return given.flatMap(name => FIELDS[name](criteria[name], `${path}.${name}`));
  throw new TracewrightError(
    'INVALID_CRITERIA',
    `${where}: the criteria are an empty object, which any log record would match. Name at least one field.`,
  );
}

/** What loggers call the fields of a record. */
const LOGGERS_WORDS = new Map<string, keyof LogRecordCriteria>([
  ['message', 'body'],
  ['msg', 'body'],
  ['level', 'severity'],
  ['severityText', 'severity'],
  ['severityNumber', 'severity'],
  ['logger', 'scope'],
]);

function refuseLoggersWords(criteria: object, where: string): void {
  for (const [word, name] of LOGGERS_WORDS) {
    if (!Object.hasOwn(criteria, word)) continue;
    throw new TracewrightError(
      'UNKNOWN_CRITERION',
      `${where} has no criterion "${word}". OpenTelemetry calls it "${name}".`,
    );
  }
}

const WHAT_IT_TAKES = 'criteria: a message, a RegExp for the message, a predicate or an object of fields';

function received(criteria: unknown): string {
  if (isLogRecord(criteria)) return 'a LogRecord. Name what it must be: { body: record.body }.';
  if (isSpan(criteria)) return 'a Span. For the records of a span: { span }.';
  if (isTrace(criteria)) return 'a Trace.';
  const kind = kindOf(criteria);
  return kind === 'a Promise' ? 'a Promise: `await` is missing.' : `${kind}.`;
}

function leaf(field: Field, expected: unknown, read: (record: LogRecord) => unknown, accepts: Accepts): Leaf {
  return {
    field,
    expected,
    read,
    holds: record => {
      const value = read(record);
      return value !== undefined && accepts(value);
    },
  };
}

function textField(field: Field, read: (record: LogRecord) => string | undefined): CompileField {
  return (expected, path) => [leaf(field, expected, read, matchText(expected, path))];
}

function bodyTest(expected: unknown, path: string): Accepts {
  if (isPlainObject(expected) && !isAsymmetricMatcher(expected)) return matchValue(nonEmpty(expected, path), path);
  return matchText(expected, path);
}

function attributeLeaves(
  name: 'attributes' | 'resource',
  expected: unknown,
  path: string,
  attributesOf: (record: LogRecord) => Attributes,
): readonly Leaf[] {
  if (isAsymmetricMatcher(expected)) return [leaf({ name }, expected, attributesOf, matchValue(expected, path))];
  const wanted = nonEmpty(expected, path);
  return Object.keys(wanted).map(key => {
    const accepts = matchValue(wanted[key], `${path}[${JSON.stringify(key)}]`);
    const read = (record: LogRecord) => attribute(attributesOf(record), key);
    const dropped = (record: LogRecord) =>
      name === 'attributes' ? record.droppedAttributesCount : record.resource.droppedAttributesCount;
    return {
      ...leaf({ name, key }, wanted[key], read, accepts),
      mayBeMissing: (record: LogRecord) => read(record) === undefined && dropped(record) > 0,
    };
  });
}

function nonEmpty(expected: unknown, path: string): Record<string, unknown> {
  if (!isPlainObject(expected) || types.isRegExp(expected)) {
    throw new TracewrightError('INVALID_CRITERIA', `${path} is ${kindOf(expected)}; it takes an object.`);
  }
  if (Object.keys(expected).length > 0) return expected;
  throw new TracewrightError('INVALID_CRITERIA', `${path} is an empty object, which says nothing: leave it out.`);
}

function severityShown(record: LogRecord): string | undefined {
  const name = severityName(severityNumberOf(record));
  return (name || record.severityText) === '' ? undefined : name || record.severityText;
}

/** The span that a record names, as far as it arrived. */
export function spanOf({ traceId, spanId }: LogRecord, trace: Trace): Span | undefined {
  return traceId === undefined || spanId === undefined ? undefined : trace.linkTarget({ traceId, spanId });
}

function spanLeaf(expected: unknown, path: string): readonly Leaf[] {
  const mayBeMissing = (record: LogRecord, trace: Trace): boolean =>
    record.spanId !== undefined && spanOf(record, trace) === undefined && !trace.complete;
  const field = { name: 'span' } as const;
  if (isSpan(expected)) {
    const isNamed = ({ traceId, spanId }: LogRecord) => traceId === expected.traceId && spanId === expected.spanId;
    const means = ({ traceId, spanId }: Span) => traceId === expected.traceId && spanId === expected.spanId;
    return [{ field, expected, holds: isNamed, read: spanOf, means }];
  }
  const criteria = compileCriteria(expected as Criteria, path);
  const holds = (record: LogRecord, trace: Trace): boolean => {
    const span = spanOf(record, trace);
    return span !== undefined && criteria.matches(span);
  };
  return [{ field, expected: criteria.wanted, holds, read: spanOf, mayBeMissing, means: criteria.matches }];
}

function predicateLeaf(predicate: (record: LogRecord) => unknown, where: string): Leaf {
  return {
    field: { name: 'predicate' },
    expected: predicate,
    read: record => record,
    holds: record => {
      const answer = predicate(record);
      if (typeof answer === 'boolean') return answer;
      throw new TracewrightError(
        'INVALID_CRITERIA',
        `${where}: the predicate returned ${kindOf(answer)}; it must return true or false synchronously.`,
      );
    },
  };
}
