import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { AttributePolicy } from '../../src/contract/attribute-policy/attribute-policy.ts';
import type { Attributes } from '../../src/model/attributes.ts';
import { select } from '../../src/query/select.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { send } from '../otlp-request.ts';

const SERVER: SpanSpec = { kind: 'SERVER', name: 'POST /orders', service: 'orders' };

/** A span with these attributes. */
function having(attributes: Attributes, more: SpanSpec = {}) {
  return buildTrace([{ ...SERVER, attributes, ...more }]);
}

/** A policy of one rule, for `app.key`. */
function ruled(rule: NonNullable<AttributePolicy['attributes']>[string]): AttributePolicy {
  return { attributes: { 'app.key': rule } };
}

const key = (value: Attributes[string]) => having({ 'app.key': value });

type Row = [what: string, trace: ReturnType<typeof buildTrace>, policy: AttributePolicy, says?: string];

/** Those with a text deviate. */
const ROWS: Row[] = [
  // required
  ['is there', key('x'), ruled({ required: true })],
  ['is missing', having({}), ruled({ required: true }), 'app.key is missing'],
  ['is empty', key(null), ruled({ required: true }), 'app.key is missing'],
  [
    'is required of another kind too',
    having({}),
    ruled({ required: [{ kind: 'CLIENT' }, { kind: 'SERVER' }] }),
    'is missing',
  ],
  ['is required by a name', having({}), ruled({ required: 'POST /orders' }), 'is missing'],
  ['is required by a RegExp', having({}), ruled({ required: /^POST/ }), 'is missing'],
  ['is required by a predicate', having({}), ruled({ required: span => span.kind === 'SERVER' }), 'is missing'],
  ['is required by a selector', having({}), ruled({ required: select('span[kind=SERVER]') }), 'is missing'],
  [
    'is required by a pattern',
    having({}),
    ruled({ required: { service: { pattern: '^ord' } } }),
    'Policy: required on service /^ord/',
  ],
  [
    'is required by an attribute',
    having({ a: 'xy' }),
    ruled({ required: { attributes: { a: { pattern: 'y$' } } } }),
    'is missing',
  ],
  ['is required by a status', having({}), ruled({ required: { status: { code: 'UNSET' } } }), 'is missing'],
  [
    'has its other name',
    having({ 'http.method': 'GET' }),
    { attributes: { 'http.request.method': { required: true } } },
    'it is there as http.method, its other name',
  ],
  ['matches a key with a wildcard', having({ 'app.x.id': 1 }), { attributes: { 'app.*.id': { required: true } } }],
  [
    'matches no key with a wildcard',
    having({ 'app.x': 1 }),
    { attributes: { 'app.*.id': { required: true } } },
    'app.*.id is missing',
  ],
  ['is on the resource', having({}, { resource: { 'app.key': 'x' } }), { resource: { 'app.key': { required: true } } }],
  [
    'is not on the resource',
    key('x'),
    { resource: { 'app.key': { required: true } } },
    'app.key (of the resource) is missing',
  ],
  [
    'is on the resource, not on the span',
    having({}, { resource: { 'app.key': 'x' } }),
    ruled({ required: true }),
    'app.key is missing',
  ],
  // forbidden
  ['is not there', having({}), ruled({ forbidden: true })],
  ['is forbidden', key('x'), ruled({ forbidden: true }), 'app.key is forbidden'],
  ['is forbidden of others', key('x'), ruled({ required: { kind: 'SERVER' }, forbidden: { kind: 'CLIENT' } })],
  ['is forbidden here', key('x'), ruled({ forbidden: { service: 'orders' } }), 'Policy: forbidden on service "orders"'],
  [
    'is in an event',
    having({}, { events: [{ name: 'e', attributes: { 'app.key': 1 } }] }),
    ruled({ forbidden: true }),
    'app.key (of an event) is forbidden',
  ],
  [
    'is in a link',
    having({}, { links: [{ attributes: { 'app.key': 1 } }] }),
    ruled({ forbidden: true }),
    'app.key (of a link) is forbidden',
  ],
  [
    'is forbidden by a wildcard',
    having({ 'http.request.header.cookie': ['x'] }),
    { attributes: { 'http.request.header.*': { forbidden: true } } },
    'http.request.header.cookie is forbidden',
  ],
  [
    'is forbidden on resources',
    having({}, { resource: { 'host.name': 'x' } }),
    { resource: { 'host.name': { forbidden: true } } },
    'host.name (of the resource) is forbidden',
  ],
  [
    'is the old name of what is forbidden',
    having({ 'db.statement': 'SELECT 1' }),
    { attributes: { 'db.query.text': { forbidden: true } } },
    'db.statement is forbidden: it is the old name of db.query.text',
  ],
  [
    'is the stable name, where the old one is forbidden',
    having({ 'db.query.text': 'SELECT 1' }),
    { attributes: { 'db.statement': { forbidden: true } } },
  ],
  // type
  ['is text', key('x'), ruled({ type: 'string' })],
  ['is no text', key(1), ruled({ type: 'string' }), 'app.key = 1 is not of the type string'],
  ['is a whole number', key(1), ruled({ type: 'int' })],
  ['is a large whole number', key(2n ** 60n), ruled({ type: 'int' })],
  ['is no whole number', key(1.5), ruled({ type: 'int' }), 'app.key = 1.5 is not of the type int'],
  ['is a double without a fraction', key(1), ruled({ type: 'double' })],
  ['is no number', key('1'), ruled({ type: 'double' }), 'is not of the type double'],
  ['is a boolean', key(false), ruled({ type: 'boolean' })],
  ['is no boolean', key('false'), ruled({ type: 'boolean' }), 'is not of the type boolean'],
  ['is an array of text', key(['x']), ruled({ type: 'string[]' })],
  ['is an empty array', key([]), ruled({ type: 'int[]' })],
  ['is an array of numbers and text', key([1, 'x']), ruled({ type: 'int[]' }), 'is not of the type int[]'],
  ['is text, not an array', key('x'), ruled({ type: 'string[]' }), 'is not of the type string[]'],
  ['is bytes', key(new Uint8Array([1])), ruled({ type: 'bytes' })],
  ['is a map', key({ a: 1 }), ruled({ type: 'map' })],
  ['is an array, no map', key([]), ruled({ type: 'map' }), 'is not of the type map'],
  // values
  ['is an allowed value', key('open'), ruled({ values: ['open', 'paid'] })],
  [
    'is none of the allowed values',
    key('opne'),
    ruled({ values: ['open', 'paid'] }),
    'app.key = "opne" is not an allowed value: "open", "paid"',
  ],
  ['is a number where text is allowed', key(1), ruled({ values: ['1'] }), 'app.key = 1 is not an allowed value: "1"'],
  ['is an array of allowed values', key(['a', 'b']), ruled({ values: ['a', 'b'] })],
  ['is an array with another value', key(['a', 'c']), ruled({ values: ['a', 'b'] }), 'is not an allowed value'],
  ['matches a pattern', key('ord-17'), ruled({ values: { pattern: '^ord-\\d+$' } })],
  [
    'matches no pattern',
    key('17'),
    ruled({ values: { pattern: '^ord-\\d+$' } }),
    'is not an allowed value: what matches /^ord-\\d+$/',
  ],
  ['matches a RegExp that keeps a place', key('ord-17'), ruled({ values: /ord/g })],
  ['is a number where a pattern is', key(17), ruled({ values: /17/ }), 'is not an allowed value'],
  // cardinality
  ['has as many values as it may', key('a'), ruled({ cardinality: { max: 1 } })],
  [
    'is left out of count in another key',
    having({ 'app.a': 1, 'app.b': 2 }),
    { attributes: { 'app.*': { cardinality: { max: 1 } } } },
  ],
  // closed namespaces
  ['is allowed', having({ 'app.a': 1, 'http.method': 'GET' }), { allowed: { 'app.*': ['app.a'] } }],
  ['is allowed by a wildcard', having({ 'app.flag.x': 1 }), { allowed: { 'app.*': ['app.flag.*'] } }],
  ['is allowed by its rule', key('x'), { attributes: { 'app.key': { type: 'string' } }, allowed: { 'app.*': [] } }],
  ['is allowed by a rule that asks nothing', key('x'), { attributes: { 'app.key': {} }, allowed: { 'app.*': [] } }],
  [
    'is not allowed',
    having({ 'app.usrId': 1 }),
    { allowed: { 'app.*': ['app.userId'] } },
    'app.usrId is not a key that app.* allows',
  ],
  [
    'is not allowed by a rule for the whole namespace',
    key('x'),
    { attributes: { 'app.*': { type: 'string' } }, allowed: { 'app.*': [] } },
    'app.key is not a key',
  ],
  [
    'is not allowed in an event',
    having({}, { events: [{ attributes: { 'app.x': 1 } }] }),
    { allowed: { 'app.*': [] } },
    'app.x (of an event) is not a key',
  ],
  [
    'is a key that every object has',
    having({ 'app.constructor': 1 }),
    { allowed: { 'app.*': ['constructor'] } },
    'app.constructor is not a key',
  ],
  [
    'is a key of a resource, which no namespace closes',
    having({ 'app.y': 1 }, { resource: { 'app.x': 1 } }),
    { allowed: { 'app.*': ['app.y'] } },
  ],
];

