import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const card = trace.get('charge card');
const failing = buildTrace([{ name: 'pay', status: { code: 'ERROR', message: 'card declined' } }]).get('pay');

test('holds for the code, and the message when one is given', () => {
  expect(card).toHaveStatus('UNSET');
  expect(failing).toHaveStatus('ERROR');
  expect(failing).toHaveStatus('ERROR', 'card declined');
  expect(failing).toHaveStatus('ERROR', /declined$/);
  expect(failing).toHaveStatus('ERROR', expect.stringContaining('card'));
  expect(failing).not.toHaveStatus('ERROR', 'declined');
  expect(failing).not.toHaveStatus('OK');
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(trace.spans).toHaveStatus('UNSET');
  expect(trace.spans).not.toHaveStatus('ERROR');
  expect(() => expect([card, failing]).not.toHaveStatus('ERROR')).toThrow(/1 of 2 spans fails/);
  expect(() => expect([card, failing]).toHaveStatus('ERROR')).toThrow(/1 of 2 spans fails/);
});

test('works as an asymmetric matcher', () => {
  expect({ failing }).toEqual({ failing: expect.toHaveStatus('ERROR', /declined/) });
  expect({ failing }).toEqual({ failing: expect.not.toHaveStatus('OK') });
});

test('says that an exception was recorded without a status', () => {
  expect(failureOf(() => expect(card).toHaveStatus('ERROR'))).toMatchInlineSnapshot(`
    "expect(span).toHaveStatus(code)

    Expected "charge card" to have:  status ERROR
    Received:                        status UNSET, with an exception event: CardDeclined: do not honour

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    Hint: the exception was recorded but the status was not set; both are needed.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('says that a success is left UNSET', () => {
  expect(failureOf(() => expect(trace.roots).toHaveStatus('OK'))).toContain(
    'Hint: instrumentations leave a success UNSET',
  );
});

test('says that only the message differs', () => {
  expect(failureOf(() => expect(failing).toHaveStatus('ERROR', 'declined'))).toMatchInlineSnapshot(`
    "expect(span).toHaveStatus(code, message)

    Expected "pay" to have:  status ERROR, message "declined"
    Received:                status ERROR, message "card declined"

    trace 4bf92f35, 1 service, 1 span, 10 ms
    gateway  INTERNAL  pay  10 ms  ERROR  <- this span

    Hint: only the message differs.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('negated, shows the status', () => {
  expect(failureOf(() => expect(failing).not.toHaveStatus('ERROR'))).toMatchInlineSnapshot(`
    "expect(span).not.toHaveStatus(code)

    Expected "pay" not to have:  status ERROR
    Received:                    status ERROR, message "card declined"

    trace 4bf92f35, 1 service, 1 span, 10 ms
    gateway  INTERNAL  pay  10 ms  ERROR  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
