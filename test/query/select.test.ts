import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { TracewrightError } from '../../src/errors.ts';
import type { Trace } from '../../src/model/trace.ts';
import { select } from '../../src/query/select.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { cpuMs } from '../cpu-ms.ts';
import { failureOf } from '../failure-of.ts';
import { mailerTrace, shopTrace } from '../gallery/shop-trace.ts';
import { runs } from '../runs.ts';

const trace = shopTrace();
const mailer = mailerTrace(trace);

function found(selector: string, within: Trace = trace): string[] {
  return within.filter(select(selector)).map(({ name }) => name);
}

test.each([
  ['a name', 'span[name="charge card"]', ['charge card']],
  ['a bare word', 'span[name=validate]', ['validate']],
  ['single quotes', "span[name='charge card']", ['charge card']],
  ['the kind', 'span[kind="PRODUCER"]', ['send receipts']],
  ['several conditions', 'span[service="gateway" kind="CLIENT"]', ['POST']],
  ['conditions with commas', 'span[service="gateway", kind="CLIENT"]', ['POST']],
  ['several brackets', 'span[service="gateway"][kind="CLIENT"]', ['POST']],
  ['the status', 'span[status="ERROR"]', ['POST /checkout']],
  ['the code of the status', 'span[status.code="ERROR"]', ['POST /checkout']],
  ['the message of the status', 'span[status.message$="402"]', ['POST /checkout']],
  ['an operation', 'span[operation=messaging]', ['send receipts']],
  ['an attribute with dots', 'span[app.order.id="ord-17"]', ['charge card']],
  ['an attribute in quotes', 'span["app.order.id"="ord-17"]', ['charge card']],
  ['an attribute with its prefix', 'span[attributes.app.amount=4200]', ['charge card']],
  ['a resource attribute', 'span[resource.telemetry.sdk.language="java"]', ['POST /charge']],
  ['that a key is there', 'span[app.currency]', ['charge card']],
  ['an event', 'span[event="retry"]', ['charge card']],
  ['text contained', 'span[name~="card"]', ['charge card']],
  ['how text begins', 'span[name^="POST /c"]', ['POST /checkout', 'POST /charge']],
  ['how text ends', 'span[name$="receipts"]', ['send receipts']],
  ['a number', 'span[app.amount=4200]', ['charge card']],
  ['a number below', 'span[http.status_code<403]', ['POST /charge']],
  ['a number above', 'span[http.response.status_code>500]', ['POST /checkout']],
  ['at most', 'span[app.amount<=4200]', ['charge card']],
  ['at least', 'span[duration>=246]', ['POST /checkout', 'POST']],
  ['another value', 'span[tenant.id!="other"]', ['POST /orders/42']],
  ['another word', 'span[kind!="INTERNAL" service="payments"]', ['POST /charge']],
  ['a star for span', '*[kind="PRODUCER"]', ['send receipts']],
  ['children', 'span[kind="CLIENT"] > span[kind="SERVER"]', ['POST /orders/42', 'POST /charge']],
  ['descendants', 'span[service="orders" kind="SERVER"] span[kind="INTERNAL"]', ['validate', 'charge card', 'audit']],
  ['a path', 'span[service=gateway] > span[kind=SERVER] > span[kind=PRODUCER]', ['send receipts']],
  ['the first', 'span[operation=database]:first', ['SELECT shop.items']],
  ['the last', 'span[service="orders"]:last', ['send receipts']],
  ['the last child', 'span[service="orders" kind="SERVER"] > span:last', ['send receipts']],
  ['the second child', 'span[name="POST /checkout"] > span:nth-child(2)', ['POST']],
  ['odd children', 'span[name="POST /checkout"] > span:nth-child(odd)', ['middleware - session']],
  ['children from the third on', 'span[name="POST /orders/42"] > span[kind!=CLIENT]:nth-child(n+3)', ['send receipts']],
  ['the first two', 'span[name="POST /orders/42"] > span:nth-child(-n+2)', ['validate', 'SELECT shop.items']],
  ['not', 'span[service="payments"]:not(span[kind="SERVER"]):not(span[name=audit])', ['charge card']],
  ['not a place', 'span[kind="INTERNAL"]:not(span[service="payments"] span)', ['middleware - session', 'validate']],
  [
    'not one of several',
    'span[kind="INTERNAL"]:not(span[service=payments], span[name=validate])',
    ['middleware - session'],
  ],
  ['has a descendant', 'span[kind="CLIENT"]:has(span[name="audit"])', ['POST', 'POST']],
  ['has a child', 'span:has(> span[name="audit"])', ['charge card']],
  ['has a path', 'span:has(> span[kind=SERVER] > span[name="charge card"])', ['POST']],
  ['without a key', 'span[service=payments]:not(span[app.amount])', ['POST /charge', 'audit']],
  ['brackets without span', '[kind="PRODUCER"]', ['send receipts']],
  ['not with brackets alone', 'span[service=payments]:not([kind=INTERNAL])', ['POST /charge']],
  ['a bare word, then a key after a comma', 'span[service=payments, app.amount]', ['charge card']],
  ['another operation', 'span[operation!=database service=orders]', ['POST /orders/42', 'POST', 'send receipts']],
  ['flags', 'span[flags>=0 kind=PRODUCER]', ['send receipts']],
  ['alternatives', 'span[name=audit], span[name=validate]', ['validate', 'audit']],
])('matches by %s', (_label, selector, names) => {
  expect(found(selector)).toEqual(names);
});

