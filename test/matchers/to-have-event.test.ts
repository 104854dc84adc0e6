import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = buildTrace([
  {
    name: 'charge',
    events: [
      { name: 'retry', attributes: { attempt: 1, 'wait.ms': 20 } },
      { name: 'retry', attributes: { attempt: 2 } },
      { name: 'done' },
    ],
    children: [{ name: 'audit' }],
  },
]);
const charge = trace.get('charge');
const audit = trace.get('audit');

test('holds for the name, and the attributes when some are given', () => {
  expect(charge).toHaveEvent('retry');
  expect(charge).toHaveEvent('retry', { attempt: 2 });
  expect(charge).toHaveEvent(/^re/, { 'wait.ms': expect.any(Number) });
  expect(charge).toHaveEvent(expect.stringContaining('one'));
  expect(charge).not.toHaveEvent('retry', { attempt: 2, 'wait.ms': 20 });
  expect(charge).not.toHaveEvent('timeout');
  expect(audit).not.toHaveEvent('retry');
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(() => expect(trace.spans).toHaveEvent('retry')).toThrow(/1 of 2 spans fails/);
  expect(() => expect(trace.spans).not.toHaveEvent('retry')).toThrow(/1 of 2 spans fails/);
  expect(trace.spans).not.toHaveEvent('timeout');
});

test('works as an asymmetric matcher', () => {
  expect({ charge }).toEqual({ charge: expect.toHaveEvent('retry', { attempt: 1 }) });
  expect({ charge }).toEqual({ charge: expect.not.toHaveEvent('timeout') });
});

test('an event that was dropped never makes a negation pass', () => {
  const dropped = buildTrace([{ data: { droppedEventsCount: 3 } }]).get('work');
  expect(failureOf(() => expect(dropped).not.toHaveEvent('retry'))).toMatch(/INCOMPLETE: "work" lost events/);
  expect(failureOf(() => expect(dropped).toHaveEvent('retry'))).toMatch(/Missing: +3 events, dropped by its SDK/);
});

test('an attribute of the event that was dropped never makes a negation pass', () => {
  const dropped = buildTrace([{ events: [{ name: 'retry', droppedAttributesCount: 1 }] }]).get('work');
  expect(dropped).not.toHaveEvent('timeout', { attempt: 1 });
  expect(failureOf(() => expect(dropped).not.toHaveEvent('retry', { attempt: 1 }))).toMatch(
    /INCOMPLETE: "work" lost attributes of an event/,
  );
});

test('shows the events that are there', () => {
  expect(failureOf(() => expect(charge).toHaveEvent('retry', { attempt: 3 }))).toMatchInlineSnapshot(`
    "expect(span).toHaveEvent(name, attributes)

    Expected "charge" to have:  event "retry", attributes { attempt: 3 }
    Received:                   event "retry", attempt = 1
                                event "retry", attempt = 2
                                event "done"

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  charge    10 ms  <- this span
    gateway  INTERNAL  └─ audit  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('says that the event is on its parent', () => {
  expect(failureOf(() => expect(audit).toHaveEvent('done'))).toContain('Hint: the event is on its parent, "charge".');
});

test('negated, shows the event', () => {
  expect(failureOf(() => expect(charge).not.toHaveEvent('done'))).toMatchInlineSnapshot(`
    "expect(span).not.toHaveEvent(name)

    Expected "charge" not to have:  event "done"
    Received:                       event "retry", attempt = 1, wait.ms = 20
                                    event "retry", attempt = 2
                                    event "done"   matches

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  charge    10 ms  <- has it
    gateway  INTERNAL  └─ audit  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
