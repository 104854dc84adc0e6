import { expect, test } from 'vitest';
import { canary } from '../../../src/pii/canary/canary.ts';
import { contentsOf } from '../../../src/pii/canary/contents.ts';
import { buildLogRecord } from '../../build-log-record.ts';
import { buildTrace } from '../../build-trace.ts';
import { checkoutTrace } from '../../checkout-trace.ts';
import { failureOf } from '../../failure-of.ts';
import { expectThat } from './expect-leak.ts';

const person = canary.person({ seed: 7 }).sent();
const values = contentsOf(person)?.values.map(({ value }) => value) ?? [];
const innocent = checkoutTrace();
const body = Buffer.from(JSON.stringify({ card: { number: person.card } })).toString('base64');
const grouped = person.card.match(/.{4}/g)?.join(' ') ?? '';
const telling = buildTrace([
  {
    service: 'gateway',
    kind: 'SERVER',
    name: 'POST /checkout',
    children: [
      {
        service: 'payments',
        name: 'charge card',
        start: 84,
        attributes: { 'app.request.body': body },
        events: [{ name: 'exception', attributes: { 'exception.message': `card ${grouped} was declined` } }],
      },
      {
        service: 'orders',
        kind: 'CLIENT',
        name: 'INSERT payments',
        start: 90,
        attributes: { 'db.query.text': `INSERT INTO payments (card) VALUES ('${person.card}')` },
      },
      { service: 'mailer', name: 'send receipt', start: 99, attributes: { 'mail.to': person.email } },
    ],
  },
]);

/** No value, whole or in pieces, nor what it is encoded as. */
function isClean(text: string): boolean {
  return !values.some(value => text.includes(value)) && !text.includes(body.slice(12, 40)) && !text.includes(grouped);
}

test('holds where a value is, and its negation where none is', () => {
  expectThat(telling).toLeak(person);
  expectThat(innocent).not.toLeak(person);
  expectThat([innocent, telling]).toLeak(person);
  expectThat(innocent).not.toLeak(canary.track('the note', 'please ring twice'));
  expectThat(innocent).not.toLeak([person, canary.track('the note', 'please ring twice')]);
  expectThat(telling).toLeak([canary.track('the note', 'please ring twice'), person]);
});

test('takes spans: each has one, or, negated, none has', () => {
  const [gateway, charge, insert] = telling.spans;
  expectThat(gateway).not.toLeak(person);
  expectThat([charge, insert]).toLeak(person);
  expect(failureOf(() => expectThat([gateway, charge]).toLeak(person))).toContain('1 of 2 spans fails:');
  expect(failureOf(() => expectThat([gateway, charge]).not.toLeak(person))).toContain('nowhere in 2 spans');
});

test('takes log records, and looks through those of a trace', () => {
  const record = buildLogRecord({ body: { to: [person.email] } });
  expectThat(record).toLeak(person);
  expectThat([buildLogRecord(), record]).toLeak(person);
  expectThat(buildLogRecord()).not.toLeak(person);
  const text = failureOf(() => expectThat(buildTrace([{}], { logs: [record] })).not.toLeak(person));
  expect(text).toContain('orders  log record   body.to[0]   plain');
});

test('looks through traces that link into it, and their log records', () => {
  const linked = (logs: readonly ReturnType<typeof buildLogRecord>[], note: string) =>
    buildTrace([{ service: 'mailer', attributes: { note } }], { traceId: 'e'.repeat(32), logs });
  expectThat(buildTrace([{}], { linked: () => [linked([], person.email)] })).toLeak(person);
  expectThat(buildTrace([{}], { linked: () => [linked([buildLogRecord({ body: person.iban })], '')] })).toLeak(person);
  expectThat(buildTrace([{}], { linked: () => [linked([], 'nothing')] })).not.toLeak(person);
});

test.each([
  ['a parent that never arrived', buildTrace([{ parentId: 'abcdef0123456789' }]), /the parent abcdef01/],
  ['attributes that were dropped', buildTrace([{ data: { droppedAttributesCount: 2 } }]), /2 attributes of "work"/],
  ['events that were dropped', buildTrace([{ data: { droppedEventsCount: 1 } }]), /1 event of "work"/],
  ['links that were dropped', buildTrace([{ data: { droppedLinksCount: 3 } }]), /3 links of "work"/],
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
])('%s: nothing is proved', (_what, trace, missing) => {
  for (const text of [
    failureOf(() => expectThat(trace).not.toLeak(person)),
    failureOf(() => expectThat(trace).toLeak(person)),
  ]) {
    expect(text).toContain('INCOMPLETE');
    expect(text).toMatch(missing);
  }
});

