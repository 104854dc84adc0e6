import { types } from 'node:util';
import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf, refuseUnknownKeys, suggestion } from '../misuse.ts';
import { type Attributes, type AttributeValue, attribute } from '../model/attributes.ts';
import type { SpanCriteria } from '../model/criteria.ts';
import { SPAN_KINDS, STATUS_CODES } from '../model/span-data.ts';
import type { Span } from '../model/trace.ts';
import { type Accepts, matchText, matchValue } from './match-value.ts';
import { OPERATIONS, type Operation, operationsOf } from './operations.ts';
import { otherNames } from './semantic-conventions.ts';
import type { Field, Reading, Renamed } from './verdict.ts';

/** What a field must be, for who can read the field without a span. */
export interface Condition {
  readonly field: Field;
  readonly expected: unknown;
  readonly accepts: Accepts;
  /** The same attribute under its name in the other generation of the semantic conventions, if that matches. */
  readonly renamed?: (span: Span) => Renamed | undefined;
  /** Set when nothing but the field's own value counts, and a span without the field does not match. */
  readonly plain?: true;
}

/** One field that criteria ask about: where it is on a span, and what it must be. */
export interface Leaf extends Condition {
  /** Undefined when the span has no such field; what is absent never matches. */
  read(span: Span): Reading;
  /** The same without an object around it, for who reads many spans; undefined for what is absent. */
  readonly value?: (span: Span) => unknown;
  /** Whether the field is absent and its sender dropped some of its like. */
  readonly mayBeDropped?: (span: Span) => boolean;
}

type CompileField = (expected: unknown, path: string) => readonly Leaf[];

/** Every criterion, by its key: how it is checked and where it is read. */
export const CRITERIA: Readonly<Record<keyof SpanCriteria, CompileField>> = {
  name: textField('name', span => span.name),
  kind: (expected, path) => [leaf('kind', expected, span => span.kind, matchKind(expected, path))],
  service: textField('service', span => span.service),
  status: statusLeaves,
  attributes: (expected, path) =>
    attributeLeaves(
      'attributes',
      expected,
      path,
      span => span.attributes,
      span => span.droppedAttributesCount,
    ),
  resource: (expected, path) =>
    attributeLeaves(
      'resource',
      expected,
      path,
      s => s.resource.attributes,
      s => s.resource.droppedAttributesCount,
    ),
  scope: scopeLeaves,
  events: (expected, path) =>
    entryLeaves(
      'events',
      expected,
      path,
      EVENT_KEYS,
      s => s.events,
      s => s.droppedEventsCount,
    ),
  links: (expected, path) =>
    entryLeaves(
      'links',
      expected,
      path,
      LINK_KEYS,
      span => span.links,
      span => span.droppedLinksCount,
    ),
  traceId: textField('traceId', span => span.traceId),
  spanId: textField('spanId', span => span.spanId),
  parentSpanId: textField('parentSpanId', span => span.parentSpanId),
  traceState: textField('traceState', span => span.traceState),
  flags: (expected, path) => [leaf('flags', expected, span => span.flags, matchFlags(expected, path))],
  operation: operationLeaves,
};

const EVENT_KEYS = ['name', 'attributes'];
const LINK_KEYS = ['traceId', 'spanId', 'traceState', 'attributes'];

/** Checks an expected kind. A number is refused: the API's 2 is CLIENT, the wire's 2 is SERVER. */
function matchKind(expected: unknown, path: string): Accepts {
  if (typeof expected === 'number' || typeof expected === 'bigint') {
    throw new TracewrightError(
      'UNKNOWN_KIND',
      `${path} is the number ${expected}. Kinds are written by name, for the OpenTelemetry API and OTLP number them differently (the API's 2 is CLIENT, the wire's 2 is SERVER). Valid: ${SPAN_KINDS.join(', ')}.`,
    );
  }
  return matchWord(expected, path, SPAN_KINDS, 'UNKNOWN_KIND');
}

/** Checks an expected status code. */
export function matchStatusCode(expected: unknown, path: string): Accepts {
  if (typeof expected === 'number' || typeof expected === 'bigint') {
    throw new TracewrightError(
      'UNKNOWN_STATUS',
      `${path} is the number ${expected}. Status codes are written by name. Valid: ${STATUS_CODES.join(', ')}.`,
    );
  }
  return matchWord(expected, path, STATUS_CODES, 'UNKNOWN_STATUS');
}

