import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { SpanSpec } from '../build-trace.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

function select(id: number, more: SpanSpec = {}): SpanSpec {
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': `SELECT * FROM items WHERE id = ${id}` };
  return { kind: 'CLIENT', name: 'SELECT items', attributes, ms: 2, ...more };
}

const trace = buildTrace([
  { name: 'list', ms: 90, children: [select(1), select(2), select(3), select(4), { name: 'render' }] },
]);

function siblings(...children: SpanSpec[]) {
  return buildTrace([{ name: 'list', children }]);
}

test('holds up to the maximum, and not beyond', () => {
  expect(trace).toHaveNoRepeats({ max: 4 });
  expect(trace).not.toHaveNoRepeats({ max: 3 });
});

test('counts what matches only', () => {
  expect(trace).toHaveNoRepeats({ max: 1, of: 'render' });
  expect(trace).not.toHaveNoRepeats({ max: 3, of: { operation: 'database' } });
});

test('only siblings count', () => {
  const spread = buildTrace([{ name: 'list', children: [{ children: [select(1)] }, { children: [select(2)] }] }]);
  expect(spread).toHaveNoRepeats({ max: 1, of: { operation: 'database' } });
});

test.each([
  ['literals of the statement', select(1), select(2)],
  [
    'the number of placeholders',
    select(1, { attributes: { 'db.statement': 'SELECT 1 WHERE id IN ($1, $2)' } }),
    select(1, { attributes: { 'db.statement': 'SELECT 1 WHERE id IN ($1,$2,$3)' } }),
  ],
  ['ids in the name', { name: 'GET /items/1' }, { name: 'GET /items/2' }],
  [
    'ids in the path',
    { name: 'GET', attributes: { 'url.full': 'http://stock/items/1?x=1' } },
    { name: 'GET', attributes: { 'url.full': 'http://stock/items/2' } },
  ],
  [
    'UUIDs',
    { name: 'load 5b0a3c1e-9f7d-4c2b-8a6e-1d2f3a4b5c6d' },
    { name: 'load 0d9e8f7a-1b2c-4d3e-9f8a-7b6c5d4e3f2a' },
  ],
])('%s do not tell work apart', (_label, one: SpanSpec, other: SpanSpec) => {
  expect(siblings(one, other)).not.toHaveNoRepeats({ max: 1 });
});

test.each([
  ['another statement', select(1), select(1, { attributes: { 'db.query.text': 'SELECT * FROM orders' } })],
  ['another kind', select(1), select(1, { kind: 'INTERNAL' })],
  ['another service', select(1), select(1, { service: 'other' })],
  [
    'another host',
    { name: 'GET', attributes: { 'url.full': 'http://stock/items/1' } },
    { name: 'GET', attributes: { 'url.full': 'http://price/items/1' } },
  ],
  ['another name', { name: 'a' }, { name: 'b' }],
])('%s is other work', (_label, one: SpanSpec, other: SpanSpec) => {
  expect(siblings(one, other)).toHaveNoRepeats({ max: 1 });
});

test('of several traces, none may have some', () => {
  expect([siblings(select(1)), trace]).not.toHaveNoRepeats({ max: 3 });
  expect([siblings(select(1)), trace]).toHaveNoRepeats({ max: 4 });
});

test('spans of two traces are not siblings', () => {
  const other = buildTrace([{ name: 'list', children: [select(1)] }], { traceId: 'e'.repeat(32) });
  expect([siblings(select(1)), other]).toHaveNoRepeats({ max: 1 });
});

test('works as an asymmetric matcher', () => {
  expect({ trace }).toEqual({ trace: expect.toHaveNoRepeats({ max: 4 }) });
  expect({ trace }).toEqual({ trace: expect.not.toHaveNoRepeats({ max: 3 }) });
});

test('holds in neither polarity where nothing is counted', () => {
  const assertion = { max: 1, of: 'SELECT item' };
  expect(failureOf(() => expect(trace).toHaveNoRepeats(assertion))).toContain(
    'no span that is counted: nothing was judged',
  );
  expect(failureOf(() => expect(trace).not.toHaveNoRepeats(assertion))).toContain(
    'no span that is counted: nothing was judged',
  );
});

test('an attribute under its other name makes neither pass', () => {
  const assertion = { max: 1, of: { attributes: { 'db.system': 'postgresql' } } };
  expect(failureOf(() => expect(siblings(select(1))).toHaveNoRepeats(assertion))).toContain(
    'Hint: db.system is the name of the old',
  );
});

test('a trace that is not whole may have more of them', () => {
  const half = buildTrace([{ name: 'work', parentId: 'abcdef0123456789' }]);
  expect(failureOf(() => expect(half).toHaveNoRepeats({ max: 1 }))).toContain(
    'INCOMPLETE: the trace did not arrive whole',
  );
  expect(failureOf(() => expect(half).not.toHaveNoRepeats({ max: 1 }))).toContain(
    'INCOMPLETE: the trace did not arrive whole',
  );
});

test('shows what is done again and again, and under whom', () => {
  expect(failureOf(() => expect(trace).toHaveNoRepeats({ max: 3 }))).toMatchInlineSnapshot(`
    "expect(trace).toHaveNoRepeats(options)

    Expected:  at most 3 spans that do the same work under one parent
    Received:  4 alike

    1. 4 x "SELECT items" (gateway, CLIENT) under "list" (gateway, INTERNAL), 8.0 ms together, first: "SELECT * FROM items WHERE id = 1"

    trace 4bf92f35, 1 service, 6 spans, 90 ms
    gateway  INTERNAL  list              90 ms  <- 4 alike below
    gateway  CLIENT    ├─ SELECT items  2.0 ms  <- 1 of 4
    gateway  CLIENT    ├─ SELECT items  2.0 ms  <- 2 of 4
    gateway  CLIENT    ├─ SELECT items  2.0 ms  <- 3 of 4
    gateway  CLIENT    ├─ SELECT items  2.0 ms
    gateway  INTERNAL  └─ render         10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('negated, says how many there are at most', () => {
  expect(failureOf(() => expect(trace).not.toHaveNoRepeats({ max: 4 }))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveNoRepeats(options)

    Expected:  more than 4 spans that do the same work under one parent
    Received:  at most 4 alike, among 6 spans

    trace 4bf92f35, 1 service, 6 spans, 90 ms
    gateway  INTERNAL  list                   90 ms
    gateway  CLIENT    ├─ SELECT items (x4)  8.0 ms
    gateway  INTERNAL  └─ render              10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