test('follows links into other traces and in the same', () => {
  expect(found('span[kind=PRODUCER] ~> span', mailer)).toEqual(['process receipts']);
  expect(found('span[service=orders] > span[kind=PRODUCER] ~> span[kind=CONSUMER] > span', mailer)).toEqual([
    'render mail',
  ]);
  expect(found('span[name="send invoices"] ~> span', mailer)).toEqual([]);
  const own = buildTrace([
    {
      name: 'send',
      kind: 'PRODUCER',
      id: 'a'.repeat(16),
      children: [{ name: 'process', links: [{ spanId: 'a'.repeat(16) }] }],
    },
  ]);
  expect(found('span[kind=PRODUCER] ~> span', own)).toEqual(['process']);
  expect(found('span:has(~> span[name=process])', own)).toEqual(['send']);
});

test('goes wherever criteria go', () => {
  const client = select('span[service="orders"] > span[kind="CLIENT" name=POST]');
  expect(trace).toHaveSpan(client, { times: 1 });
  expect(trace.get('POST /charge')).toBeChildOf(client);
  expect(trace.get('charge card')).toBeDescendantOf(select('span[name^="POST /orders"]'));
  expect(trace).toHaveNoErrors({ except: select('span[status=ERROR], span[event=exception]') });
  expect(trace).toHaveSpanTree({ name: 'POST /charge', children: [select('span[app.amount>4000]')] });
  expect(trace.find(select('span[kind=CONSUMER]'))).toBeUndefined();
});

test('is matched by the other copy of the package', () => {
  const foreign = { [Symbol.for('tracewright.Selector')]: true, selector: 'span[name=audit]' };
  expect(trace.get(foreign as never).name).toBe('audit');
});

test('says what it is', () => {
  expect(String(select('span[name="a"]'))).toBe('select("span[name=\\"a\\"]")');
});

