import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

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
  expect(failureOf(() => expect(late).toHaveSpanTree('a', { exact: true }))).toContain('that were on their way still');
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
    /INVALID_CRITERIA: .*a tree may have 200/,
  );
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
    { numRuns: 200 },
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