describe('an attribute that', () => {
  test.each<Row>(ROWS)('%s', (_what, trace, policy, says) => {
    if (says === undefined) {
      expect(trace).toFollowAttributePolicy(policy);
      expect(failureOf(() => expect(trace).not.toFollowAttributePolicy(policy))).toContain('no deviation in 1 span');
      return;
    }
    expect(failureOf(() => expect(trace).toFollowAttributePolicy(policy))).toContain(says);
    expect(trace).not.toFollowAttributePolicy(policy);
    expect({ trace }).toEqual({ trace: expect.not.toFollowAttributePolicy(policy) });
  });
});

test('of several traces, every span is judged', () => {
  const policy = ruled({ required: true });
  expect([key(1), key(2)]).toFollowAttributePolicy(policy);
  expect([key(1), having({})]).not.toFollowAttributePolicy(policy);
});

describe('the number of different values', () => {
  const policy = ruled({ cardinality: { max: 2 } });
  test.each<[what: string, values: Attributes[string][], follows: boolean]>([
    ['that come again', ['a', 'b', 'a', 'b'], true],
    ['that are one too many', ['a', 'b', 'c'], false],
    ['that look alike and are of two types', ['1', 1, 2n], false],
    ['that are equal arrays', [['a'], ['a'], ['b']], true],
  ])('%s', (_what, values, follows) => {
    const traces = values.map((value, index) =>
      buildTrace([{ attributes: { 'app.key': value } }], { traceId: `${index}`.repeat(32) }),
    );
    if (follows) expect(traces).toFollowAttributePolicy(policy);
    else expect(traces).not.toFollowAttributePolicy(policy);
  });

  describe('in a receiver', () => {
    let receiver: Receiver;
    beforeAll(async () => {
      receiver = await startReceiver({ grpcPort: false, quiet: 10 });
    });
    afterAll(() => receiver.stop());
    const capture = (value: string) =>
      receiver.capture(({ traceId, spanId }) =>
        send(receiver, { traceId, parentSpanId: spanId, attributes: { 'app.key': value, 'app.same': 'x' } }),
      );

    test('is counted over all traces that it holds, though each test judges its own', async () => {
      const wild: AttributePolicy = { attributes: { 'app.*': { cardinality: { max: 2 } } } };
      const first = await capture('a');
      await capture('b');
      const third = await capture('c');
      for (const one of [policy, wild]) {
        // It held one trace then.
        expect(first).toFollowAttributePolicy(one);
        expect(third).not.toFollowAttributePolicy(one);
        expect(receiver.traces).not.toFollowAttributePolicy(one);
        expect(failureOf(() => expect(third).toFollowAttributePolicy(one))).toContain(
          'app.key has 3 different values; the policy allows 2',
        );
      }
      receiver.clear();
      const after = await capture('d');
      expect(after).toFollowAttributePolicy(policy);
      expect([third, after]).not.toFollowAttributePolicy(policy);
    });
  });
});

