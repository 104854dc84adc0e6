import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher } from '../misuse.ts';
import { isDurationKnown } from '../model/span-times.ts';
import type { Span } from '../model/trace.ts';
import { editDistance } from '../nearest-name.ts';
import { CRITERIA, type Leaf } from './criteria-fields.ts';
import { Comparison, PRESENT } from './selector-comparison.ts';
import { selectorError } from './selector-error.ts';
import type { Condition } from './selector-syntax.ts';

type FieldLeaves = (expected: unknown, key: string) => readonly Leaf[];

/** Keys of fields that are text. */
const TEXTS: Readonly<Record<string, FieldLeaves>> = {
  name: CRITERIA.name,
  service: CRITERIA.service,
  traceId: CRITERIA.traceId,
  spanId: CRITERIA.spanId,
  parentSpanId: CRITERIA.parentSpanId,
  traceState: CRITERIA.traceState,
  'status.message': (message, key) => CRITERIA.status({ message }, key),
  scope: (name, key) => CRITERIA.scope({ name }, key),
  'scope.name': (name, key) => CRITERIA.scope({ name }, key),
  'scope.version': (version, key) => CRITERIA.scope({ version }, key),
  event: (name, key) => CRITERIA.events([{ name }], key),
};
/** Keys of fields that are one of a few words. */
const WORDS: Readonly<Record<string, FieldLeaves>> = {
  kind: CRITERIA.kind,
  status: CRITERIA.status,
  'status.code': CRITERIA.status,
  operation: CRITERIA.operation,
};
const KEYS = [...Object.keys(TEXTS), ...Object.keys(WORDS), 'flags', 'duration'];

/** What is called otherwise in criteria or on a span. */
const INSTEAD: Readonly<Record<string, string>> = {
  'service.name': 'Did you mean "service"?',
  durationMs: 'Did you mean "duration"? It is in milliseconds.',
  attributes: 'An attribute is asked for by its own key, as in [http.route="/orders"].',
  resource: 'A resource attribute is written resource.<key>.',
  links: 'A link is followed by the combinator ~>.',
  events: 'Did you mean "event", the name of one?',
};

/** The condition as criteria have it, on the field or the attribute that its key names. */
export function conditionLeaves(condition: Condition, source: string): readonly Leaf[] {
  const refuse = (what: string) => selectorError(source, condition.at, what);
  try {
    return leavesOf(condition, refuse);
  } catch (error) {
    if (!(error instanceof TracewrightError) || error.code === 'INVALID_SELECTOR') throw error;
    // The criteria's own words, at the column.
    const reason = error.message.slice(error.code.length + 2).replace(/^.*?\bis /, `${condition.key} is `);
    const code = error.code === 'INVALID_CRITERIA' ? undefined : error.code;
    throw selectorError(source, condition.at, reason.replace(/\.$/, ''), code);
  }
}

type Refuse = (what: string) => TracewrightError;

function leavesOf(condition: Condition, refuse: Refuse): readonly Leaf[] {
  const { key, quoted } = condition;
  if (quoted) return CRITERIA.attributes({ [key]: expectedOf(condition) }, key);
  if (Object.hasOwn(TEXTS, key)) return textLeaves(condition, refuse);
  if (Object.hasOwn(WORDS, key)) return wordLeaves(condition, refuse);
  if (key === 'flags') return flagsLeaves(condition, refuse);
  if (key === 'duration') return [durationLeaf(condition, refuse)];
  const prefixed = /^(attributes|resource)\.(.+)$/.exec(key);
  if (prefixed === null) {
    refuseSlip(key, refuse);
    return CRITERIA.attributes({ [key]: expectedOf(condition) }, key);
  }
  const [, place, attribute = ''] = prefixed;
  return CRITERIA[place as 'attributes' | 'resource']({ [attribute]: expectedOf(condition) }, key);
}

/** What a condition asks of a value, as criteria take it. */
function expectedOf({ test }: Condition, unit?: string): unknown {
  if (test === undefined) return PRESENT;
  return test.operator === '=' ? test.value : new Comparison(test.operator, test.value, unit);
}

