import { expect, test } from 'vitest';
import type { Attributes } from '../../src/model/attributes.ts';
import type { Criteria } from '../../src/model/trace.ts';
import { compileCriteria } from '../../src/query/compile-criteria.ts';
import { buildTrace } from '../build-trace.ts';

const trace = buildTrace([
  { name: 'root', id: 'aaaaaaaaaaaaaaaa' },
  {
    start: 1,
    name: 'POST /charge',
    service: 'payments',
    kind: 'SERVER',
    parentId: 'aaaaaaaaaaaaaaaa',
    attributes: {
      'http.request.method': 'POST',
      n: 42n,
      list: ['a', 'b'],
      nested: { a: 1, b: 2 },
      empty: null,
      ...(JSON.parse('{"__proto__": "own"}') as Attributes),
      constructor: 'own too',
    },
    resource: { 'service.version': '1.2.3' },
    status: { code: 'ERROR', message: 'card declined' },
    scope: { name: '@opentelemetry/instrumentation-http', version: '0.200.0' },
    events: [{ name: 'exception', attributes: { 'exception.type': 'CardDeclined' } }, { name: 'retry' }],
    links: [{ traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), attributes: { why: 'batch' } }],
    data: { traceState: 'vendor=1' },
  },
]);
const span = trace.spans[1];
if (span === undefined) throw new Error('no span');

const matching: readonly [label: string, criteria: Criteria][] = [
  ['a name', 'POST /charge'],
  ['a RegExp for the name', /charge$/],
  ['a predicate', one => one.durationMs > 1],
  ['name', { name: 'POST /charge' }],
  ['name by an asymmetric matcher', { name: expect.stringContaining('charge') }],
  ['kind', { kind: 'SERVER' }],
  ['service', { service: /^pay/ }],
  ['status by its code', { status: 'ERROR' }],
  ['status by code and message', { status: { code: 'ERROR', message: /declined/ } }],
  ['status by its message', { status: { message: 'card declined' } }],
  ['an attribute', { attributes: { 'http.request.method': 'POST' } }],
  ['an int64 attribute by a number', { attributes: { n: 42 } }],
  ['an array attribute', { attributes: { list: ['a', /b/] } }],
  ['an object attribute as a subset', { attributes: { nested: { b: 2 } } }],
  ['the empty attribute', { attributes: { empty: null } }],
  ['an attribute called __proto__', { attributes: JSON.parse('{"__proto__": "own"}') as Attributes }],
  ['an attribute called constructor', { attributes: { constructor: 'own too' } }],
  ['attributes by an asymmetric matcher', { attributes: expect.objectContaining({ n: 42n }) }],
  ['a resource attribute', { resource: { 'service.version': /^1\./ } }],
  ['scope by its name', { scope: '@opentelemetry/instrumentation-http' }],
  ['scope by name and version', { scope: { name: /http$/, version: '0.200.0' } }],
  ['an event', { events: [{ name: 'exception' }] }],
  ['several events, in any order', { events: [{ name: 'retry' }, { attributes: { 'exception.type': /Card/ } }] }],
  ['a link', { links: [{ traceId: 'f'.repeat(32), spanId: /^e/, attributes: { why: 'batch' } }] }],
  ['ids', { traceId: trace.traceId, spanId: span.spanId, parentSpanId: 'aaaaaaaaaaaaaaaa' }],
  ['traceState', { traceState: /vendor/ }],
  ['flags', { flags: 257 }],
  [
    'all of them at once',
    { name: /POST/, kind: 'SERVER', service: 'payments', status: 'ERROR', attributes: { n: 42 } },
  ],
];

test.each(matching)('matches by %s', (_label, criteria) => {
  const compiled = compileCriteria(criteria, 'toHaveSpan');
  expect(compiled.matches(span)).toBe(true);
  expect(compiled.differences(span)).toEqual({ differing: 0, renamed: 0, absent: 0 });
  expect(compiled.compare(span).every(({ matched }) => matched)).toBe(true);
});

const notMatching: readonly [label: string, criteria: Criteria, differing: number, absent: number][] = [
  ['another name', 'POST', 1, 0],
  ['another kind', { kind: 'CLIENT' }, 1, 0],
  ['another service', { service: 'orders' }, 1, 0],
  ['another status', { status: 'OK' }, 1, 0],
  ['another message', { status: { code: 'ERROR', message: 'declined' } }, 1, 0],
  ['another value', { attributes: { n: 43 } }, 1, 0],
  ['an attribute that is absent', { attributes: { nope: 'x' } }, 1, 1],
  ['an absent attribute by a negated matcher', { attributes: { nope: expect.not.stringContaining('x') } }, 1, 1],
  ['an attribute that is inherited only', { attributes: { toString: expect.anything() } }, 1, 1],
  ['one of two that differs', { name: 'POST /charge', attributes: { n: 1, nope: 2 } }, 2, 1],
  ['an event that no event matches', { events: [{ name: 'exception' }, { name: 'cancel' }] }, 1, 0],
  [
    'an event whose fields are on two',
    { events: [{ name: 'retry', attributes: { 'exception.type': 'CardDeclined' } }] },
    1,
    0,
  ],
  ['another flag', { flags: 1 }, 1, 0],
];

