import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = buildTrace([
  {
    name: 'checkout',
    ms: 100,
    children: [
      { name: 'reserve', start: 10, ms: 20 },
      { name: 'touch', start: 30, ms: 5 },
      { name: 'charge', start: 32, ms: 40 },
      { name: 'mail', start: 80, ms: 5 },
      { name: 'mail', start: 90, ms: 5 },
      { name: 'instant', start: 95, ms: 0 },
      { name: 'backwards', start: 96, ms: -5 },
      { name: 'endless', start: 96, data: { endTimeUnixNano: 0n } },
    ],
  },
]);
const get = (name: string) => trace.get(name);
const reserve = get('reserve');

test('holds for a span that ended before the other began, or as it began', () => {
  expect(reserve).toHappenBefore('charge');
  expect(reserve).toHappenBefore(get('touch'));
  expect(reserve).toHappenBefore({ name: 'instant', kind: 'INTERNAL' });
  expect(get('touch')).not.toHappenBefore('charge');
  expect(get('charge')).not.toHappenBefore('reserve');
  expect(reserve).not.toHappenBefore('checkout');
});

test('no span happens before itself, not even one of 0 ns', () => {
  expect(get('instant')).not.toHappenBefore('instant');
  expect(failureOf(() => expect(get('instant')).toHappenBefore(get('instant')))).toContain(
    'Hint: that is the same span.',
  );
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect([reserve, get('touch')]).toHappenBefore('instant');
  expect(() => expect([reserve, get('touch')]).toHappenBefore('charge')).toThrow(/1 of 2 spans fails/);
  expect(() => expect([reserve, get('touch')]).not.toHappenBefore('charge')).toThrow(/1 of 2 spans fails/);
});

test('works as an asymmetric matcher', () => {
  expect({ reserve }).toEqual({ reserve: expect.toHappenBefore('charge') });
  expect({ reserve }).toEqual({ reserve: expect.not.toHappenBefore('checkout') });
});

test.each([
  ['none', 'refund', /no span of the trace; it must be exactly one/],
  ['several', 'mail', /2 spans of the trace; it must be exactly one/],
])('criteria that match %s of the trace hold in neither polarity', (_label, name, text) => {
  expect(failureOf(() => expect(reserve).toHappenBefore(name))).toMatch(text);
  expect(failureOf(() => expect(reserve).not.toHappenBefore(name))).toMatch(text);
});

test.each([
  [
    'ended before it began',
    'backwards',
    /INCOMPLETE[\s\S]*"backwards", endTimeUnixNano: broke the rule "is not before/,
  ],
  ['has no end', 'endless', /INCOMPLETE[\s\S]*"endless", endTimeUnixNano: .*no time was set/],
])('a span that %s is before and after nothing', (_label, name, text) => {
  expect(failureOf(() => expect(get(name)).toHappenBefore('instant'))).toMatch(text);
  expect(failureOf(() => expect(get(name)).not.toHappenBefore('instant'))).toMatch(text);
  expect(failureOf(() => expect(reserve).toHappenBefore(name))).toMatch(text);
});

test('says that the other is above or below it', () => {
  expect(failureOf(() => expect(reserve).toHappenBefore('checkout'))).toContain('Hint: that span is above it');
  expect(failureOf(() => expect(get('checkout')).toHappenBefore('charge'))).toContain('Hint: that span is below it');
});

test('speaks of clocks where two services are concerned', () => {
  const two = buildTrace([
    { name: 'a', ms: 20 },
    { name: 'b', service: 'other', start: 10 },
  ]);
  expect(failureOf(() => expect(two.get('a')).toHappenBefore('b'))).toContain("two services' clocks");
});

test('shows when the one ended and the other began', () => {
  expect(failureOf(() => expect(get('charge')).toHappenBefore('reserve'))).toMatchInlineSnapshot(`
    "expect(span).toHappenBefore(later)

    Expected "charge" to happen before:  name "reserve"
    It ended:                            12:00:01.072
    That began:                          12:00:01.010, 62 ms before it ended

    trace 4bf92f35, 1 service, 9 spans, duration unknown
    gateway  INTERNAL  checkout          100 ms
    gateway  INTERNAL  ├─ reserve         20 ms  <- the other
    gateway  INTERNAL  ├─ touch          5.0 ms
    gateway  INTERNAL  ├─ charge          40 ms  <- this span
    gateway  INTERNAL  ├─ mail           5.0 ms
    gateway  INTERNAL  ├─ mail           5.0 ms
    gateway  INTERNAL  ├─ instant          0 ms
    gateway  INTERNAL  ├─ endless        no end
    gateway  INTERNAL  └─ backwards  ends early

    Hint: it is the other way round: that span ended before this one began.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('negated, shows the same', () => {
  expect(failureOf(() => expect(reserve).not.toHappenBefore('charge'))).toMatchInlineSnapshot(`
    "expect(span).not.toHappenBefore(later)

    Expected "reserve" not to happen before:  name "charge"
    It ended:                                 12:00:01.030
    That began:                               12:00:01.032, 2.0 ms later

    trace 4bf92f35, 1 service, 9 spans, duration unknown
    gateway  INTERNAL  checkout          100 ms
    gateway  INTERNAL  ├─ reserve         20 ms  <- this span
    gateway  INTERNAL  ├─ touch          5.0 ms
    gateway  INTERNAL  ├─ charge          40 ms  <- the other
    gateway  INTERNAL  ├─ mail           5.0 ms
    gateway  INTERNAL  ├─ mail           5.0 ms
    gateway  INTERNAL  ├─ instant          0 ms
    gateway  INTERNAL  ├─ endless        no end
    gateway  INTERNAL  └─ backwards  ends early

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});