test('a canary that was never sent proves nothing', () => {
  const unsent = canary.person({ seed: 8 });
  for (const text of [
    failureOf(() => expectThat(innocent).not.toLeak(unsent)),
    failureOf(() => expectThat(innocent).toLeak(unsent)),
    failureOf(() => expectThat(innocent).not.toLeak([person, unsent])),
  ]) {
    expect(text).toContain('INCOMPLETE: person-8 was never sent');
  }
  // To have looked is not to have sent.
  expect(contentsOf(unsent)?.wasSent).toBe(false);
  expectThat(innocent).not.toLeak(unsent.sent());
});

test('what is found is a failure, whatever is missing, and whether it was sent or not', () => {
  const other = canary.person({ seed: 9 });
  const [value = ''] = contentsOf(other)?.values.map(one => one.value) ?? [];
  const trace = buildTrace([{ parentId: 'abcdef0123456789', attributes: { 'app.to': value } }]);
  expectThat(trace).toLeak(other);
  expect(failureOf(() => expectThat(trace).not.toLeak(other))).not.toContain('INCOMPLETE');
});

test('an empty trace is never judged', () => {
  expect(failureOf(() => expectThat(buildTrace([])).not.toLeak(person))).toMatch(/^INVALID_SUBJECT: .*has no span/);
});

test('an allowance says where a value may be after all', () => {
  const trace = buildTrace([{ service: 'mailer', attributes: { 'enduser.id': person.email } }]);
  const reason = 'an id by design';
  expectThat(trace).not.toLeak(person, { allow: [{ key: 'enduser.id', reason }] });
  expectThat(trace).not.toLeak(person, { allow: [{ key: 'enduser.*', reason }] });
  expectThat(trace).not.toLeak(person, { allow: [{ key: /^enduser/, reason, label: 'email', service: 'mailer' }] });
  expectThat(trace).not.toLeak(person, { allow: [{ key: 'enduser.id', reason, path: 'attributes*' }] });
  expectThat(trace).toLeak(person, { allow: [{ key: 'enduser', reason }] });
  expectThat(trace).toLeak(person, { allow: [{ key: 'enduser.id', reason, label: 'card' }] });
  expectThat(trace).toLeak(person, { allow: [{ key: 'enduser.id', reason, service: 'orders' }] });
  expectThat(trace).toLeak(person, { allow: [{ key: 'enduser.id', reason, path: 'events*' }] });
});

test('an allowance that allowed nothing is told with a failure', () => {
  const allow = [
    { key: 'app.old', reason: 'legacy import' },
    { key: 'mail.to', reason: 'the receipt' },
  ];
  const text = failureOf(() => expectThat(telling).not.toLeak(person, { allow }));
  expect(text).toMatch(/allowed nothing here:\n +key app\.old \(legacy import\)/);
  expect(text).not.toContain('the receipt');
  expectThat(innocent).not.toLeak(person, { allow });
});

test('an HMAC is found with its key, as text or as bytes', async () => {
  const { createHmac } = await import('node:crypto');
  const digest = createHmac('sha256', 'pepper').update(person.email).digest('base64');
  const trace = buildTrace([{ attributes: { 'app.who': digest } }]);
  expectThat(trace).not.toLeak(person);
  expectThat(trace).not.toLeak(person, { hmacKeys: ['salt'] });
  expectThat(trace).toLeak(person, { hmacKeys: ['pepper'] });
  expectThat(trace).toLeak(person, { hmacKeys: ['salt', new TextEncoder().encode('pepper')] });
});

test('what was tracked is looked for too', () => {
  const trace = buildTrace([{ attributes: { 'app.customer': 'cus_83kd02' } }]);
  const tracked = canary.person({ seed: 12 }).sent();
  expectThat(trace).not.toLeak(tracked);
  expectThat(trace).toLeak(tracked.track('customer id', 'cus_83kd02'));
  expect(failureOf(() => expectThat(trace).not.toLeak(tracked))).toContain('canary "customer id" of person-12');
});

