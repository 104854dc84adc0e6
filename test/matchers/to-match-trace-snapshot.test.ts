import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { toMatchTraceSnapshot } from '../../matchers/index.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const orphaned = { ...CHARGE, parentId: 'abcdef0123456789' };

test('holds for what is stored', () => {
  expect.assertions(4);
  expect(trace).toMatchTraceSnapshot();
  expect(trace).toMatchTraceSnapshot('with a name');
  expect(trace).toMatchTraceSnapshot({ mask: ['app.*', /refund|charge/], keep: ['server.port'] });
  expect([trace, checkoutTrace({ traceId: 'a'.repeat(32) })]).toMatchTraceSnapshot('of two', { mask: ['url.*'] });
});

test('several of one name are told apart by their order', () => {
  for (const amount of [1, 2]) {
    const paid = { ...CHARGE, attributes: { amount }, children: [] };
    expect(checkoutTrace({}, [paid])).toMatchTraceSnapshot('paid');
  }
});

test('compares nothing and stores nothing when the trace did not arrive whole', () => {
  // A stored snapshot of this name would be obsolete: there is none.
  expect(failureOf(() => expect(checkoutTrace({}, [orphaned])).toMatchTraceSnapshot('never'))).toMatchInlineSnapshot(`
    "expect(trace).toMatchTraceSnapshot(name)

    INCOMPLETE: the trace did not arrive whole (1 parent span never arrived): nothing was compared, nothing stored.

    Missing:  the parent abcdef01 of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)  <- cut off here
    payments  INTERNAL  └─ charge card           80 ms

    Hint: where parents are out of sight by design, capture with { orphans: 'allow' }.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
  const dropped = { ...CHARGE, data: { droppedAttributesCount: 2, droppedEventsCount: 1 } };
  expect(failureOf(() => expect(checkoutTrace({}, [dropped])).toMatchTraceSnapshot('never'))).toMatchInlineSnapshot(`
    "expect(trace).toMatchTraceSnapshot(name)

    INCOMPLETE: the trace did not arrive whole (1 span lost data): nothing was compared, nothing stored.

    Missing:  2 attributes of "POST /charge" (payments, SERVER), dropped by its SDK
              1 event of "POST /charge" (payments, SERVER), dropped by its SDK

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- lost data
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
  const unsettled = checkoutTrace({ captured: { unsettled: true } });
  expect(failureOf(() => expect([trace, unsettled]).toMatchTraceSnapshot())).toMatchInlineSnapshot(`
    "expect(traces).toMatchTraceSnapshot()

    INCOMPLETE: one of the traces did not arrive whole (spans were still arriving): nothing was compared, nothing stored.

    Missing:  spans of trace 4bf92f35: some were still arriving when the wait timed out

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
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

test('an orphan is part of the structure where the capture allows for it', () => {
  expect(checkoutTrace({ captured: { allowOrphans: true } }, [orphaned])).toMatchTraceSnapshot();
});

test.each<[use: string, assertion: () => unknown]>([
  ['a negation', () => expect(trace).not.toMatchTraceSnapshot()],
  ['an asymmetric matcher', () => expect({ trace }).toEqual({ trace: expect.toMatchTraceSnapshot() })],
  ['a negated asymmetric matcher', () => expect({ trace }).toEqual({ trace: expect.not.toMatchTraceSnapshot() })],
])('refuses %s', (_use, assertion) => {
  expect(failureOf(assertion)).toMatchSnapshot();
});

test('refuses to be polled', async () => {
  const poll = async () => {
    await expect.poll(() => trace, { timeout: 20, interval: 5 }).toMatchTraceSnapshot();
  };
  await expect(poll()).rejects.toThrow(/UNSUPPORTED_ASSERTION: toMatchTraceSnapshot cannot be polled/);
});

test('a runner that keeps no snapshots is named, with what to use instead', () => {
  expect(failureOf(() => toMatchTraceSnapshot.call({ isNot: false, promise: '' }, trace))).toMatchInlineSnapshot(
    `"NO_SNAPSHOT_SUPPORT: toMatchTraceSnapshot needs the snapshots of Jest or Vitest, and a running test: this expect has none. Elsewhere state the structure in the test: toHaveSpanTree(tree, { exact: true }), toHaveSpan(criteria, { times }), toPropagateAcross(...services)."`,
  );
  expect(failureOf(() => toMatchTraceSnapshot.call(undefined, trace))).toContain('NO_SNAPSHOT_SUPPORT');
});

test.each<[slip: string, given: readonly unknown[]]>([
  ['an undefined name', [undefined]],
  ['an empty name', ['']],
  ['a name that is a number', [42]],
  ['undefined options', ['name', undefined]],
  ['an unknown option', [{ masks: ['app.order.id'] }]],
  ['an undefined option', ['name', { mask: undefined }]],
  ['an undefined key', [{ mask: ['app.order.id', undefined] }]],
  ['a key that is no text', [{ keep: [42] }]],
  ['a key by itself', [{ mask: 'app.order.id' }]],
  ['an empty key', [{ mask: [''] }]],
  ['a RegExp that matches everything', [{ mask: [/x*/] }]],
  ['options in the place of the name, and a name after them', [{ mask: [] }, 'name']],
])('refuses %s', (_slip, given) => {
  const assertion = () => {
    const matchers = expect(trace) as unknown as Record<'toMatchTraceSnapshot', (...args: readonly unknown[]) => void>;
    matchers.toMatchTraceSnapshot(...given);
  };
  expect(failureOf(assertion)).toMatchSnapshot();
});
