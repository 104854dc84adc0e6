import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { PiiPolicy } from '../../src/pii/policy/policy.ts';
import { buildLogRecord } from '../build-log-record.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { shopTrace } from '../gallery/shop-trace.ts';

const innocent = shopTrace();
const EMAIL = 'ada@example.com';
const STATEMENT = `SELECT id FROM customers WHERE email = '${EMAIL}' LIMIT 1`;
const STACK = [
  'CardDeclined: card 4242 4242 4242 4242 was declined',
  '    at Object.charge (/app/node_modules/bank/index.js:7:9)',
  '    at chargeCard (/app/src/charge.js:12:11)',
].join('\n');
const telling = buildTrace([
  {
    service: 'orders',
    kind: 'SERVER',
    name: 'POST /orders',
    children: [
      { kind: 'CLIENT', name: 'SELECT customers', attributes: { 'db.query.text': STATEMENT } },
      {
        service: 'payments',
        name: 'charge card',
        events: [
          {
            name: 'exception',
            attributes: { 'exception.message': 'card 4242 4242 4242 4242 was declined', 'exception.stacktrace': STACK },
          },
        ],
      },
      {
        kind: 'CLIENT',
        name: 'GET',
        attributes: { 'url.full': 'https://files.example.org/a.pdf?X-Amz-Signature=5fBq81TzLm0WcXy47RdKp2Hn&page=2' },
      },
    ],
  },
]);
const policy: PiiPolicy = { patterns: [{ name: 'order-id', pattern: 'ord-\\d+' }] };

test('holds where there is none, and fails where there is some', () => {
  expect(innocent).toBeFreeOfPii();
  expect(telling).not.toBeFreeOfPii();
  expect([innocent, telling]).not.toBeFreeOfPii();
});

test('takes spans, each by itself', () => {
  expect(innocent.spans).toBeFreeOfPii();
  const [, select, charge] = telling.spans;
  expect([select, charge]).not.toBeFreeOfPii();
  expect(failureOf(() => expect([telling.get('POST /orders'), select]).not.toBeFreeOfPii())).toContain(
    '1 of 2 spans fails:',
  );
});

test('takes log records, their bodies and attributes', () => {
  expect(buildLogRecord()).toBeFreeOfPii();
  expect(buildLogRecord({ body: `mail to ${EMAIL}` })).not.toBeFreeOfPii();
  expect([buildLogRecord(), buildLogRecord({ attributes: { 'app.note': EMAIL } })]).not.toBeFreeOfPii();
  expect(failureOf(() => expect(buildLogRecord({ body: { to: [EMAIL] } })).toBeFreeOfPii())).toMatch(
    /orders, log record, body\.to\[0\]/,
  );
});

test('a trace has its log records and what is linked to it looked through', () => {
  const record = buildLogRecord({ body: EMAIL });
  expect(failureOf(() => expect(buildTrace([{}], { logs: [record] })).toBeFreeOfPii())).toContain('1 log record');
  const linked = buildTrace([{ service: 'mailer', attributes: { 'app.to': EMAIL } }], { traceId: 'e'.repeat(32) });
  expect(failureOf(() => expect(buildTrace([{}], { linked: () => [linked] })).toBeFreeOfPii())).toContain('mailer');
});

test('works as an asymmetric matcher', () => {
  expect({ innocent }).toEqual({ innocent: expect.toBeFreeOfPii() });
  expect({ telling }).toEqual({ telling: expect.not.toBeFreeOfPii() });
});

test.each([
  ['a parent that never arrived', buildTrace([{ parentId: 'abcdef0123456789' }]), /the parent abcdef01/],
  ['attributes that were dropped', buildTrace([{ data: { droppedAttributesCount: 2 } }]), /2 attributes of "work"/],
  ['events that were dropped', buildTrace([{ data: { droppedEventsCount: 1 } }]), /1 event of "work"/],
  [
    'a trace that was still arriving',
    buildTrace([{}], { captured: { unsettled: true } }),
    /still arriving when the wait timed out/,
  ],
  [
    'attributes dropped from a log record',
    buildTrace([{}], { logs: [buildLogRecord({ droppedAttributesCount: 1 })] }),
    /1 attribute of a log record of orders/,
  ],
  [
    'a linked trace that is not whole',
    buildTrace([{}], { linked: () => [buildTrace([{ parentId: 'abcdef0123456789' }], { traceId: 'e'.repeat(32) })] }),
    /the parent abcdef01/,
  ],
])('%s: nothing is proved', (_what, trace, missing) => {
  for (const text of [
    failureOf(() => expect(trace).toBeFreeOfPii()),
    failureOf(() => expect(trace).not.toBeFreeOfPii()),
  ]) {
    expect(text).toContain('INCOMPLETE');
    expect(text).toMatch(missing);
  }
});

test('what is found is a failure, whatever is missing', () => {
  const trace = buildTrace([{ parentId: 'abcdef0123456789', attributes: { 'app.to': EMAIL } }]);
  expect(trace).not.toBeFreeOfPii();
  expect(failureOf(() => expect(trace).toBeFreeOfPii())).not.toContain('INCOMPLETE');
});

