import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { select } from '../../src/query/select.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { cpuMs } from '../cpu-ms.ts';
import { failureOf } from '../failure-of.ts';
import { mailerTrace, shopTrace } from '../gallery/shop-trace.ts';

const trace = shopTrace();
const mailer = mailerTrace(trace);

/** The lines that compare, without the tree. */
function comparison(selector: string, within: unknown = trace): string {
  const [, facts = ''] = failureOf(() => expect(within).toHaveSpan(select(selector))).split('\n\n');
  return facts;
}

test('says what a span links to', () => {
  expect(comparison('span[kind=PRODUCER] ~> span[name="charge card"]')).toMatchInlineSnapshot(`
    "Expected a span:  name "charge card", linked to span[kind=PRODUCER]
    Nearest of 16:    name "charge card"   matches
                    - linked to span[kind=PRODUCER]
                    + linked to nothing"
  `);
  expect(comparison('span[kind=CLIENT] ~> span[name="process receipts"]', mailer)).toMatchInlineSnapshot(`
    "Expected a span:  name "process receipts", linked to span[kind=CLIENT]
    Nearest of 2:     name "process receipts"   matches
                    - linked to span[kind=CLIENT]
                    + linked to "send receipts" (orders, PRODUCER)"
  `);
});

test('says which place a span has among the children of its parent', () => {
  expect(comparison('span[name=audit]:nth-child(2)')).toMatchInlineSnapshot(`
    "Expected a span:  name "audit", :nth-child(2)
    Nearest of 16:    name "audit"   matches
                    - :nth-child(2)
                    + child 1 of 1 below "charge card" (payments, INTERNAL)"
  `);
  expect(comparison('span[name="POST /checkout"]:nth-child(2)')).toMatchInlineSnapshot(`
    "Expected a span:  name "POST /checkout", :nth-child(2)
    Nearest of 16:    name "POST /checkout"   matches
                    - :nth-child(2)
                    + root 1 of 1"
  `);
});

test('says which span is the first', () => {
  expect(comparison('span[name=validate]:not(span[service=payments] span):first:has(span)')).toMatchInlineSnapshot(`
    "Expected a span:  name "validate", :not(span[service=payments] span), :first, :has(span)
    Nearest of 16:    name "validate"                     matches
                      :not(span[service=payments] span)   matches
                      :first                              matches
                    - :has(span)
                    + no span below it matches that"
  `);
});

test('says that a span has nothing of what it should have', () => {
  expect(comparison('span[name=validate]:has(span[kind=CLIENT])')).toMatchInlineSnapshot(`
    "Expected a span:  name "validate", :has(span[kind=CLIENT])
    Nearest of 16:    name "validate"   matches
                    - :has(span[kind=CLIENT])
                    + no span below it matches that"
  `);
  expect(comparison('span[name=validate]:has(> span[kind=CLIENT])')).toMatchInlineSnapshot(`
    "Expected a span:  name "validate", :has(> span[kind=CLIENT])
    Nearest of 16:    name "validate"   matches
                    - :has(> span[kind=CLIENT])
                    + no child of it matches that"
  `);
  expect(comparison('span[name=validate]:has(~> span)')).toMatchInlineSnapshot(`
    "Expected a span:  name "validate", :has(~> span)
    Nearest of 16:    name "validate"   matches
                    - :has(~> span)
                    + no span that links to it matches that"
  `);
});

test('says that a span is what it should not be', () => {
  expect(comparison('span[name="charge card"]:not(span[app.amount>4000])')).toMatchInlineSnapshot(`
    "Expected a span:  name "charge card", :not(span[app.amount>4000])
    Nearest of 16:    name "charge card"   matches
                    - :not(span[app.amount>4000])
                    + it matches span[app.amount>4000]"
  `);
});