/** One of a few words; a pattern that none of them can satisfy is a slip, which a negation would hide. */
function matchWord(
  expected: unknown,
  path: string,
  words: readonly string[],
  code: 'UNKNOWN_KIND' | 'UNKNOWN_STATUS' | 'UNKNOWN_OPERATION',
): Accepts {
  const accepts = matchText(expected, path);
  if (words.some(word => accepts(word))) return accepts;
  const valid = typeof expected === 'string' ? suggestion(expected, words) : ` Valid: ${words.join(', ')}.`;
  const what = typeof expected === 'string' ? JSON.stringify(expected) : 'a pattern that none of them satisfies';
  throw new TracewrightError(code, `${path} is ${what}.${valid}`);
}

function matchFlags(expected: unknown, path: string): Accepts {
  const valid = typeof expected === 'number' && Number.isInteger(expected) && expected >= 0;
  if (valid || isAsymmetricMatcher(expected)) return matchValue(expected, path);
  throw new TracewrightError(
    'INVALID_CRITERIA',
    `${path} is ${kindOf(expected)}; it takes a whole number (1 is the W3C flag "sampled") or an asymmetric matcher.`,
  );
}

function leaf(
  name: Field['name'],
  expected: unknown,
  read: (span: Span) => unknown,
  accepts: Accepts,
  key?: string,
): Leaf {
  return {
    field: key === undefined ? { name } : { name, key },
    expected,
    read: span => {
      const value = read(span);
      return value === undefined ? undefined : { value };
    },
    value: read,
    accepts,
    plain: true,
  };
}

/** A span can do several at once: a call to DynamoDB is `rpc`, `database` and `http` by its attributes. */
function operationLeaves(expected: unknown, path: string): readonly Leaf[] {
  const accepts = matchWord(expected, path, OPERATIONS, 'UNKNOWN_OPERATION');
  const read = (span: Span) => {
    const operations = operationsOf(span);
    return operations.length === 0 ? undefined : operations;
  };
  return [
    {
      ...leaf('operation', expected, read, actual => (actual as readonly Operation[]).some(accepts)),
      mayBeDropped: span => operationsOf(span).length === 0 && span.droppedAttributesCount > 0,
    },
  ];
}

function textField(name: Field['name'], read: (span: Span) => string | undefined): CompileField {
  return (expected, path) => [leaf(name, expected, read, matchText(expected, path))];
}

function statusLeaves(expected: unknown, path: string): readonly Leaf[] {
  if (!isPlainObject(expected) || isAsymmetricMatcher(expected)) {
    return [leaf('status', expected, span => span.status.code, matchStatusCode(expected, path), 'code')];
  }
  const { code, message } = fieldsOf(expected, ['code', 'message'], path);
  const leaves: Leaf[] = [];
  if (code !== undefined) {
    leaves.push(leaf('status', code, span => span.status.code, matchStatusCode(code, `${path}.code`), 'code'));
  }
  if (message !== undefined) {
    leaves.push(leaf('status', message, s => s.status.message, matchText(message, `${path}.message`), 'message'));
  }
  return leaves;
}

function scopeLeaves(expected: unknown, path: string): readonly Leaf[] {
  if (!isPlainObject(expected) || isAsymmetricMatcher(expected)) {
    return [leaf('scope', expected, span => span.scope.name, matchText(expected, path), 'name')];
  }
  const { name, version } = fieldsOf(expected, ['name', 'version'], path);
  const leaves: Leaf[] = [];
  if (name !== undefined) {
    leaves.push(leaf('scope', name, span => span.scope.name, matchText(name, `${path}.name`), 'name'));
  }
  if (version !== undefined) {
    leaves.push(leaf('scope', version, span => span.scope.version, matchText(version, `${path}.version`), 'version'));
  }
  return leaves;
}

function attributeLeaves(
  name: 'attributes' | 'resource',
  expected: unknown,
  path: string,
  attributesOf: (span: Span) => Attributes,
  droppedOf: (span: Span) => number,
): readonly Leaf[] {
  if (isAsymmetricMatcher(expected)) return [leaf(name, expected, attributesOf, matchValue(expected, path))];
  const wanted = fieldsOf(expected, undefined, path);
  return Object.keys(wanted).map(key =>
    attributeLeaf({ name, key }, wanted[key], `${path}[${JSON.stringify(key)}]`, attributesOf, droppedOf),
  );
}

