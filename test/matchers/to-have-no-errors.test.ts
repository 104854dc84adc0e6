import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const sound = checkoutTrace({}, []);
const declined = checkoutTrace();
const failed = buildTrace([{ name: 'pay', service: 'payments', status: { code: 'ERROR', message: 'card declined' } }], {
  traceId: 'e'.repeat(32),
});
const half = buildTrace([{ name: 'work', parentId: 'abcdef0123456789' }]);

test('holds where no span failed', () => {
  expect(sound).toHaveNoErrors();
  expect(failed).not.toHaveNoErrors();
});

test('an exception event is an error, whatever the status', () => {
  expect(declined).not.toHaveNoErrors();
});

test('errors that are excepted do not count', () => {
  expect(declined).toHaveNoErrors({ except: 'charge card' });
  expect(declined).toHaveNoErrors({ except: ['refund', { service: 'payments' }] });
  expect(declined).not.toHaveNoErrors({ except: 'refund' });
});

test('of several traces, none may have one', () => {
  expect([sound, sound]).toHaveNoErrors();
  expect([sound, failed]).not.toHaveNoErrors();
});

test('works as an asymmetric matcher', () => {
  expect({ sound }).toEqual({ sound: expect.toHaveNoErrors() });
  expect({ failed }).toEqual({ failed: expect.not.toHaveNoErrors() });
});

test('a trace that is not whole has neither no errors nor some', () => {
  expect(failureOf(() => expect(half).toHaveNoErrors())).toContain('INCOMPLETE: no span that arrived failed');
  expect(failureOf(() => expect(half).not.toHaveNoErrors())).toMatch(/Missing: +the parent abcdef01/);
  const dropped = buildTrace([{ data: { droppedEventsCount: 1 } }]);
  expect(failureOf(() => expect(dropped).toHaveNoErrors())).toContain('1 event of "work"');
});

test('orphans that a capture allows make nothing incomplete', () => {
  expect(buildTrace([{ parentId: 'abcdef0123456789' }], { captured: { allowOrphans: true } })).toHaveNoErrors();
});

test('an exception by the other name of an attribute does not count, and is said', () => {
  const except = { attributes: { 'http.response.status_code': 402 } };
  const trace = buildTrace([{ attributes: { 'http.status_code': 402 }, status: { code: 'ERROR' } }]);
  expect(failureOf(() => expect(trace).toHaveNoErrors({ except }))).toContain(
    'Hint: http.status_code is the name of the old',
  );
});

test('lists the spans that failed', () => {
  expect(
    failureOf(() => expect([sound, declined, failed]).toHaveNoErrors({ except: 'refund' })),
  ).toMatchInlineSnapshot(`
    "expect(traces).toHaveNoErrors(options)

    Expected:  no span that failed, but for those excepted
    Excepted:  name "refund"
    Received:  2 spans of 15

    1. "charge card" (payments, INTERNAL): status UNSET; exception CardDeclined: do not honour
    2. "pay" (payments, INTERNAL): status ERROR "card declined"

    trace 4bf92f35, 2 services, 6 spans, 212 ms
    gateway  SERVER  POST /checkout          212 ms
    gateway  CLIENT  └─ POST                 198 ms
    orders   SERVER     └─ POST /orders      190 ms
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        └─ POST           140 ms

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- failed

    trace eeeeeeee, 1 service, 1 span, 10 ms
    payments  INTERNAL  pay  10 ms  ERROR  <- failed

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008
    trace eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
  `);
});

test('negated, says that there is none', () => {
  expect(failureOf(() => expect(sound).not.toHaveNoErrors())).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveNoErrors()

    Expected:  a span that failed
    Received:  none among 6 spans

    trace 4bf92f35, 2 services, 6 spans, 212 ms
    gateway  SERVER  POST /checkout          212 ms
    gateway  CLIENT  └─ POST                 198 ms
    orders   SERVER     └─ POST /orders      190 ms
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        └─ POST           140 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
