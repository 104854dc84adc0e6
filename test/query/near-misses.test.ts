import { expect, test } from 'vitest';
import type { Criteria } from '../../src/model/trace.ts';
import { compileCriteria } from '../../src/query/compile-criteria.ts';
import { nearMisses } from '../../src/query/near-misses.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { cpuMs } from '../cpu-ms.ts';

const trace = checkoutTrace();

function nearestOf(criteria: Criteria): string[] {
  return nearMisses(compileCriteria(criteria, 'toHaveSpan'), trace.spans).nearest.map(({ span }) => span.name);
}

test.each<[label: string, criteria: Criteria, nearest: string[]]>([
  ['the one that differs in fewest fields', { name: 'charge card', kind: 'CLIENT' }, ['charge card']],
  ['a name with another case', 'CHARGE CARD', ['charge card']],
  ['a name with a slip', 'chrage card', ['charge card']],
  ['names that contain the one asked for', 'charge', ['POST /charge', 'charge card']],
  ['spans of the name before those of other fields', { name: 'POST', kind: 'SERVER', service: 'orders' }, ['POST']],
  [
    'a span whose name the pattern accepts before one of the kind',
    { name: /^charge/, kind: 'SERVER' },
    ['charge card'],
  ],
  ['spans that have the attribute, with another value', { attributes: { 'app.order.id': 'ord-18' } }, ['charge card']],
  [
    'spans that have the attribute under its other name',
    { attributes: { 'http.request.method': 'POST' } },
    ['POST /charge'],
  ],
  ['nothing for a name far from all', 'refund', []],
  ['nothing for a service that is not there', { service: 'mailer' }, []],
])('finds near: %s', (_label, criteria, nearest) => {
  expect(nearestOf(criteria)).toEqual(nearest);
});

test('names what was seen, nearest name first, with how often', () => {
  const misses = nearMisses(compileCriteria('refund', 'toHaveSpan'), trace.spans);
  expect(misses.names).toContainEqual({ name: 'SELECT orders', count: 2 });
  expect(misses.nameCount).toBe(6);
  expect(misses.services).toEqual(['gateway', 'orders', 'payments']);
});

test.each<[label: string, criteria: Criteria, kinds: string[]]>([
  ['only one field differs', { name: 'charge card', kind: 'CLIENT' }, ['only-field']],
  ['two fields differ', { name: 'charge card', kind: 'CLIENT', service: 'orders' }, []],
  ['a name differs in case', 'Charge Card', ['letter-case']],
  ['a value differs in type', { attributes: { 'app.amount': '4200' } }, ['value-type']],
  ['an attribute has its other name', { attributes: { 'http.request.method': 'POST' } }, ['renamed']],
  [
    'an attribute is on the parent',
    { name: 'charge card', attributes: { 'url.path': '/charge' } },
    ['attribute-nearby'],
  ],
  ['an attribute is on a child', { name: 'POST /charge', attributes: { 'app.amount': 4200 } }, ['attribute-nearby']],
  ['a service has a slip', { service: 'paymnets' }, ['near-service']],
])('is certain when %s', (_label, criteria, kinds) => {
  const misses = nearMisses(compileCriteria(criteria, 'toHaveSpan'), trace.spans);
  expect(misses.hints.map(({ kind }) => kind)).toEqual(kinds);
});

test('looks through 50,000 spans at once', () => {
  const many = buildTrace([
    { children: Array.from({ length: 50_000 }, (_, n) => ({ name: `item ${n}`, attributes: { n } })) },
  ]);
  const criteria = compileCriteria({ name: 'itm 777', attributes: { n: 778 } }, 'toHaveSpan');
  const start = cpuMs();
  const { nearest } = nearMisses(criteria, many.spans);
  expect(cpuMs() - start).toBeLessThan(5_000);
  expect(nearest[0]?.span.name).toBe('item 778');
});