test.each([
  ['a missing bracket', 'span[kind="CLIENT"'],
  ['empty brackets', 'span[]'],
  ['span alone', 'span'],
  ['an empty selector', ''],
  ['something else than span', 'div[kind=CLIENT]'],
  ['a word that begins with span', 'spans[kind=CLIENT]'],
  ['a value that is missing', 'span[kind=]'],
  ['an operator that is none', 'span[name=~"x"]'],
  ['another operator that is none', 'span[name|="x"]'],
  ['text that is not closed', 'span[name="charge card]'],
  ['a pseudo-class that is none', 'span[kind=CLIENT]:frist'],
  ['a pseudo-class of CSS', 'span:nth_child(2)'],
  ['a place that is none', 'span:nth-child(0)'],
  ['a combinator at the end', 'span[kind=CLIENT] >'],
  ['two combinators', 'span[kind=CLIENT] > > span[kind=SERVER]'],
  ['a combinator of CSS', 'span[kind=CLIENT] + span[kind=SERVER]'],
  ['no blank between', 'span[kind=CLIENT]span[kind=SERVER]'],
  ['a parenthesis that is not closed', 'span:not(span[kind=CLIENT]'],
  ['a comma at the end', 'span[kind=CLIENT],'],
  ['an unknown kind', 'span[service="orders"] > span[kind="CLEINT"]'],
  ['an unknown status', 'span[status=error]'],
  ['an unknown operation', 'span[operation=databse]'],
  ['a kind by its number', 'span[kind=2]'],
  ['a slip in a field', 'span[service="orders" nmae~="charge"]'],
  ['an unknown kind that is not to be', 'span[kind!=CLEINT]'],
  ['an unknown status that is not to be', 'span[status!=EROR]'],
  ['an unknown operation that is not to be', 'span[operation!=databse]'],
  ['a kind as a number', 'span[kind>2]'],
  ['a slip in a field with a dot', 'span[status.mesage="x"]'],
  ['the attribute of a service', 'span[service.name="orders"]'],
  ['the name that a duration has on a span', 'span[durationMs>5]'],
  ['a resource without a key', 'span[resource="x"]'],
  ['attributes without a key', 'span[attributes.="x"]'],
  ['links as a field', 'span[links]'],
  ['text without quotes', 'span[name=charge card]'],
  ['a route without quotes', 'span[service=orders name=GET /orders]'],
  ['text compared as a number', 'span[name>5]'],
  ['a number for a text', 'span[name!=42]'],
  ['an event that is a number', 'span[event>5]'],
  ['flags that begin with a text', 'span[flags^="01"]'],
  ['span alone among others', 'span[kind=CLIENT], span'],
  ['span alone in :not', 'span[kind=CLIENT]:not(span[kind=SERVER], span)'],
  ['a formula that no place meets', 'span:nth-child(-2n)'],
  ['a formula that any place meets', 'span:nth-child(n)'],
  ['a pseudo-class of CSS that we write otherwise', 'span:root'],
  ['the first child of CSS', 'span[kind=CLIENT]:first-child'],
  ['a number as text', 'span[name~=42]'],
  ['text as a number', 'span[app.amount>"many"]'],
  ['an empty part of a text', 'span[name~=""]'],
  ['flags that are text', 'span[flags="sampled"]'],
  ['a duration that is text', 'span[duration="long"]'],
  [
    'a place deep in a long selector',
    `span[kind=CLIENT]${' > span[name="a long name of a span"]'.repeat(8)} > spam[kind=SERVER]`,
  ],
])('refuses %s, and points at it', (_label, selector) => {
  expect(failureOf(() => select(selector))).toMatchSnapshot();
});

test('takes a string alone', () => {
  expect(() => select(undefined as never)).toThrow(
    'INVALID_SELECTOR: select() takes a selector as a string; received undefined.',
  );
});

test('bounds length and depth', () => {
  expect(() => select(`span[name="${'x'.repeat(20_000)}"]`)).toThrow(/INVALID_SELECTOR: .* it may have 10000/);
  expect(() => select(`${'span:not('.repeat(2_000)}span[kind=CLIENT]${')'.repeat(2_000)}`.slice(0, 9_000))).toThrow(
    /are 30 deep here/,
  );
  for (const path of [' *'.repeat(4_000), ' > *'.repeat(2_000), ' ~> *'.repeat(1_500)]) {
    expect(() => select(`span[kind=CLIENT]${path}`)).toThrow(/INVALID_SELECTOR: .* more than 100 combinators/);
    expect(() => select(`span:has(*${path})`)).toThrow(/INVALID_SELECTOR: .* more than 100 combinators/);
  }
  const deepest = `${'span:not(* > *:has(* * *:first '.repeat(15)}[kind=CLIENT]${'))'.repeat(15)}`;
  expect(() => trace.filter(select(deepest))).not.toThrow();
});