describe('nothing judged is never a pass:', () => {
  test.each<[what: string, policy: AttributePolicy]>([
    ['no span has to have it', ruled({ required: { service: 'nobody' } })],
    ['no span has it', ruled({ type: 'string', cardinality: { max: 1 } })],
    ['the one rule asks nothing', ruled({})],
    ['no key is in the closed namespace', { allowed: { 'ap.*': ['x'] } }],
    ['it is forbidden where nothing is', ruled({ forbidden: { service: 'nobody' } })],
  ])('%s', (_what, policy) => {
    for (const given of [expect(having({})), expect(having({})).not])
      expect(failureOf(() => given.toFollowAttributePolicy(policy))).toContain(
        'INCOMPLETE: no rule of the policy applies',
      );
  });

  test('rules that judged nothing are named with the next failure, and fail if the policy is strict', () => {
    const attributes = {
      'app.other': { required: { service: 'mailer' }, type: 'string' },
      'app.key': { required: true },
    } as const;
    expect(key('x')).toFollowAttributePolicy({ attributes });
    const text = failureOf(() => expect(having({})).toFollowAttributePolicy({ attributes }));
    expect(text).toContain(
      'These rules judged nothing here:\n  app.other: no span matches required (service "mailer")\n  app.other: no span has it',
    );
    expect(failureOf(() => expect(key('x')).toFollowAttributePolicy({ attributes, strict: true }))).toContain(
      'and the policy is strict',
    );
    expect(key('x')).not.toFollowAttributePolicy({ attributes, strict: true });
    const misspelt: AttributePolicy = { allowed: { 'app.*': ['app.key'], 'ap.*': ['x'] } };
    expect(key('x')).toFollowAttributePolicy(misspelt);
    expect(failureOf(() => expect(key('x')).toFollowAttributePolicy({ ...misspelt, strict: true }))).toContain(
      'ap.*: no span has a key in it',
    );
  });
});