test('a policy says what counts, and what is allowed', () => {
  expect(innocent).not.toBeFreeOfPii(policy);
  expect(innocent).toBeFreeOfPii({ ...policy, levels: { 'order-id': 'warn' } });
  expect(innocent).toBeFreeOfPii({ ...policy, allow: [{ key: 'app.order.id', reason: 'no secret' }] });
});

test('a warning is told with a failure, and fails nothing by itself', () => {
  const levels = { email: 'warn' } as const;
  const text = failureOf(() => expect(telling).toBeFreeOfPii({ levels }));
  expect(text).toMatch(/e-mail address .*, a warning/);
  expect(buildTrace([{ attributes: { 'app.to': EMAIL } }])).toBeFreeOfPii({ levels });
});

test('an allowance that allowed nothing is told, and fails a strict policy', () => {
  const allow = [{ key: 'app.old', reason: 'legacy import' }];
  expect(failureOf(() => expect(telling).toBeFreeOfPii({ allow }))).toMatch(
    /allowed nothing here:\n +key app\.old \(legacy import\)/,
  );
  expect(innocent).toBeFreeOfPii({ allow });
  expect(failureOf(() => expect(innocent).toBeFreeOfPii({ allow, strict: true }))).toContain('the policy is strict');
});

test('a text says of each where it is, around what, and which line to mend', () => {
  expect(failureOf(() => expect(telling).toBeFreeOfPii())).toMatchSnapshot();
});

test('the text of a negation says what was looked through', () => {
  expect(failureOf(() => expect(innocent).not.toBeFreeOfPii())).toMatchInlineSnapshot(`
    "expect(trace).not.toBeFreeOfPii()

    Expected personal data or a secret in 16 spans. Found none among 183 values.

    trace 4bf92f35, 3 services, 16 spans, 260 ms
    gateway   SERVER    POST /checkout                   260 ms  ERROR
    gateway   INTERNAL  ├─ middleware - session          3.0 ms
    gateway   CLIENT    └─ POST                          246 ms
    orders    SERVER       └─ POST /orders/42            236 ms
    orders    INTERNAL        ├─ validate                 10 ms
    orders    CLIENT          ├─ SELECT shop.items (x6)   24 ms
    orders    CLIENT          ├─ POST                    140 ms
    payments  SERVER          │  └─ POST /charge         120 ms
    payments  INTERNAL        │     └─ charge card        80 ms
    payments  INTERNAL        │        └─ audit          4.0 ms
    orders    PRODUCER        └─ send receipts           6.0 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('the text of many says how many more', () => {
  const many = buildTrace(Array.from({ length: 40 }, (_, i) => ({ attributes: { 'app.to': `ada${i}@example.com` } })));
  const text = failureOf(() => expect(many).toBeFreeOfPii());
  expect(text).toContain('Found 40:');
  expect(text.split('\n').length).toBeLessThanOrEqual(60);
});

const chat = (key = 'gen_ai.input.messages') =>
  buildTrace([{ service: 'assistant', name: 'chat', attributes: { [key]: 'Please list three ideas' } }]);

test('kinds proves that no content of generative AI is recorded', () => {
  expect(innocent).toBeFreeOfPii({ kinds: ['gen-ai-content'] });
  expect(telling).toBeFreeOfPii({ kinds: ['gen-ai-content'] });
  expect(chat()).not.toBeFreeOfPii({ kinds: ['gen-ai-content'] });
  const text = failureOf(() => expect(chat()).toBeFreeOfPii({ kinds: ['gen-ai-content'] }));
  expect(text).toContain('Expected no content of generative AI in 1 span. Found 1:');
  expect(text).not.toContain('three ideas');
});

test('content in the older events of the GenAI conventions is found', () => {
  const events = [{ name: 'gen_ai.user.message', attributes: { content: 'Please list three ideas', role: 'user' } }];
  const trace = buildTrace([{ name: 'chat', events }]);
  expect(trace).not.toBeFreeOfPii({ kinds: ['gen-ai-content'] });
  const record = buildLogRecord({
    eventName: 'gen_ai.choice',
    body: { message: { content: 'Three ideas' }, index: 0 },
  });
  expect(record).not.toBeFreeOfPii({ kinds: ['gen-ai-content'] });
});

test('a passing assertion prints its warnings once in a test file', async () => {
  const warnings: string[] = [];
  const listen = (warning: Error): void => {
    if ('code' in warning && warning.code === 'TRACEWRIGHT_PII_WARNINGS') warnings.push(warning.message);
  };
  process.on('warning', listen);
  try {
    expect(chat('ai.prompt')).toBeFreeOfPii();
    expect(chat('ai.prompt')).toBeFreeOfPii();
    // Warnings are emitted in the next turn, in their order.
    await new Promise<void>(resolve => {
      process.once('warning', () => setImmediate(resolve));
      process.emitWarning('the last one', { code: 'TEST_LAST' });
    });
  } finally {
    process.off('warning', listen);
  }
  expect(warnings.filter(text => text.includes('assistant'))).toMatchInlineSnapshot(`
    [
      "toBeFreeOfPii passed with 1 warning:
      content of generative AI in assistant, attribute ai.prompt
    Fix: remove the values, or set the level of its kind in the policy: error to fail, off to ignore it.",
    ]
  `);
});
