import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpanTree } from '../../matchers/index.ts';
import '../../matchers/vitest.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';
import { runs } from '../runs.ts';

const trace = checkoutTrace();
const half = checkoutTrace({}, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);

const WHOLE = {
  name: 'POST /checkout',
  children: [
    {
      kind: 'CLIENT',
      children: [
        {
          name: 'POST /orders',
          children: [
            'SELECT orders',
            { name: 'POST', children: [{ name: 'POST /charge', children: ['charge card'] }] },
            'SELECT orders',
          ],
        },
      ],
    },
  ],
} as const;

test('holds for a part of the trace, wherever its top is and in whatever order', () => {
  expect(trace).toHaveSpanTree('charge card');
  expect(trace).toHaveSpanTree({ name: 'POST /charge', children: ['charge card'] });
  expect(trace).toHaveSpanTree({ service: 'orders', kind: 'SERVER', children: [{ name: 'POST' }, 'SELECT orders'] });
  expect(trace).toHaveSpanTree({ service: 'orders', kind: 'SERVER', children: [/^SELECT/, /^SELECT/, /^POST/] });
  expect(trace).toHaveSpanTree(WHOLE);
  expect(trace).toHaveSpanTree({ children: [{ children: [{ name: 'charge card' }] }] });
});

test('does not hold where a child is missing, deeper, or stands for two nodes', () => {
  expect(trace).not.toHaveSpanTree({ name: 'POST /charge', children: ['refund'] });
  expect(trace).not.toHaveSpanTree({ name: 'POST /orders', children: ['charge card'] });
  expect(trace).not.toHaveSpanTree({ name: 'POST /charge', children: ['charge card', 'charge card'] });
  expect(trace).not.toHaveSpanTree({ name: 'POST /orders', children: [/^SELECT/, /^SELECT/, /^SELECT/] });
});

test('finds the assignment that taking the first fit would miss', () => {
  // The first node fits both spans, the second only the one that the first would take.
  const two = buildTrace([
    {
      name: 'list',
      children: [
        { name: 'a', kind: 'CLIENT' },
        { name: 'b', kind: 'CLIENT' },
      ],
    },
  ]);
  expect(two).toHaveSpanTree({ name: 'list', children: [{ kind: 'CLIENT' }, { name: 'a' }] });
  expect(two).not.toHaveSpanTree({ name: 'list', children: [{ name: 'a' }, { name: 'a' }] });
});

test('exact, holds for the whole trace only', () => {
  expect(trace).toHaveSpanTree(WHOLE, { exact: true });
  expect(trace).not.toHaveSpanTree({ name: 'POST /checkout', children: [{ kind: 'CLIENT' }] }, { exact: true });
  expect(trace).not.toHaveSpanTree({ name: 'POST /charge', children: ['charge card'] }, { exact: true });
  expect(buildTrace([{ name: 'a' }, { name: 'b' }])).not.toHaveSpanTree('a', { exact: true });
});

test('of several traces, holds when one has it', () => {
  const other = buildTrace([{ name: 'sweep' }], { traceId: 'b'.repeat(32) });
  expect([other, trace]).toHaveSpanTree({ name: 'POST /charge', children: ['charge card'] });
  expect([other, trace]).toHaveSpanTree('sweep', { exact: true });
  expect([other, trace]).not.toHaveSpanTree('refund');
});

test('works as an asymmetric matcher', () => {
  expect({ trace }).toEqual({ trace: expect.toHaveSpanTree({ name: 'POST /charge', children: ['charge card'] }) });
  expect({ trace }).toEqual({ trace: expect.not.toHaveSpanTree('refund') });
});

test('what is there passes in a trace that is not whole, and what is not there is not told', () => {
  expect(half).toHaveSpanTree({ name: 'POST /charge', children: ['charge card'] });
  expect(failureOf(() => expect(half).not.toHaveSpanTree({ name: 'POST', children: ['POST /charge'] }))).toMatch(
    /INCOMPLETE: the tree is not there, but the trace did not arrive whole/,
  );
  expect(failureOf(() => expect(half).toHaveSpanTree({ name: 'POST', children: ['POST /charge'] }))).toMatch(
    /Missing: +the parent abcdef01/,
  );
  expect(half).not.toHaveSpanTree('POST /checkout', { exact: true });
});

test('exact, does not hold while spans are still arriving', () => {
  const late = buildTrace([{ name: 'a' }], { captured: { unsettled: true } });
  expect(late).toHaveSpanTree('a');
  expect(failureOf(() => expect(late).toHaveSpanTree('a', { exact: true }))).toContain(
    'some were still arriving when the wait timed out',
  );
});

