import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const card = trace.get('charge card');
const failed = buildTrace([{ name: 'pay', status: { code: 'ERROR' } }]).get('pay');

test('holds for any exception, or for one of this type and message', () => {
  expect(card).toHaveException();
  expect(card).toHaveException({ type: 'CardDeclined' });
  expect(card).toHaveException({ message: /honour$/ });
  expect(card).toHaveException({ type: expect.stringContaining('Declined'), message: 'do not honour' });
  expect(card).not.toHaveException({ type: 'CardDeclined', message: 'insufficient funds' });
  expect(card).not.toHaveException({ message: 'honour' });
  expect(failed).not.toHaveException();
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(() => expect(trace.spans).toHaveException()).toThrow(/7 of 8 spans fail/);
  expect(() => expect(trace.spans).not.toHaveException()).toThrow(/1 of 8 spans fails/);
});

test('works as an asymmetric matcher', () => {
  expect({ card }).toEqual({ card: expect.toHaveException({ type: 'CardDeclined' }) });
  expect({ failed }).toEqual({ failed: expect.not.toHaveException() });
});

test('an event that was dropped never makes a negation pass', () => {
  const dropped = buildTrace([{ data: { droppedEventsCount: 1 } }]).get('work');
  expect(failureOf(() => expect(dropped).not.toHaveException())).toMatch(/INCOMPLETE: "work" lost events/);
});

test('says that a status alone is no exception', () => {
  expect(failureOf(() => expect(failed).toHaveException())).toContain(
    'Hint: its status is ERROR, but no exception was recorded',
  );
});

test('shows the exceptions that are there', () => {
  expect(failureOf(() => expect(card).toHaveException({ message: 'insufficient funds' }))).toMatchInlineSnapshot(`
    "expect(span).toHaveException(exception)

    Expected "charge card" to have:  an exception, message "insufficient funds"
    Received:                        CardDeclined: do not honour

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('negated, shows the exception', () => {
  expect(failureOf(() => expect(card).not.toHaveException())).toMatchInlineSnapshot(`
    "expect(span).not.toHaveException()

    Expected "charge card" not to have:  an exception event
    Received:                            CardDeclined: do not honour   matches

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- has it

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});
