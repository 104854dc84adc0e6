import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const producer = buildTrace([
  { service: 'orders', kind: 'PRODUCER', name: 'send receipts', attributes: { 'messaging.destination': 'receipts' } },
]);
const send = producer.get('send receipts');
const LINK = { traceId: send.traceId, spanId: send.spanId };
const batch = buildTrace(
  [
    {
      service: 'mailer',
      kind: 'CONSUMER',
      name: 'process receipts',
      links: [LINK],
      children: [{ name: 'render', links: [{ traceId: 'b'.repeat(32), spanId: '0000000000000001' }] }],
    },
  ],
  { traceId: 'b'.repeat(32), spanElsewhere: (_traceId, spanId) => producer.spans.find(span => span.spanId === spanId) },
);
const consumer = batch.get('process receipts');
const lost = buildTrace([{ name: 'process', links: [{ ...LINK, flags: 0x100 }] }], { traceId: 'd'.repeat(32) }).get(
  'process',
);

test('holds for a span of another trace, as a span or by criteria', () => {
  expect(consumer).toBeLinkedTo(send);
  expect(consumer).toBeLinkedTo('send receipts');
  expect(consumer).toBeLinkedTo({ service: 'orders', kind: 'PRODUCER' });
  expect(consumer).not.toBeLinkedTo('send invoices');
  expect(send).not.toBeLinkedTo(consumer);
});

test('holds for a span of its own trace', () => {
  expect(batch.get('render')).toBeLinkedTo('process receipts');
  expect(batch.get('render')).not.toBeLinkedTo(send);
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(() => expect(batch.spans).toBeLinkedTo('send receipts')).toThrow(/1 of 2 spans fails/);
  expect(() => expect(batch.spans).not.toBeLinkedTo('send receipts')).toThrow(/1 of 2 spans fails/);
  expect(batch.spans).not.toBeLinkedTo('refund');
});

test('works as an asymmetric matcher', () => {
  expect({ consumer }).toEqual({ consumer: expect.toBeLinkedTo(send) });
  expect({ send }).toEqual({ send: expect.not.toBeLinkedTo('x') });
});

test('a link to what never arrived holds for its ids, and can be told of by nothing else', () => {
  expect(lost).toBeLinkedTo(send);
  expect(failureOf(() => expect(lost).toBeLinkedTo('send receipts'))).toContain('Hint: unsampled upstream');
  expect(failureOf(() => expect(lost).not.toBeLinkedTo('refund'))).toContain(
    'INCOMPLETE: "process" links to a span that did not arrive',
  );
});

test('a link that was dropped never makes a negation pass', () => {
  const dropped = buildTrace([{ name: 'process', data: { droppedLinksCount: 2 } }]).get('process');
  expect(failureOf(() => expect(dropped).not.toBeLinkedTo(send))).toMatch(
    /INCOMPLETE: "process" lost links[\s\S]*2 links, dropped/,
  );
  expect(failureOf(() => expect(dropped).toBeLinkedTo(send))).toMatch(/Missing: +2 links/);
});

test('an attribute under its other name never makes a negation pass', () => {
  const wanted = { attributes: { 'messaging.destination.name': 'receipts' } };
  expect(failureOf(() => expect(consumer).not.toBeLinkedTo(wanted))).toContain(
    'Hint: messaging.destination is the name of the old',
  );
});

test('says that it is the parent that is meant, or that it is the other way round', () => {
  const nested = buildTrace([{ name: 'send', kind: 'PRODUCER', children: [{ name: 'receive', kind: 'CONSUMER' }] }]);
  expect(failureOf(() => expect(nested.get('receive')).toBeLinkedTo('send'))).toContain(
    'Hint: it is its parent, not linked: toBeChildOf would hold.',
  );
  expect(failureOf(() => expect(send).toBeLinkedTo(consumer))).toContain('Hint: it is the other way round');
});

test('shows where its links lead', () => {
  expect(failureOf(() => expect(consumer).toBeLinkedTo('send invoices'))).toMatchInlineSnapshot(`
    "expect(span).toBeLinkedTo(linked)

    Expected "process receipts" to be linked to:  name "send invoices"
    It has:                                       a link to "send receipts" (orders, PRODUCER) of trace 4bf92f35

    trace bbbbbbbb, 1 service, 2 spans, 11 ms
    mailer  CONSUMER  process receipts  10 ms  <- this span
    mailer  INTERNAL  └─ render         10 ms

    trace 4bf92f35, 1 service, 1 span, 10 ms
    orders  PRODUCER  send receipts  10 ms  <- linked

    trace bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, span 0000000000000001
    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('negated, shows the link', () => {
  expect(failureOf(() => expect(consumer).not.toBeLinkedTo(send))).toMatchInlineSnapshot(`
    "expect(span).not.toBeLinkedTo(linked)

    Expected "process receipts" not to be linked to:  "send receipts" (orders, PRODUCER)
    It has:                                           a link to "send receipts" (orders, PRODUCER) of trace 4bf92f35, which matches

    trace bbbbbbbb, 1 service, 2 spans, 11 ms
    mailer  CONSUMER  process receipts  10 ms  <- this span
    mailer  INTERNAL  └─ render         10 ms

    trace 4bf92f35, 1 service, 1 span, 10 ms
    orders  PRODUCER  send receipts  10 ms  <- linked

    trace bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, span 0000000000000001
    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