test('any text is a selector, or an error that says where', () => {
  const piece = fc.constantFrom(
    'span',
    '*',
    '[',
    ']',
    '(',
    ')',
    ':not(',
    ':has(',
    ':first',
    ':nth-child(',
    '>',
    '~>',
    ' ',
    ',',
    '=',
    '!=',
    '~=',
    '"',
    "'",
    'kind',
    'name',
    'CLIENT',
    'a.b',
    '42',
    '2n+1',
    '\\',
    ':',
    '<',
    'é',
    '\u0000',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(piece, { maxLength: 25 }).map(parts => parts.join('')),
  );
  fc.assert(
    fc.property(text, source => {
      try {
        trace.filter(select(source));
      } catch (error) {
        if (!(error instanceof TracewrightError)) throw error;
        expect(error.code).toMatch(/^(INVALID_SELECTOR|UNKNOWN_KIND|UNKNOWN_STATUS|UNKNOWN_OPERATION)$/);
        expect(error.message).toMatch(/^\w+: select\(\), column \d+: [^\n]*\.\n\n {2}.*\n {2} *\^$/);
      }
    }),
    { numRuns: runs(3_000) },
  );
});

test('long texts are read in linear time', () => {
  const pieces = [
    '[',
    '(',
    '"',
    "'",
    '\\\\',
    ' ',
    'a',
    '1',
    '.',
    '>',
    ':not(',
    '[a]',
    '[a=',
    ',',
    'span,',
    ':first',
    '*[a] ',
  ];
  const from = cpuMs();
  for (const piece of pieces) {
    for (const start of ['', 'span[', 'span[a="', 'span:not(', 'span:nth-child(', 'span[a=']) {
      const source = (start + piece.repeat(10_000)).slice(0, 10_000);
      try {
        trace.filter(select(source));
      } catch (error) {
        expect(error).toBeInstanceOf(TracewrightError);
      }
    }
  }
  // A hundred texts, in a few tenths of a second.
  expect(cpuMs() - from).toBeLessThan(5_000);
});

test('matches as a plain walk of the tree does', () => {
  const spec: fc.Arbitrary<SpanSpec> = fc.letrec<{ span: SpanSpec }>(tie => ({
    span: fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('span'), { maxLength: 3 })),
    }),
  })).span;
  fc.assert(
    fc.property(spec, top => {
      const some = buildTrace([top]);
      const plain = (matches: (span: Trace['spans'][number]) => boolean) => some.spans.filter(matches);
      const above = (span: Trace['spans'][number]): Trace['spans'][number][] =>
        span.parent === undefined ? [] : [span.parent, ...above(span.parent)];
      expect(some.filter(select('span[name=a] span[name=b]'))).toEqual(
        plain(span => span.name === 'b' && above(span).some(({ name }) => name === 'a')),
      );
      expect(some.filter(select('span[name=a] > span:not(span[name=b])'))).toEqual(
        plain(span => span.name !== 'b' && span.parent?.name === 'a'),
      );
      expect(some.filter(select('span:has(> span[name=a] span[name=b])'))).toEqual(
        plain(span =>
          span.children.some(
            child => child.name === 'a' && some.spans.some(one => one.name === 'b' && above(one).includes(child)),
          ),
        ),
      );
      expect(some.filter(select('span[name=c] > span:nth-child(2)'))).toEqual(
        plain(span => span.parent?.name === 'c' && span.parent.children[1] === span),
      );
    }),
    { numRuns: runs(200) },
  );
});

test('an attribute under its other name never makes a negation pass, wherever it stands', () => {
  for (const selector of [
    'span[http.request.method="POST" service=payments]',
    'span[http.request.method="POST" service=payments] > span',
    'span:has(> span[service=payments http.request.method=POST])',
  ]) {
    expect(
      failureOf(() => expect(trace).not.toHaveSpan(select(selector))),
      selector,
    ).toContain('Hint: http.method is the name of the old');
  }
});