test.each(notMatching)('does not match by %s', (_label, criteria, differing, absent) => {
  const compiled = compileCriteria(criteria, 'toHaveSpan');
  expect(compiled.matches(span)).toBe(false);
  expect(compiled.differences(span)).toEqual({ differing, renamed: 0, absent });
});

test('a root has no parentSpanId to match', () => {
  const [root] = trace.spans;
  if (root === undefined) throw new Error('no root');
  const anything = compileCriteria({ parentSpanId: expect.not.stringContaining('x') }, 'toHaveSpan');
  expect(anything.matches(root)).toBe(false);
});

const misuse: readonly [label: string, criteria: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 42],
  ['a Promise', Promise.resolve('x')],
  ['an array', ['x']],
  ['an empty object', {}],
  ['a Span', span],
  ['a Trace', trace],
  ['an asymmetric matcher', expect.objectContaining({ name: 'x' })],
  ['a selector as a bare string', 'span[kind="CLIENT"]'],
  ['an unknown key', { nmae: 'x' }],
  ['an unknown key of a status', { status: { code: 'ERROR', mesage: 'x' } }],
  ['an unknown key of an event', { events: [{ nam: 'x' }] }],
  ['an undefined name', { name: undefined }],
  ['an undefined attribute', { attributes: { 'app.order.id': undefined } }],
  ['undefined within an attribute', { attributes: { list: ['a', undefined] } }],
  ['undefined within an asymmetric matcher', { attributes: { o: expect.objectContaining({ a: undefined }) } }],
  ['a name that is a number', { name: 42 }],
  ['an unknown kind', { kind: 'client' }],
  ["a kind as the API's number", { kind: 2 }],
  ['a kind by a RegExp that none satisfies', { kind: /client/ }],
  ['an unknown status', { status: 'FAILED' }],
  ['a status as a number', { status: 2 }],
  ['an empty status', { status: {} }],
  ['attributes that are an array', { attributes: ['a'] }],
  ['attributes that are empty', { attributes: {} }],
  ['an attribute that is a Date', { attributes: { at: new Date(0) } }],
  ['a resource that is text', { resource: 'payments' }],
  ['no events', { events: [] }],
  ['events that are an object', { events: { name: 'exception' } }],
  ['an event that is text', { events: ['exception'] }],
  ['flags that are text', { flags: '01' }],
];

test.each(misuse)('refuses %s', (_label, criteria) => {
  expect(() => compileCriteria(criteria as Criteria, 'toHaveSpan')).toThrowErrorMatchingSnapshot();
});

test.each<[label: string, predicate: (one: unknown) => unknown]>([
  ['undefined', () => undefined],
  ['a Promise', async () => true],
  ['text', () => 'yes'],
])('refuses a predicate that returns %s', (_label, predicate) => {
  const compiled = compileCriteria(predicate as Criteria & (() => boolean), 'toHaveSpan');
  expect(() => compiled.matches(span)).toThrowErrorMatchingSnapshot();
});

test.each(['toHaveSpan', 'find'])('says who asked: %s', where => {
  expect(() => compileCriteria({}, where)).toThrow(`INVALID_CRITERIA: ${where}: `);
});

test.each<[wanted: Attributes, has: Attributes, renamed: boolean]>([
  [{ 'http.request.method': 'POST' }, { 'http.method': 'POST' }, true],
  [{ 'http.method': 'POST' }, { 'http.request.method': 'POST' }, true],
  [{ 'http.request.method': 'POST' }, { 'http.method': 'GET' }, false],
  [{ 'db.system.name': 'microsoft.sql_server' }, { 'db.system': 'mssql' }, true],
  [{ 'db.system': 'mssql' }, { 'db.system.name': 'microsoft.sql_server' }, true],
  [{ 'net.peer.name': 'db' }, { 'server.address': 'db' }, true],
  [{ 'http.request.method': 'POST', x: 1 }, { 'http.method': 'POST' }, false],
  [{ 'http.request.method': 'POST', x: 1 }, { 'http.method': 'POST', x: 1 }, true],
  [{ 'http.request.method': 'POST' }, { 'http.request.method': 'POST', 'http.method': 'POST' }, false],
  [{ 'app.id': 1 }, { 'app.ids': 1 }, false],
])('%j against %j matches only under other names: %s', (attributes, has, renamed) => {
  const [one] = buildTrace([{ attributes: has }]).spans;
  if (one === undefined) throw new Error('no span');
  expect(compileCriteria({ attributes }, 'toHaveSpan').matchesRenamed(one) !== undefined).toBe(renamed);
});