test('an attribute under its other name, or dropped, never makes a negation pass', () => {
  const renamed = { attributes: { 'http.request.method': 'POST' }, children: ['charge card'] };
  expect(failureOf(() => expect(trace).not.toHaveSpanTree(renamed))).toContain(
    'Hint: http.method is the name of the old',
  );
  const dropped = buildTrace([{ name: 'a', data: { droppedAttributesCount: 1 }, children: [{ name: 'b' }] }]);
  expect(failureOf(() => expect(dropped).not.toHaveSpanTree({ attributes: { k: 1 }, children: ['b'] }))).toContain(
    'INCOMPLETE: spans of the tree lost data',
  );
});

test('refuses a tree that contains itself, or is too deep to be meant', () => {
  const cyclic: { name: string; children: unknown[] } = { name: 'a', children: [] };
  cyclic.children.push(cyclic);
  expect(failureOf(() => expect(trace).toHaveSpanTree(cyclic as never))).toMatch(/INVALID_CRITERIA: .*contains itself/);
  let deep: object = { name: 'leaf' };
  for (let depth = 0; depth < 300; depth++) deep = { name: 'a', children: [deep] };
  expect(failureOf(() => expect(trace).toHaveSpanTree(deep as never))).toMatch(
    /INVALID_CRITERIA: .*more than 200 levels deep/,
  );
  for (let depth = 0; depth < 30_000; depth++) deep = { name: 'a', children: [deep] };
  expect(failureOf(() => expect(trace).toHaveSpanTree(deep as never))).toMatch(/more than 200 levels deep/);
  let doubled: object = { name: 'leaf' };
  for (let depth = 0; depth < 30; depth++) doubled = { name: 'a', children: [doubled, doubled] };
  expect(failureOf(() => expect(trace).toHaveSpanTree(doubled as never))).toMatch(/more than 1,000 nodes/);
});

test('names the key that was meant, where it is children too', () => {
  expect(failureOf(() => expect(trace).toHaveSpanTree({ name: 'a', childern: ['b'] } as never))).toBe(
    'UNKNOWN_CRITERION: toHaveSpanTree: tree has no criterion "childern". Did you mean "children"?',
  );
  expect(
    failureOf(() => expect(trace).toHaveSpanTree({ name: 'a', children: ['b', { childs: ['c'] }] } as never)),
  ).toMatch(/^UNKNOWN_CRITERION: toHaveSpanTree: tree\.children\[1\] has no criterion "childs"/);
});

test('every part of any trace is found in it, and the whole is exactly it', () => {
  const spec: fc.Arbitrary<SpanSpec> = fc.letrec<{ span: SpanSpec }>(tie => ({
    span: fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('CLIENT', 'SERVER'),
      children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('span'), { maxLength: 3 })),
    }),
  })).span;
  const part = ({ name, kind, children = [] }: SpanSpec, keep: (index: number) => boolean): object => ({
    name,
    kind,
    children: children
      .filter((_child, index) => keep(index))
      .map(child => part(child, keep))
      .reverse(),
  });
  fc.assert(
    fc.property(spec, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (top, kept) => {
      const whole = buildTrace([top]);
      expect(whole).toHaveSpanTree(part(top, () => true) as never, { exact: true });
      expect(whole).toHaveSpanTree(part(top, index => kept[index] === true) as never);
      expect(whole).not.toHaveSpanTree({ ...part(top, () => true), name: 'd' } as never);
    }),
    { numRuns: runs(200) },
  );
});

test('stays within 60 lines however large trace and tree are', () => {
  const wide = buildTrace([
    { name: 'list', children: Array.from({ length: 5_000 }, (_, index) => ({ name: `child ${index}` })) },
  ]);
  const tree = {
    name: 'list',
    children: Array.from({ length: 60 }, (_, index) => ({ name: `kid ${index}`, kind: 'CLIENT' as const })),
  };
  expect(failureOf(() => expect(wide).toHaveSpanTree(tree)).split('\n').length).toBeLessThanOrEqual(60);
  expect(failureOf(() => expect(wide).toHaveSpanTree('list', { exact: true })).split('\n').length).toBeLessThanOrEqual(
    60,
  );
});

