import { describe, expect, test } from 'vitest';
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
  [
    'the body of a response, beside its head,',
    { name: 'GET /items http send', attributes: { 'asgi.event.type': 'http.response.start' } },
    { name: 'GET /items http send', attributes: { 'asgi.event.type': 'http.response.body' } },
  ],
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

/** A query behind each of some resolvers: no parent has more than one. */
function resolvers(count: number): SpanSpec[] {
  return Array.from({ length: count }, (_, index) => ({ name: 'resolve price', children: [select(index)] }));
}

describe('per', () => {
  const behind = buildTrace([{ name: 'POST /graphql', kind: 'SERVER', ms: 90, children: resolvers(4) }]);
  const database = { operation: 'database' } as const;

  test('parent is the default, and sees no repeat behind resolvers', () => {
    expect(behind).toHaveNoRepeats({ max: 1, of: database });
    expect(behind).toHaveNoRepeats({ max: 1, of: database, per: 'parent' });
  });

  test('trace counts in the whole trace, and each trace by itself', () => {
    expect(behind).toHaveNoRepeats({ max: 4, of: database, per: 'trace' });
    expect(behind).not.toHaveNoRepeats({ max: 3, of: database, per: 'trace' });
    const others = buildTrace([{ name: 'POST /graphql', children: resolvers(3) }], { traceId: 'e'.repeat(32) });
    expect([behind, others]).toHaveNoRepeats({ max: 4, of: database, per: 'trace' });
  });

  test('an ancestor counts what is below it, however deep, and nothing else', () => {
    const two = buildTrace([
      { name: 'list', kind: 'SERVER', children: [{ name: 'load', children: resolvers(2) }, select(9)] },
      { name: 'other', kind: 'SERVER', children: resolvers(3) },
      { name: 'job', children: resolvers(5) },
    ]);
    const per = { ancestor: { kind: 'SERVER' } } as const;
    expect(two).toHaveNoRepeats({ max: 3, of: database, per });
    expect(two).not.toHaveNoRepeats({ max: 2, of: database, per });
    expect(two).not.toHaveNoRepeats({ max: 3, of: database, per: 'trace' });
    expect({ two }).toEqual({ two: expect.not.toHaveNoRepeats({ max: 2, of: database, per }) });
  });

  test('the text says under which ancestor, the nearest one, and how', () => {
    const nested = buildTrace([
      { name: 'gateway', kind: 'SERVER', children: [{ name: 'orders', kind: 'SERVER', children: resolvers(4) }] },
    ]);
    const text = failureOf(() =>
      expect(nested).toHaveNoRepeats({ max: 2, of: database, per: { ancestor: { kind: 'SERVER' } } }),
    );
    expect(text).toContain('at most 2 spans that do the same work below one span with kind SERVER');
    expect(text).toContain('1. 4 x "SELECT items" (gateway, CLIENT) below "orders" (gateway, SERVER)');
    expect(text).not.toContain('2. ');
    expect(text).toContain('How (1):  1 under each of 4 x "resolve price" (gateway, INTERNAL)');
  });

  test('holds in neither polarity where there is no such ancestor', () => {
    const given = { max: 1, per: { ancestor: 'POST /graphq' } };
    expect(failureOf(() => expect(behind).toHaveNoRepeats(given))).toContain('no such ancestor: nothing was judged');
    expect(failureOf(() => expect(behind).not.toHaveNoRepeats(given))).toContain(
      'no such ancestor: nothing was judged',
    );
  });

  test('holds in neither polarity where nothing is below the ancestor', () => {
    const given = { max: 1, per: { ancestor: database } };
    expect(failureOf(() => expect(behind).toHaveNoRepeats(given))).toContain('nothing was judged');
    expect(failureOf(() => expect(behind).not.toHaveNoRepeats(given))).toContain('nothing was judged');
  });

  test('a trace that is not whole may have more of them', () => {
    const half = buildTrace([{ name: 'work', parentId: 'abcdef0123456789', children: resolvers(2) }]);
    for (const per of ['trace', { ancestor: 'work' }] as const) {
      expect(() => expect(half).toHaveNoRepeats({ max: 2, per })).toThrow(/INCOMPLETE/);
      expect(() => expect(half).not.toHaveNoRepeats({ max: 2, per })).toThrow(/INCOMPLETE/);
    }
  });
});