function textLeaves(condition: Condition, refuse: Refuse): readonly Leaf[] {
  const { key, test } = condition;
  if (test !== undefined && typeof test.value !== 'string') throw refuse(notText(key, test));
  const leaves = TEXTS[key]?.(expectedOf(condition), key) ?? [];
  return key === 'event' && test?.operator === '!='
    ? leaves.map(leaf => noneOf(leaf, condition, namesOfEvents, ({ droppedEventsCount }) => droppedEventsCount))
    : leaves;
}

function notText(key: string, { operator, value }: NonNullable<Condition['test']>): string {
  if (/[<>]/.test(operator)) return `${key} is text, and ${operator} compares numbers`;
  return `${key} is text; write the value in quotes: ${key}${operator}"${value}"`;
}

function wordLeaves(condition: Condition, refuse: Refuse): readonly Leaf[] {
  const { key, test } = condition;
  const compile = WORDS[key] ?? CRITERIA.kind;
  // `kind != "CLEINT"` would hold for every span.
  if (test?.operator === '!=') compile(test.value, key);
  if (test !== undefined && /[<>]/.test(test.operator)) {
    throw refuse(`${key} is one of a few words, and ${test.operator} compares numbers`);
  }
  const leaves = compile(expectedOf(condition), key);
  return key === 'operation' && test?.operator === '!='
    ? leaves.map(leaf => noneOf(leaf, condition, asList, ({ droppedAttributesCount }) => droppedAttributesCount))
    : leaves;
}

const asList = (value: unknown) => value as readonly unknown[];
const namesOfEvents = (value: unknown) => asList(value).map(event => (event as Span['events'][number]).name);

/** Of a field with several values `!=` asks that none is the one; that cannot be known when some were dropped. */
function noneOf(
  leaf: Leaf,
  condition: Condition,
  valuesOf: (value: unknown) => readonly unknown[],
  droppedOf: (span: Span) => number,
): Leaf {
  const isOther = (value: unknown) => value !== condition.test?.value;
  const accepts = (value: unknown) => valuesOf(value).length > 0 && valuesOf(value).every(isOther);
  const read = (span: Span) => {
    const reading = leaf.read(span);
    return reading !== undefined && droppedOf(span) > 0 && accepts(reading.value) ? undefined : reading;
  };
  const { field, expected } = leaf;
  return { field, expected, read, accepts, mayBeDropped: span => read(span) === undefined && droppedOf(span) > 0 };
}

function flagsLeaves(condition: Condition, refuse: Refuse): readonly Leaf[] {
  const value = condition.test?.value;
  if (value !== undefined && !(typeof value === 'number' && Number.isInteger(value) && value >= 0)) {
    throw refuse('flags are compared with a whole number (1 is the W3C flag "sampled")');
  }
  return CRITERIA.flags(expectedOf(condition), condition.key);
}

function durationLeaf(condition: Condition, refuse: Refuse): Leaf {
  const { test } = condition;
  if (test !== undefined && typeof test.value !== 'number') {
    throw refuse('duration is compared with milliseconds, a number');
  }
  const expected = expectedOf(condition, ' ms');
  return {
    field: { name: 'duration' },
    expected,
    read: (span: Span) => (isDurationKnown(span) ? { value: span.durationMs } : undefined),
    accepts: value => (isAsymmetricMatcher(expected) ? expected.asymmetricMatch(value) : value === expected),
    // It took some time, which its times do not tell.
    mayBeDropped: span => !isDurationKnown(span),
  };
}

/** A key that is a letter away from a field is taken for a slip; an attribute of that name has to say so. */
function refuseSlip(key: string, refuse: Refuse): void {
  const dots = key.split('.').length;
  const meant = KEYS.find(
    name => name.split('.').length === dots && editDistance(key.toLowerCase(), name.toLowerCase()) <= 1,
  );
  const bare = key.replace(/\.$/, '');
  const instead = Object.hasOwn(INSTEAD, bare) ? INSTEAD[bare] : undefined;
  if (instead === undefined && meant === undefined) return;
  throw refuse(
    `there is no field "${key}". ${instead ?? `Did you mean "${meant}"?`} An attribute of that name is written attributes.${bare}`,
  );
}