test('counts each part of a selector by itself', () => {
  const wanted = select('span[name="POST /refund"] span[name="charge card"]:has(span[kind=CLIENT]):nth-child(1)');
  expect(failureOf(() => expect(trace).toHaveSpan(wanted))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name "charge card", descendant of span[name="POST /refund"], :has(span[kind=CLIENT]), :nth-child(1)
    Nearest of 16:    name "charge card"                                     matches
                    - descendant of span[name="POST /refund"]
                    + child of "POST /charge" (payments, SERVER)
                    - :has(span[kind=CLIENT])
                    + no span below it matches that
                      child 1 of 1 below "POST /charge" (payments, SERVER)   matches

    trace 4bf92f35, 3 services, 16 spans, 260 ms
    gateway   SERVER    POST /checkout                   260 ms  ERROR
    gateway   INTERNAL  ├─ middleware - session          3.0 ms
    gateway   CLIENT    └─ POST                          246 ms
    orders    SERVER       └─ POST /orders/42            236 ms
    orders    INTERNAL        ├─ validate                 10 ms
    orders    CLIENT          ├─ SELECT shop.items (x6)   24 ms
    orders    CLIENT          ├─ POST                    140 ms
    payments  SERVER          │  └─ POST /charge         120 ms
    payments  INTERNAL        │     └─ charge card        80 ms  <- differs in place and place (:has)
    payments  INTERNAL        │        └─ audit          4.0 ms
    orders    PRODUCER        └─ send receipts           6.0 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 000000000000000e"
  `);
});

test('a negation names the span that matches', () => {
  const wanted = select('span[service=payments] > span[kind=INTERNAL]:has(> span[name=audit])');
  expect(failureOf(() => expect(trace).not.toHaveSpan(wanted))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria)

    Expected no span:  kind INTERNAL, child of span[service=payments], :has(> span[name=audit])
    Received:          1 span that matches

    trace 4bf92f35, 3 services, 16 spans, 260 ms
    gateway   SERVER    POST /checkout                   260 ms  ERROR
    gateway   INTERNAL  ├─ middleware - session          3.0 ms
    gateway   CLIENT    └─ POST                          246 ms
    orders    SERVER       └─ POST /orders/42            236 ms
    orders    INTERNAL        ├─ validate                 10 ms
    orders    CLIENT          ├─ SELECT shop.items (x6)   24 ms
    orders    CLIENT          ├─ POST                    140 ms
    payments  SERVER          │  └─ POST /charge         120 ms
    payments  INTERNAL        │     └─ charge card        80 ms  <- matches
    payments  INTERNAL        │        └─ audit          4.0 ms
    orders    PRODUCER        └─ send receipts           6.0 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 000000000000000e"
  `);
});

const cutOff = buildTrace([
  { name: 'top', kind: 'SERVER', children: [{ name: 'step' }] },
  { name: 'lost', parentId: 'f'.repeat(16), children: [{ name: 'below it' }] },
]);

test('what may stand in the part of a trace that is missing is not said to be absent', () => {
  const names = (selector: string, within = cutOff) => within.filter(select(selector)).map(({ name }) => name);
  expect(names('span[name!=x]:not(span[kind=SERVER] span)')).toEqual(['top']);
  expect(names('span[name!=x]:not(span[kind=SERVER] > span)')).toEqual(['top', 'below it']);
  expect(names('span[name=step]:not(:has(span[kind=CLIENT]))')).toEqual([]);
  expect(names('span[name=step]:not(:has(~> span))')).toEqual([]);
  expect(names('span[name=step]:not(:nth-child(2))')).toEqual([]);

  const allowed = buildTrace([{ name: 'lost', parentId: 'f'.repeat(16) }], { captured: { allowOrphans: true } });
  expect(names('span:not(span > span)', allowed)).toEqual(['lost']);
  const unsettled = buildTrace([{ name: 'top' }], { captured: { unsettled: true } });
  expect(names('span[name=top]:not(:has(span))', unsettled)).toEqual([]);
});