test('shows which node has no span that matches, and how the nearest differs', () => {
  const tree = { name: 'POST /orders', children: [{ name: 'SELECT orders', kind: 'SERVER' as const }, 'POST'] };
  expect(failureOf(() => expect(trace).toHaveSpanTree(tree))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpanTree(tree)

    Expected this tree in the trace:
      name "POST /orders"                    matches
      ├─ name "SELECT orders", kind SERVER   nearest: "SELECT orders" (orders, CLIENT), differs in kind
      └─ name "POST"                         matches

    Nearest is "SELECT orders":   name "SELECT orders"   matches
                                - kind SERVER
                                + kind CLIENT

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms  <- matches
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- differs in kind
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms  <- matches
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    Hint: only the kind differs.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('says where a span is that is not where the tree has it', () => {
  const deeper = { name: 'POST /orders', children: ['SELECT orders', 'charge card'] };
  expect(failureOf(() => expect(trace).toHaveSpanTree(deeper))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpanTree(tree)

    Expected this tree in the trace:
      name "POST /orders"       matches
      ├─ name "SELECT orders"   matches
      └─ name "charge card"     missing

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms  <- a child is missing
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- would match, but not here

    Hint: name "charge card" is below "POST /orders", but not a direct child of it: it is 3 levels down, under "POST /charge" (payments, SERVER).

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000003"
  `);
  expect(
    failureOf(() => expect(trace).toHaveSpanTree({ name: 'POST /charge', children: ['SELECT orders'] })),
  ).toContain(
    'Hint: name "SELECT orders" is there, but under "POST /orders" (orders, SERVER), not under "POST /charge".',
  );
  const thrice = { name: 'POST /orders', children: ['SELECT orders', 'SELECT orders', 'SELECT orders'] };
  expect(failureOf(() => expect(trace).toHaveSpanTree(thrice))).toContain('but not as often as the tree has it');
});

test('shows the nearest of many spans that could be the top', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({
    name: 'GET /item',
    children: index === 60 ? [{ name: 'read' }, { name: 'price', kind: 'CLIENT' as const }] : [{ name: 'redirect' }],
  }));
  const many = buildTrace([{ name: 'all', children: items }]);
  const tree = { name: 'GET /item', children: ['read', { name: 'price', kind: 'SERVER' as const }] };
  const text = failureOf(() => expect(many).toHaveSpanTree(tree));
  expect(text).toMatch(/name "read" +matches/);
  expect(text).toContain('nearest: "price" (gateway, CLIENT), differs in kind');
  const elsewhere = { name: 'GET /item', children: ['redirect', 'read'] };
  expect(failureOf(() => expect(many).toHaveSpanTree(elsewhere))).toContain(
    'Hint: name "read" is there, but under another "GET /item" (gateway, INTERNAL).',
  );
});

test('shows a name that is nearly the one, and only where that one is nowhere', () => {
  expect(
    failureOf(() => expect(trace).toHaveSpanTree({ name: 'POST /charge', children: ['Charge card'] })),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpanTree(tree)

    Expected this tree in the trace:
      name "POST /charge"     matches
      └─ name "Charge card"   nearest: "charge card" (payments, INTERNAL), differs in name

    Nearest is "charge card": - name "Charge card"
                              + name "charge card"

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- matches
    payments  INTERNAL              └─ charge card   80 ms  <- differs in name

    Hint: the name differs in upper and lower case only.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
  // "POST" is near "POST /orders", but it is there: a level is missing from the tree, and no name is misspelt.
  expect(
    failureOf(() =>
      expect(trace).toHaveSpanTree({
        name: 'POST /checkout',
        children: [{ name: 'POST', children: ['SELECT orders', 'POST'] }],
      }),
    ),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpanTree(tree)

    Expected this tree in the trace:
      name "POST /checkout"        matches
      └─ name "POST"               matches
         ├─ name "SELECT orders"   missing
         └─ name "POST"            missing

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms  <- matches
    gateway   CLIENT    └─ POST                     198 ms  <- a child is missing
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- would match, but not here
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms  <- would match, but not here
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    Hint: name "SELECT orders" is below "POST", but not a direct child of it: it is 2 levels down, under "POST /orders" (orders, SERVER).
    Hint: name "POST" is below "POST", but not a direct child of it: it is 2 levels down, under "POST /orders" (orders, SERVER).

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});

test('says of an orphan that its parent never arrived', () => {
  expect(
    failureOf(() => expect(half).toHaveSpanTree({ name: 'POST', children: ['POST /charge'] })),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpanTree(tree)

    Expected this tree in the trace:
      name "POST"              matches
      └─ name "POST /charge"   missing

    Missing:  the parent abcdef01 of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms  <- a child is missing
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)  <- would match, but not here
    payments  INTERNAL  └─ charge card           80 ms

    Hint: name "POST /charge" is there, but its parent abcdef01 never arrived: that may be the one that is meant.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});

test('of several traces, shows the nearest', () => {
  const other = buildTrace([{ name: 'sweep', children: [{ name: 'charge card' }] }], { traceId: 'b'.repeat(32) });
  const tree = { name: 'POST /charge', children: ['charge card', 'refund'] };
  expect(failureOf(() => expect([other, trace]).toHaveSpanTree(tree))).toMatchInlineSnapshot(`
    "expect(traces).toHaveSpanTree(tree)

    Expected this tree in one of these 2 traces:
      name "POST /charge"     matches
      ├─ name "charge card"   matches
      └─ name "refund"        missing

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- a child is missing
    payments  INTERNAL              └─ charge card   80 ms  <- matches

    ... and 1 more trace

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
});

test('negated and exact, shows that it is the whole trace', () => {
  const two = buildTrace([{ name: 'sweep', children: [{ name: 'delete' }] }]);
  expect(
    failureOf(() => expect(two).not.toHaveSpanTree({ name: 'sweep', children: ['delete'] }, { exact: true })),
  ).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpanTree(tree, options)

    Expected the trace not to be exactly this tree:
      name "sweep"       matches
      └─ name "delete"   matches

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  sweep      10 ms  <- matches
    gateway  INTERNAL  └─ delete  10 ms  <- matches

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('neither overflows nor stalls on a very long chain and a very wide fan-out', { timeout: 30_000 }, () => {
  const id = (index: number) => (index + 1).toString(16).padStart(16, '0');
  const flat = (length: number, parent: (index: number) => number) =>
    buildTrace(
      Array.from({ length }, (_, index) => ({
        id: id(index),
        name: index === 0 ? 'top' : 'work',
        ...(index === 0 ? {} : { parentId: id(parent(index)) }),
      })),
    );
  const lines = (assertion: () => unknown) => failureOf(assertion).split('\n').length;
  let nested: object = { name: 'work', kind: 'CLIENT' };
  for (let depth = 0; depth < 18; depth++) nested = { name: 'work', children: [nested] };
  const chain = flat(10_000, index => index - 1);
  expect(chain).toHaveSpanTree({ name: 'top', children: [{ name: 'work', children: ['work'] }] });
  expect(lines(() => expect(chain).toHaveSpanTree(nested as never))).toBeLessThanOrEqual(60);
  expect(lines(() => expect(chain).toHaveSpanTree('top', { exact: true }))).toBeLessThanOrEqual(60);
  const fan = flat(40_000, () => 0);
  const nodes = Array.from({ length: 19 }, () => 'work');
  expect(fan).toHaveSpanTree({ name: 'top', children: nodes });
  expect(lines(() => expect(fan).toHaveSpanTree({ name: 'top', children: [...nodes, 'wrok'] }))).toBeLessThanOrEqual(
    60,
  );
  expect(lines(() => expect(fan).toHaveSpanTree('top', { exact: true }))).toBeLessThanOrEqual(60);
});

test('exact, lists the spans that are not in the tree', () => {
  expect(
    failureOf(() => expect(trace).toHaveSpanTree({ name: 'POST /checkout', children: ['POST'] }, { exact: true })),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpanTree(tree, options)

    Expected the whole trace to be this tree:
      name "POST /checkout"   matches
      └─ name "POST"          matches

    Not in the tree (6):  "POST /orders" (orders, SERVER)
                          "SELECT orders" (orders, CLIENT)
                          "SELECT orders" (orders, CLIENT)
                          "POST" (orders, CLIENT)
                          "POST /charge" (payments, SERVER)
                          "charge card" (payments, INTERNAL)

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms  <- matches
    gateway   CLIENT    └─ POST                     198 ms  <- matches
    orders    SERVER       └─ POST /orders          190 ms  <- not in the tree
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- not in the tree
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- not in the tree
    orders    CLIENT          └─ POST               140 ms  <- not in the tree
    payments  SERVER             └─ POST /charge    120 ms  <- not in the tree
    payments  INTERNAL              └─ charge card   80 ms  <- not in the tree

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000003"
  `);
});

test('shows a tree of which there is nothing', () => {
  expect(
    failureOf(() => expect(trace).toHaveSpanTree({ name: 'refund', children: ['pay back'] })),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpanTree(tree)

    Expected this tree in the trace:
      name "refund"        missing
      └─ name "pay back"   missing

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('negated, shows where it is', () => {
  expect(
    failureOf(() => expect(trace).not.toHaveSpanTree({ name: 'POST /charge', children: ['charge card'] })),
  ).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpanTree(tree)

    Expected not to find this tree:
      name "POST /charge"     matches
      └─ name "charge card"   matches

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- matches
    payments  INTERNAL              └─ charge card   80 ms  <- matches

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
});

describe('an ordered tree', () => {
  const ordered = { ordered: true } as const;
  const work = buildTrace([
    {
      name: 'checkout',
      start: 0.5,
      ms: 90,
      children: [
        {
          name: 'reserve',
          start: 1.5,
          ms: 20,
          children: [
            { name: 'query', start: 2.5 },
            { name: 'lock', start: 5.5 },
          ],
        },
        { name: 'query', start: 30.5, ms: 2 },
        { name: 'charge', start: 40.5, ms: 20 },
        { name: 'query', start: 70.5, ms: 2 },
      ],
    },
  ]);
  const children = (...names: SpanTree[]) => ({ name: 'checkout', children: names });

  test('holds where children began in this order, with others in between', () => {
    expect(work).toHaveSpanTree(children('reserve', 'charge', 'query'), ordered);
    expect(work).toHaveSpanTree(children('query', 'charge', 'query'), ordered);
    expect(work).toHaveSpanTree(children({ name: 'reserve', children: ['query', 'lock'] }, 'charge'), ordered);
    expect(work).toHaveSpanTree(children('reserve', 'query', 'charge', 'query'), ordered);
  });

  test('does not in another order, at any depth, where a tree in any order does', () => {
    for (const tree of [
      children('charge', 'reserve'),
      children('query', 'reserve'),
      children('charge', 'query', 'query'),
      children({ name: 'reserve', children: ['lock', 'query'] }, 'charge'),
    ]) {
      expect(work).toHaveSpanTree(tree);
      expect(work).toHaveSpanTree(tree, { ordered: false });
      expect(work).not.toHaveSpanTree(tree, ordered);
      expect(() => expect(work).toHaveSpanTree(tree, ordered)).toThrow(/its children are in another order/);
    }
  });

  test('can be exact too', () => {
    const whole = children({ name: 'reserve', children: ['query', 'lock'] }, 'query', 'charge', 'query');
    expect(work).toHaveSpanTree(whole, { ordered: true, exact: true });
    const other = children('query', { name: 'reserve', children: ['query', 'lock'] }, 'charge', 'query');
    expect(work).not.toHaveSpanTree(other, { ordered: true, exact: true });
  });

  test('works as an asymmetric matcher', () => {
    expect({ work }).toEqual({ work: expect.toHaveSpanTree(children('reserve', 'charge'), ordered) });
    expect({ work }).toEqual({ work: expect.not.toHaveSpanTree(children('charge', 'reserve'), ordered) });
  });

  test('is not known where the times of children do not tell, and is where they do', () => {
    const cut = buildTrace([
      {
        name: 'checkout',
        start: 0,
        ms: 90,
        children: [
          { name: 'a', start: 5, ms: 1.5 },
          { name: 'b', start: 5, ms: 2.5 },
          { name: 'c', start: 9, ms: 1 },
        ],
      },
    ]);
    for (const tree of [children('a', 'b'), children('b', 'a', 'c')]) {
      expect(() => expect(cut).toHaveSpanTree(tree, ordered)).toThrow(/INCOMPLETE: the tree is there, but/);
      expect(() => expect(cut).not.toHaveSpanTree(tree, ordered)).toThrow(/INCOMPLETE/);
    }
    expect(cut).toHaveSpanTree(children('b', 'c'), ordered);
    expect(cut).not.toHaveSpanTree(children('c', 'b'), ordered);
  });

  test('a deep tree of uncertain order is a matter of moments', () => {
    const nested = (depth: number): SpanSpec => ({
      name: 'n',
      start: 5,
      ms: 1,
      children: depth === 0 ? [] : [nested(depth - 1), { name: 'leaf', start: 5, ms: 1 }],
    });
    const tree = (depth: number): SpanTree => ({ name: 'n', children: depth === 0 ? [] : [tree(depth - 1), 'leaf'] });
    const began = performance.now();
    expect(() => expect(buildTrace([nested(60)])).toHaveSpanTree(tree(60), ordered)).toThrow(/INCOMPLETE/);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