describe('where something is missing', () => {
  const forbidden = ruled({ forbidden: true });
  const strays = () => [buildTrace([{ attributes: { 'app.key': 1 } }], { traceId: 'e'.repeat(32) })];
  test.each<[what: string, trace: ReturnType<typeof buildTrace>, policy: AttributePolicy, says: string]>([
    [
      'a parent',
      having({}, { parentId: 'abcdef0123456789' }),
      forbidden,
      'no span that arrived deviates, but the trace did not arrive whole',
    ],
    [
      'attributes that may be forbidden',
      having({}, { data: { droppedAttributesCount: 1 } }),
      forbidden,
      'the trace did not arrive whole (1 span lost data)',
    ],
    [
      'an attribute that is required',
      having({}, { data: { droppedAttributesCount: 1 } }),
      ruled({ required: true }),
      'attributes were dropped',
    ],
    [
      'the context of a stray',
      buildTrace([{}], { captured: { strays } }),
      forbidden,
      'no span of the trace deviates, but a stray has one',
    ],
  ])('%s, it is INCOMPLETE in both polarities', (_what, trace, policy, says) => {
    for (const given of [expect(trace), expect(trace).not]) {
      const text = failureOf(() => given.toFollowAttributePolicy(policy));
      expect(text).toContain(`INCOMPLETE: `);
      expect(text).toContain(says);
    }
  });

  test('what is forbidden and there is a deviation', () => {
    expect(having({ 'app.key': 1 }, { data: { droppedAttributesCount: 1 } })).not.toFollowAttributePolicy(forbidden);
  });
});

