import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const whole = checkoutTrace();
const orphaned = checkoutTrace({}, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);
const PROBLEM = {
  service: 'gateway',
  span: 'work',
  traceId: whole.traceId,
  spanId: '0000000000000001',
  field: 'endTimeUnixNano',
  rule: 'is not before the start',
};

test('holds for a trace that arrived whole and sound', () => {
  expect(whole).toBeComplete();
  expect([whole, whole]).toBeComplete();
});

test.each([
  ['an orphan', orphaned, /Missing: +the parent abcdef01 of "POST \/charge"/],
  [
    'an orphan that its capture allows',
    buildTrace([{ parentId: 'abcdef0123456789' }], { captured: { allowOrphans: true } }),
    /the parent abcdef01/,
  ],
  [
    'spans that were still arriving',
    checkoutTrace({ captured: { unsettled: true } }),
    /spans of trace 4bf92f35: some were still arriving/,
  ],
  ['dropped attributes', buildTrace([{ data: { droppedAttributesCount: 2 } }]), /2 attributes of "work"/],
  ['dropped events', buildTrace([{ data: { droppedEventsCount: 1 } }]), /1 event of "work"/],
  ['dropped links', buildTrace([{ data: { droppedLinksCount: 1 } }]), /1 link of "work"/],
  [
    'a problem of its telemetry',
    buildTrace([{}], { problems: [PROBLEM] }),
    /Problems: +gateway "work", endTimeUnixNano/,
  ],
  [
    'two spans of one id',
    buildTrace([{ id: 'a'.repeat(16) }, { id: 'a'.repeat(16), name: 'other' }]),
    /spanId: broke the rule "is unique in its trace"/,
  ],
])('%s makes it incomplete', (_label, trace, text) => {
  expect(trace).not.toBeComplete();
  expect([whole, trace]).not.toBeComplete();
  expect(failureOf(() => expect(trace).toBeComplete())).toMatch(text);
});

test('works as an asymmetric matcher', () => {
  expect({ whole }).toEqual({ whole: expect.toBeComplete() });
  expect({ orphaned }).toEqual({ orphaned: expect.not.toBeComplete() });
});

test('shows what is missing, and where', () => {
  expect(failureOf(() => expect([whole, orphaned]).toBeComplete())).toMatchInlineSnapshot(`
    "expect(traces).toBeComplete()

    Expected:  2 traces to be complete: no orphans, no problems, nothing dropped or lost
    Missing:   the parent abcdef01 of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)
    payments  INTERNAL  └─ charge card           80 ms

    ... and 1 more trace

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('negated, says that nothing is missing', () => {
  expect(failureOf(() => expect(whole).not.toBeComplete())).toMatchInlineSnapshot(`
    "expect(trace).not.toBeComplete()

    Expected:  the trace to lack something
    Received:  nothing is missing, and nothing is wrong

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