test('what is not there under any name is not there', () => {
  const none = select('span[service=payments kind=SERVER]:not(span[http.request.method])');
  expect(found('span[service=payments kind=SERVER]:not(span[http.request.method])')).toEqual([]);
  expect(failureOf(() => expect(trace).not.toHaveSpan(none))).toContain('Hint: http.method');
});

test('shows the place as a field of its own', () => {
  const wrongPlace = select('span[service="orders"] > span[name="charge card"]');
  expect(failureOf(() => expect(trace).toHaveSpan(wrongPlace))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name "charge card", child of span[service="orders"]
    Nearest of 16:    name "charge card"   matches
                    - child of span[service="orders"]
                    + child of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 16 spans, 260 ms
    gateway   SERVER    POST /checkout                   260 ms  ERROR
    gateway   INTERNAL  ├─ middleware - session          3.0 ms
    gateway   CLIENT    └─ POST                          246 ms
    orders    SERVER       └─ POST /orders/42            236 ms
    orders    INTERNAL        ├─ validate                 10 ms
    orders    CLIENT          ├─ SELECT shop.items (x6)   24 ms
    orders    CLIENT          ├─ POST                    140 ms
    payments  SERVER          │  └─ POST /charge         120 ms
    payments  INTERNAL        │     └─ charge card        80 ms  <- differs in place
    payments  INTERNAL        │        └─ audit          4.0 ms
    orders    PRODUCER        └─ send receipts           6.0 ms

    Hint: only the place differs.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 000000000000000e"
  `);
});

test('shows a condition that differs where the place is right', () => {
  const wrongKind = select('span[service="payments"] > span[name~="card" kind="CLIENT"]');
  expect(failureOf(() => expect(trace).toHaveSpan(wrongKind))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name containing "card", kind CLIENT, child of span[service="payments"]
    Nearest of 16:    name "charge card"                           matches
                    - kind CLIENT
                    + kind INTERNAL
                      child of "POST /charge" (payments, SERVER)   matches

    trace 4bf92f35, 3 services, 16 spans, 260 ms
    gateway   SERVER    POST /checkout                   260 ms  ERROR
    gateway   INTERNAL  ├─ middleware - session          3.0 ms
    gateway   CLIENT    └─ POST                          246 ms
    orders    SERVER       └─ POST /orders/42            236 ms
    orders    INTERNAL        ├─ validate                 10 ms
    orders    CLIENT          ├─ SELECT shop.items (x6)   24 ms
    orders    CLIENT          ├─ POST                    140 ms
    payments  SERVER          │  └─ POST /charge         120 ms
    payments  INTERNAL        │     └─ charge card        80 ms  <- differs in kind
    payments  INTERNAL        │        └─ audit          4.0 ms
    orders    PRODUCER        └─ send receipts           6.0 ms

    Hint: only the kind differs.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 000000000000000e"
  `);
});

test('shows what was looked for when nothing is near', () => {
  expect(
    failureOf(() => expect(trace).toHaveSpan(select('span[kind=CONSUMER service=stock]:first'))),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  kind CONSUMER, service "stock", :first
    Received:         16 spans, none like it
    Names seen:       POST /checkout, middleware - session, POST (x2), POST /orders/42, validate, SELECT shop.items (x6),
                      POST /charge, charge card, audit, send receipts
    Services seen:    gateway, orders, payments"
  `);
});

test('is fast on large traces, and does not mind deep ones', () => {
  let deep: SpanSpec = { name: 'leaf' };
  for (let depth = 0; depth < 10_000; depth++) deep = { name: 'step', children: [deep] };
  const chain = buildTrace([deep]);
  expect(chain.filter(select('span[name=step] span[name=leaf]'))).toHaveLength(1);
  expect(chain.filter(select('span[name=step]:has(span[name=leaf])'))).toHaveLength(10_000);
});