test('lists each deviation with its spans and what the policy says; values are masked', () => {
  const trace = buildTrace([
    {
      ...SERVER,
      attributes: { 'app.order.status': 'opne', 'user.email': 'ada@example.com', 'app.note': 'to ada@example.com' },
      children: [
        { name: 'charge', attributes: { 'app.order.status': 'opne' } },
        { name: 'mail', attributes: { 'app.cart': 'c-1', 'app.orders': 1 } },
      ],
    },
  ]);
  const policy: AttributePolicy = {
    attributes: {
      'app.tenant.id': { required: { kind: 'SERVER' }, description: 'who pays' },
      'app.order.status': { values: ['open', 'paid'] },
      'app.note': { values: /^[a-z]+$/ },
      'app.cart': { type: 'int' },
      'user.email': { forbidden: true },
      'app.unused': { type: 'string' },
    },
    allowed: { 'app.*': ['app.order.*'] },
  };
  expect(failureOf(() => expect(trace).toFollowAttributePolicy(policy))).toMatchInlineSnapshot(`
    "expect(trace).toFollowAttributePolicy(policy)

    Expected:  no deviation from the attribute policy
    Received:  3 spans of 3 with deviations

    1. app.tenant.id is missing
       Policy: required on kind SERVER
       About: who pays
       on "POST /orders" (orders, SERVER)

    2. app.order.status = "opne" is not an allowed value: "open", "paid"
       on "POST /orders" (orders, SERVER)
       on "charge" (orders, INTERNAL)

    3. user.email is forbidden
       Policy: forbidden on every span
       on "POST /orders" (orders, SERVER)

    4. app.note = "to a***@e***.com#1" is not an allowed value: what matches /^[a-z]+$/
       on "POST /orders" (orders, SERVER)

    5. app.cart = "c-1" is not of the type int
       on "mail" (orders, INTERNAL)

    6. app.orders is not a key that app.* allows; did you mean app.order.*?
       Allowed: app.order.*, app.tenant.id, app.order.status, app.note, app.cart, app.unused
       on "mail" (orders, INTERNAL)

    These rules judged nothing here:
      app.unused: no span has it, so its values were not judged

    trace 4bf92f35, 1 service, 3 spans, 12 ms
    orders  SERVER    POST /orders  10 ms  <- app.tenant.id: required, and 3 more
    orders  INTERNAL  ├─ charge     10 ms  <- app.order.status: values
    orders  INTERNAL  └─ mail       10 ms  <- app.cart: type, and 1 more

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
  const traces = ['a', 'b', 'c'].map((value, index) =>
    buildTrace([{ attributes: { 'app.cart': value } }], { traceId: `${index}`.repeat(32) }),
  );
  const limited: AttributePolicy = { attributes: { 'app.cart': { cardinality: { max: 2 }, description: 'the cart' } } };
  expect(failureOf(() => expect(traces).toFollowAttributePolicy(limited))).toMatchInlineSnapshot(`
    "expect(traces).toFollowAttributePolicy(policy)

    Expected:  no deviation from the attribute policy
    Received:  1 key with too many values

    1. app.cart has 3 different values; the policy allows 2
       About: the cart
       among 3 spans of these traces and of all that their receiver holds: "a", "b", "c"

    trace 00000000, 1 service, 1 span, 10 ms
    gateway  INTERNAL  work  10 ms

    trace 11111111, 1 service, 1 span, 10 ms
    gateway  INTERNAL  work  10 ms

    trace 22222222, 1 service, 1 span, 10 ms
    gateway  INTERNAL  work  10 ms

    trace 00000000000000000000000000000000
    trace 11111111111111111111111111111111
    trace 22222222222222222222222222222222"
  `);
  expect(
    failureOf(() => expect(having({ 'app.a': 1 })).not.toFollowAttributePolicy({ allowed: { 'app.*': ['app.a'] } })),
  ).toMatchInlineSnapshot(`
    "expect(trace).not.toFollowAttributePolicy(policy)

    Expected:  a deviation from the attribute policy
    Received:  no deviation in 1 span

    trace 4bf92f35, 1 service, 1 span, 10 ms
    orders  SERVER  POST /orders  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
  expect(failureOf(() => expect(having({})).toFollowAttributePolicy(ruled({ type: 'int' })))).toMatchInlineSnapshot(`
    "expect(trace).toFollowAttributePolicy(policy)

    INCOMPLETE: no rule of the policy applies to these spans, so nothing was judged.

    Expected:  no deviation from the attribute policy
    Received:  no deviation in 1 span

    These rules judged nothing here:
      app.key: no span has it, so its values were not judged

    trace 4bf92f35, 1 service, 1 span, 10 ms
    orders  SERVER  POST /orders  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