test('an absence in a trace that did not arrive whole fails, and says what is missing', () => {
  const leaf = select('span[name=step]:not(:has(span[kind=CLIENT]))');
  expect(failureOf(() => expect(cutOff).toHaveSpan(leaf))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name "step", :not(:has(span[kind=CLIENT]))
    Nearest of 4:     name "step"   matches
                    - :not(:has(span[kind=CLIENT]))
                    + it may match :has(span[kind=CLIENT]): some data is missing

    The trace did not arrive whole; the span may be among what is missing:
      the parent ffffffff of "lost" (gateway, INTERNAL)

    trace 4bf92f35, 1 service, 4 spans, 11 ms, not complete
    gateway  SERVER    top          10 ms
    gateway  INTERNAL  └─ step      10 ms  <- differs in place (:not)
    gateway  INTERNAL  lost         10 ms  (parent ffffffff never arrived)
    gateway  INTERNAL  └─ below it  10 ms

    Hint: only the place (:not) differs.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
  expect(failureOf(() => expect(cutOff).not.toHaveSpan(leaf))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria)

    INCOMPLETE: no span matches, but the trace did not arrive whole (1 parent span never arrived): one that matches may be missing.

    Expected no span:  name "step", :not(:has(span[kind=CLIENT]))
    Received:          no span that matches
    Missing:           the parent ffffffff of "lost" (gateway, INTERNAL)

    trace 4bf92f35, 1 service, 4 spans, 11 ms, not complete
    gateway  SERVER    top          10 ms
    gateway  INTERNAL  └─ step      10 ms
    gateway  INTERNAL  lost         10 ms  (parent ffffffff never arrived)
    gateway  INTERNAL  └─ below it  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('a link that may lead to what is refused is not said to lead elsewhere', () => {
  const dead = buildTrace([
    { name: 'dead end', links: [{ traceId: 'e'.repeat(32), spanId: 'e'.repeat(16) }] },
    { name: 'dropped', data: { droppedLinksCount: 1 } },
    { name: 'unlinked' },
  ]);
  expect(dead.filter(select('span[name!=x]:not(span[kind=PRODUCER] ~> span)')).map(({ name }) => name)).toEqual([
    'unlinked',
  ]);
});

test('the first is sure only when nothing before it may match', () => {
  const renamed = buildTrace([
    { name: 'old', start: 0, attributes: { 'http.method': 'POST' }, children: [{ name: 'a' }] },
    { name: 'new', start: 5, attributes: { 'http.request.method': 'POST' }, children: [{ name: 'b' }] },
  ]);
  const [first, last] = ['first', 'last'].map(end => select(`span[http.request.method=POST]:${end} > span`));
  for (const check of [
    () => expect(renamed).toHaveSpan(first as never),
    () => expect(renamed).not.toHaveSpan(first as never),
  ]) {
    expect(failureOf(check)).toContain('Hint: http.method is the name of the old');
  }
  expect(renamed).toHaveSpan(last as never, { times: 1 });
});

test('siblings are told apart by their parent, and by whether they lost it', () => {
  const names = (selector: string) => cutOff.filter(select(selector)).map(({ name }) => name);
  expect(names('span[name!=x]:nth-child(1)')).toEqual(['top', 'lost', 'step', 'below it']);
});

test('judges 50,000 spans in bearable time, whatever their shape', () => {
  const wide: SpanSpec[] = Array.from({ length: 25_000 }, (_, index) => ({ name: `root ${index}` }));
  const lost: SpanSpec[] = Array.from({ length: 25_000 }, () => ({ name: 'lost', parentId: 'f'.repeat(16) }));
  const old: SpanSpec[] = Array.from({ length: 50_000 }, () => ({ attributes: { 'http.method': 'POST' } }));
  const cutUp = buildTrace([...wide, ...lost]);
  const renamed = buildTrace(old);
  for (const [selector, large] of [
    ['span:nth-child(2)', cutUp],
    ['span[name=lost]:not(:has(> span))', cutUp],
    ['span[name=lost] ~> span', cutUp],
    ['span:has(span[http.request.method=POST]), span[http.request.method]:last', renamed],
  ] as const) {
    const from = cpuMs();
    failureOf(() => expect(large).not.toHaveSpan(select(selector)));
    // A few tenths of a second; a walk of all spans for each span takes many.
    expect(cpuMs() - from, selector).toBeLessThan(4_000);
  }
});

test('a link to what never arrived decides nothing, in either polarity', () => {
  const links = [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) }];
  const consumer = buildTrace([{ name: 'process', kind: 'CONSUMER', links }]);
  const linked = select('span[kind=PRODUCER] ~> span[name=process]');
  expect(failureOf(() => expect(consumer).toHaveSpan(linked))).toContain('linked to');
  expect(failureOf(() => expect(consumer).not.toHaveSpan(linked))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria)

    INCOMPLETE: no span matches, but what decides it is not known.

    Expected no span:  name "process", linked to span[kind=PRODUCER]
    Received:          no span that matches
    Missing:           what tells whether "process" (gateway, CONSUMER) matches, such as a span that it links to

    trace 4bf92f35, 1 service, 1 span, 10 ms
    gateway  CONSUMER  process  10 ms  <- may match

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