function attributeLeaf(
  field: Field & { readonly key: string },
  expected: unknown,
  path: string,
  attributesOf: (span: Span) => Attributes,
  droppedOf: (span: Span) => number,
): Leaf {
  const accepts = matchValue(expected, path);
  const read = (span: Span) => attribute(attributesOf(span), field.key);
  return {
    ...leaf(field.name, expected, read, accepts, field.key),
    renamed: span => renamedAttribute(attributesOf(span), field.key, accepts),
    mayBeDropped: span => read(span) === undefined && droppedOf(span) > 0,
  };
}

/** The attribute under a name of the other generation of the semantic conventions, with a value that is accepted. */
export function renamedAttribute(attributes: Attributes, key: string, accepts: Accepts): Renamed | undefined {
  return renamedValue(other => attribute(attributes, other), key, accepts);
}

/** The same, however attributes are read. */
export function renamedValue(
  read: (key: string) => AttributeValue | undefined,
  key: string,
  accepts: Accepts,
): Renamed | undefined {
  for (const other of otherNames(key)) {
    const value = read(other.key);
    if (value === undefined) continue;
    if (accepts(value) || accepts(other.translate(value))) {
      return { wanted: key, found: other.key, foundIs: other.generation, value };
    }
  }
  return undefined;
}

interface Entry {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

function entryLeaves(
  name: 'events' | 'links',
  expected: unknown,
  path: string,
  keys: readonly string[],
  entriesOf: (span: Span) => readonly Entry[],
  droppedOf: (span: Span) => number,
): readonly Leaf[] {
  if (isAsymmetricMatcher(expected)) return [leaf(name, expected, entriesOf, matchValue(expected, path))];
  if (!Array.isArray(expected) || expected.length === 0) {
    throw new TracewrightError(
      'INVALID_CRITERIA',
      `${path} is ${kindOf(expected)}; it takes an array of at least one entry, each of which must match one of the span's ${name}.`,
    );
  }
  return expected.map((entry: unknown, index) => {
    const accepts = matchEntry(entry, `${path}[${index}]`, keys);
    return {
      ...leaf(name, entry, entriesOf, actual => (actual as readonly Entry[]).some(accepts), String(index)),
      mayBeDropped: (span: Span) =>
        droppedOf(span) > 0 || entriesOf(span).some(({ droppedAttributesCount }) => droppedAttributesCount > 0),
    };
  });
}

/** Checks what an event must be: `{ name, attributes }`. */
export function matchEvent(expected: unknown, path: string): Accepts {
  return matchEntry(expected, path, EVENT_KEYS);
}

function matchEntry(expected: unknown, path: string, keys: readonly string[]): Accepts {
  const { attributes, ...texts } = fieldsOf(expected, keys, path);
  const fields = Object.keys(texts).map(key => ({ key, accepts: matchText(texts[key], `${path}.${key}`) }));
  if (attributes !== undefined && !isAsymmetricMatcher(attributes))
    fieldsOf(attributes, undefined, `${path}.attributes`);
  const attributesMatch = attributes === undefined ? () => true : matchValue(attributes, `${path}.attributes`);
  return actual =>
    fields.every(({ key, accepts }) => accepts((actual as Record<string, unknown>)[key])) &&
    attributesMatch((actual as Entry).attributes);
}

/** The fields of an object that criteria hold: an object at all, with known keys, and not empty. */
function fieldsOf(expected: unknown, keys: readonly string[] | undefined, path: string): Record<string, unknown> {
  if (!isPlainObject(expected) || isAsymmetricMatcher(expected) || types.isRegExp(expected)) {
    throw new TracewrightError('INVALID_CRITERIA', `${path} is ${kindOf(expected)}; it takes an object.`);
  }
  if (keys !== undefined) refuseUnknownKeys(expected, keys, path, 'UNKNOWN_CRITERION');
  if (Object.keys(expected).length === 0) {
    throw new TracewrightError('INVALID_CRITERIA', `${path} is an empty object, which says nothing: leave it out.`);
  }
  return expected;
}