test.each<[label: string, given: readonly unknown[], code: string]>([
  ['no canary', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined canary', [undefined], 'UNDEFINED_EXPECTATION'],
  ['a value itself', [person.card], 'INVALID_CANARY'],
  ['an object', [{ email: person.email }], 'INVALID_CANARY'],
  ['no canaries', [[]], 'INVALID_CANARY'],
  ['a value among canaries', [[person, person.card]], 'INVALID_CANARY'],
  ['undefined options', [person, undefined], 'UNDEFINED_EXPECTATION'],
  ['an unknown option', [person, { alow: [] }], 'UNKNOWN_OPTION'],
  ['an allowance without a reason', [person, { allow: [{ key: 'a' }] }], 'INVALID_OPTION'],
  ['an allowance without a key', [person, { allow: [{ reason: 'r' }] }], 'INVALID_OPTION'],
  ['an allowance with an unknown field', [person, { allow: [{ key: 'a', reason: 'r', kind: 'x' }] }], 'UNKNOWN_OPTION'],
  [
    'an allowance with an undefined field',
    [person, { allow: [{ key: undefined, reason: 'r' }] }],
    'UNDEFINED_EXPECTATION',
  ],
  ['an allowance with a number for the key', [person, { allow: [{ key: 7, reason: 'r' }] }], 'INVALID_OPTION'],
  ['allowances that are no list', [person, { allow: { key: 'a', reason: 'r' } }], 'INVALID_OPTION'],
  ['an HMAC key that is a number', [person, { hmacKeys: [7] }], 'INVALID_OPTION'],
  ['an empty HMAC key', [person, { hmacKeys: [''] }], 'INVALID_OPTION'],
])('refuses %s in either polarity', (_label, given, code) => {
  const assertion = expectThat(innocent) as unknown as Record<'toLeak', (...all: readonly unknown[]) => void>;
  const negated = expectThat(innocent).not as unknown as typeof assertion;
  const text = failureOf(() => assertion.toLeak(...given));
  expect(text).toMatch(new RegExp(`^${code}: `));
  expect(failureOf(() => negated.toLeak(...given))).toBe(text);
  expect(isClean(text)).toBe(true);
});

test('the text names the first span in time, the key, the encoding, and how many more', () => {
  const text = failureOf(() => expectThat(telling).not.toLeak(person));
  expect(isClean(text)).toBe(true);
  expect(text).toMatchSnapshot();
});

test('the text of what is not found', () => {
  expect(failureOf(() => expectThat(innocent).toLeak(person))).toMatchSnapshot();
});

test('the text of a canary that was never sent', () => {
  expect(failureOf(() => expectThat(innocent).not.toLeak(canary.person({ seed: 8 })))).toMatchSnapshot();
});

test('the text of one value says its label', () => {
  const trace = buildTrace([{ attributes: { 'app.note': 'UGxlYXNlIHJpbmcgdHdpY2Uh' } }]);
  const text = failureOf(() => expectThat(trace).not.toLeak(canary.track('the note', 'please ring twice')));
  expect(text).toMatchSnapshot();
});

test('a value in a name, a key or a path is in no text', () => {
  const trace = buildTrace([
    {
      name: `GET /users/${person.email}`,
      service: `shop-${person.token}`,
      attributes: { [`user.${person.email}`]: true, 'app.map': { [body]: { [person.iban]: person.iban } } },
      children: [{ name: `note ${body} and more`, attributes: { [grouped]: grouped } }],
    },
  ]);
  const text = failureOf(() => expectThat(trace).not.toLeak(person));
  expect(isClean(text)).toBe(true);
  expect(text).toContain('"GET /users/***"');
  const allow = [{ key: '*', reason: 'everything' }];
  expect(isClean(failureOf(() => expectThat(trace).not.toLeak(person, { allow })))).toBe(true);
});

test('a text has 60 lines at most, however many leaks there are', () => {
  const many = buildTrace(
    Array.from({ length: 80 }, (_, index) => ({
      attributes: { [`app.a${index}`]: values.join(' '), 'app.b': person.card },
    })),
  );
  const lines = failureOf(() => expectThat(many).not.toLeak(person)).split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(420);
});

test('works as an asymmetric matcher, and neither that nor a comparison shows or sends anything', () => {
  const unsent = canary.person({ seed: 10 });
  const matchers = expect as unknown as Record<'toLeak', (given: unknown) => unknown> & {
    readonly not: Record<'toLeak', (given: unknown) => unknown>;
  };
  expect({ telling }).toEqual({ telling: matchers.toLeak(person) });
  expect({ innocent }).toEqual({ innocent: matchers.not.toLeak(person) });
  const text = failureOf(() => expect({ innocent: 1 }).toEqual({ innocent: [matchers.toLeak(unsent)] }));
  expect(isClean(text)).toBe(true);
  expect(contentsOf(unsent)?.wasSent).toBe(false);
});

test('takes a canary of the other copy of the package', () => {
  const contents = contentsOf(person);
  const foreign = { [Symbol.for('tracewright.Canary')]: contents };
  expectThat(telling).toLeak(foreign as unknown as typeof person);
});
