import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { select } from '../../src/query/select.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { shopTrace } from '../gallery/shop-trace.ts';

const trace = shopTrace();

const odd = buildTrace([
  {
    name: 'odd "one"',
    kind: 'CLIENT',
    attributes: {
      count: 42,
      below: -0.5,
      large: 9007199254740993n,
      text: '42',
      yes: true,
      'a b': 'x',
      path: 'c:\\temp',
      empty: '',
    },
  },
]);

test.each([
  ['span[count=42]', true],
  ['span[count="42"]', false],
  ['span[text="42"]', true],
  ['span[text=42]', false],
  ['span[count!=42]', false],
  ['span[count!=41]', true],
  ['span[text!=42]', true],
  ['span[below=-0.5]', true],
  ['span[below>-1 below<0]', true],
  ['span[large=9007199254740993]', true],
  ['span[large=9007199254740992]', false],
  ['span[large>9007199254740992]', true],
  ['span[large!=9007199254740993]', false],
  ['span[yes=true]', true],
  ['span[yes="true"]', false],
  ['span[yes!=false]', true],
  ['span["a b"=x]', true],
  ["span['a b'~='x']", true],
  ['span[name="odd \\"one\\""]', true],
  ['span[name=\'odd "one"\']', true],
  ['span[path="c:\\\\temp"]', true],
  ['span[empty=""]', true],
  ['span[empty]', true],
  ['span[absent]', false],
  ['span[absent!=5]', false],
  ['span[kind=CLIENT]:not([absent=5])', true],
  ['span[text>1]', false],
  ['span[count~="4"]', false],
])('%s: %s', (selector, holds) => {
  expect(odd.filter(select(selector))).toHaveLength(holds ? 1 : 0);
});

test('of several values, != asks that none is the one', () => {
  const several = buildTrace([
    { name: 'both', events: [{ name: 'retry' }, { name: 'exception' }] },
    { name: 'other', events: [{ name: 'exception' }] },
    { name: 'none' },
    { name: 'lost some', events: [{ name: 'exception' }], data: { droppedEventsCount: 1 } },
    { name: 'two operations', attributes: { 'rpc.system': 'aws-api', 'db.system': 'dynamodb' } },
    { name: 'one operation', attributes: { 'db.system': 'postgresql' } },
  ]);
  expect(several.filter(select('span[event!=retry]')).map(({ name }) => name)).toEqual(['other']);
  expect(several.filter(select('span[operation!=rpc]')).map(({ name }) => name)).toEqual(['one operation']);
  expect(several.filter(select('span[event]')).map(({ name }) => name)).toEqual(['both', 'other', 'lost some']);
});

test('says what was asked for in words', () => {
  const wanted =
    'span[name^="GET" duration>100 app.amount!=5 app.currency http.response.status_code>=500 status!="OK"]:not([error])';
  expect(failureOf(() => expect(trace).toHaveSpan(select(wanted)))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name beginning with "GET"
                      duration above 100 ms
                      attribute app.amount other than 5
                      attribute app.currency of any value
                      attribute http.response.status_code at least 500
                      status other than "OK"
                      :not([error])
    Nearest of 16:  - name beginning with "GET"
                    + name "charge card"
                    - duration above 100 ms
                    + duration 80 ms
                      attribute app.amount = 4200      matches
                      attribute app.currency = "EUR"   matches
                    - attribute http.response.status_code at least 500
                    + attribute http.response.status_code is absent
                      status UNSET                     matches
                      :not([error])                    matches

    trace 4bf92f35, 3 services, 16 spans, 260 ms
    gateway   SERVER    POST /checkout                   260 ms  ERROR
    gateway   INTERNAL  ├─ middleware - session          3.0 ms
    gateway   CLIENT    └─ POST                          246 ms
    orders    SERVER       └─ POST /orders/42            236 ms
    orders    INTERNAL        ├─ validate                 10 ms
    orders    CLIENT          ├─ SELECT shop.items (x6)   24 ms
    orders    CLIENT          ├─ POST                    140 ms
    payments  SERVER          │  └─ POST /charge         120 ms
    payments  INTERNAL        │     └─ charge card        80 ms  <- differs in name, duration and attribute http.response.status_code
    payments  INTERNAL        │        └─ audit          4.0 ms
    orders    PRODUCER        └─ send receipts           6.0 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 000000000000000e"
  `);
});

test('says of a number that text of the same digits was meant', () => {
  expect(failureOf(() => expect(odd).toHaveSpan(select('span[kind=CLIENT text=42]')))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  kind CLIENT, attribute text = 42
    Nearest of 1:     kind CLIENT   matches
                    - attribute text = 42
                    + attribute text = "42"

    trace 4bf92f35, 1 service, 1 span, 10 ms
    gateway  CLIENT  odd "one"  10 ms  <- differs in attribute text

    Hint: the attribute text is the string "42", not the number 42.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
