import { expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import { compileMasks } from '../../src/query/mask-volatile.ts';
import { normaliseTraces } from '../../src/query/normalise-trace.ts';
import { PLAIN_STYLE } from '../../src/report/page.ts';
import { snapshotFailureText } from '../../src/report/snapshot-failure-text.ts';
import { traceSnapshotText } from '../../src/report/trace-snapshot-text.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';

function structureOf(trace: Trace): string {
  return traceSnapshotText(normaliseTraces([trace], compileMasks(undefined, 'test')));
}

/** The text without the runner's diff, which its own tests have. */
function failure(stored: string | undefined, received: string, difference = '(the diff)'): string {
  return snapshotFailureText({ outcome: 'fail', stored, received, difference: () => difference }, PLAIN_STYLE);
}

const work = (...children: SpanSpec[]) => structureOf(buildTrace([{ name: 'work', children }]));

test('says on which spans something changed, which are gone and which are new', () => {
  const charge = {
    ...CHARGE,
    attributes: { ...CHARGE.attributes, 'http.status_code': 200, 'app.retries': 1 },
    children: [{ name: 'refund card' }],
  };
  expect(failure(structureOf(checkoutTrace()), structureOf(checkoutTrace({}, [charge])))).toMatchInlineSnapshot(`
    "The trace has another structure than the one that is stored.

    Changed:  payments SERVER "POST /charge" by test: http.status_code, app.retries
    Gone:     payments INTERNAL "charge card" by test
    New:      payments INTERNAL "refund card" by test

    (the diff)

    Hint: if the change is meant, run again with -u to store it.
    Hint: if it differs from run to run, mask it: toMatchTraceSnapshot({ mask: ["http.status_code"] })."
  `);
});

test('an event and a link are shown as a whole', () => {
  const before = work({ name: 'a', events: [{ name: 'retry' }], links: [{ traceId: 'a'.repeat(32) }] });
  expect(failure(before, work({ name: 'a' }))).toContain(
    'Changed:  gateway INTERNAL "a" by test: event "retry", link to another trace\n',
  );
});

test('says that the same spans hang together in another way', () => {
  const before = work({ name: 'a', children: [{ name: 'b' }] });
  expect(failure(before, work({ name: 'a' }, { name: 'b' }))).toMatchInlineSnapshot(`
    "The trace has another structure than the one that is stored.

    The same spans hang together in another way.

    (the diff)

    Hint: if the change is meant, run again with -u to store it."
  `);
});

test('names the attributes that another service has', () => {
  const before = structureOf(buildTrace([{ resource: { 'deployment.environment.name': 'test' } }]));
  const after = structureOf(buildTrace([{ resource: { 'deployment.environment.name': 'ci' } }]));
  expect(failure(before, after)).toContain('Changed:  resource of gateway: deployment.environment.name\n');
});

test('says that none is stored, and shows what would have been', () => {
  expect(failure(undefined, work({ name: 'a', attributes: { k: 1 } }))).toMatchInlineSnapshot(`
    "No snapshot of this name is stored, and here none is written: in CI, runners only compare.

    Received:
    gateway INTERNAL "work" by test
      gateway INTERNAL "a" by test
          k = 1

    Hint: run the test once where it is not CI, or with -u, read what was stored, and commit it."
  `);
});

test('has 60 lines at most, however much differs', () => {
  const many = (prefix: string) => Array.from({ length: 500 }, (_, index) => ({ name: `${prefix}${index}` }));
  const [before, after] = [work(...many('a')), work(...many('b'))];
  expect(failure(before, after, `${before}\n${after}`).split('\n').length).toBeLessThan(58);
  expect(failure(undefined, after).split('\n').length).toBeLessThan(58);
});
