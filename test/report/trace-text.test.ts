import { expect, test } from 'vitest';
import { traceText } from '../../src/report/trace-text.ts';
import { treeLines } from '../../src/report/tree-text.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { cpuMs } from '../cpu-ms.ts';

test('is the tree, one line a span', () => {
  expect(String(checkoutTrace())).toMatchInlineSnapshot(`
    "trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms"
  `);
});

test('shows errors, orphans, several roots and cycles', () => {
  const trace = buildTrace([
    { name: 'first', status: { code: 'ERROR' }, children: [{ name: 'child', ms: 0.4 }] },
    { name: 'second', service: 'orders', start: 20, ms: 1_234.5 },
    { name: 'orphan', parentId: 'abcdef0123456789', start: 30, ms: 12_345 },
    { name: 'ring', id: 'aaaaaaaaaaaaaaaa', parentId: 'bbbbbbbbbbbbbbbb', start: 40 },
    { name: 'of two', id: 'bbbbbbbbbbbbbbbb', parentId: 'aaaaaaaaaaaaaaaa', start: 41 },
  ]);
  expect(traceText(trace)).toMatchInlineSnapshot(`
    "trace 4bf92f35, 2 services, 6 spans, 12.4 s, not complete
    gateway  INTERNAL  first         10 ms  ERROR
    gateway  INTERNAL  └─ child    0.40 ms
    orders   INTERNAL  second     1,235 ms
    gateway  INTERNAL  orphan       12.3 s  (parent abcdef01 never arrived)
    gateway  INTERNAL  ring          10 ms  (its parents form a cycle)
    gateway  INTERNAL  └─ of two     10 ms"
  `);
});

test('puts marks beside their spans', () => {
  const trace = buildTrace([{ name: 'root', children: [{ name: 'child' }] }]);
  const marks = new Map([[trace.get('child'), 'here']]);
  expect(traceText(trace, marks)).toMatchInlineSnapshot(`
    "trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  root      10 ms
    gateway  INTERNAL  └─ child  10 ms  <- here"
  `);
});

test('keeps every span on one line, whatever its name', () => {
  const trace = buildTrace([
    { name: 'two\nlines \u001b[31mred', service: 'a\tb' },
    { name: 'n'.repeat(500), start: 5 },
  ]);
  expect(traceText(trace).split('\n')).toHaveLength(3);
  expect(traceText(trace)).toMatchInlineSnapshot(`
    "trace 4bf92f35, 2 services, 2 spans, 15 ms
    a\\tb     INTERNAL  two\\nlines \\u001b[31mred                                         10 ms
    gateway  INTERNAL  nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn...  10 ms"
  `);
});

test('of an empty trace is its head line', () => {
  expect(traceText(buildTrace([]))).toBe('trace 4bf92f35, 0 services, 0 spans, 0 ms');
});

test('folds what is far from the marks', () => {
  const trace = buildTrace([
    {
      name: 'root',
      children: Array.from({ length: 100 }, (_, n) => ({ name: `item ${n}`, children: [{ name: `part of ${n}` }] })),
    },
  ]);
  const marks = new Map([[trace.get('part of 70'), 'this one']]);
  expect(treeLines(trace, marks, 20).join('\n')).toMatchInlineSnapshot(`
    "gateway  INTERNAL  root              10 ms
    gateway  INTERNAL  ├─ item 0         10 ms
    gateway  INTERNAL  │  └─ part of 0   10 ms
    gateway  INTERNAL  ├─ item 1         10 ms
                       ... 137 more spans
    gateway  INTERNAL  ├─ item 70        10 ms
    gateway  INTERNAL  │  └─ part of 70  10 ms  <- this one
                       ... 58 more spans"
  `);
});

test.each([1, 2, 5, 20, 56])('has at most %i lines when it is told so', lines => {
  const trace = buildTrace([{ children: Array.from({ length: 300 }, (_, n) => ({ name: `${n}`, children: [{}] })) }]);
  const marks = new Map(trace.spans.filter((_, index) => index % 7 === 0).map(span => [span, 'marked']));
  expect(treeLines(trace, marks, lines).length).toBeLessThanOrEqual(lines);
});

test('draws a chain of 10,000 without a stack, and not off to the right', () => {
  let deep: SpanSpec = { name: 'leaf' };
  for (let depth = 9_999; depth > 0; depth--) deep = { name: 's', children: [deep] };
  const start = cpuMs();
  const lines = traceText(buildTrace([deep])).split('\n');
  expect(cpuMs() - start).toBeLessThan(5_000);
  expect(lines).toHaveLength(10_001);
  expect(lines.at(-1)).toContain('[9999 deep] leaf');
  expect(Math.max(...lines.map(line => line.length))).toBeLessThan(120);
});
