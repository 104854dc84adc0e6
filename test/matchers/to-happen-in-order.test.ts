import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

/** Spans under one root; all times are exact. */
function traceOf(...children: SpanSpec[]): Trace {
  return buildTrace([{ name: 'checkout', kind: 'SERVER', start: 0.25, ms: 500, children }]);
}

const trace = traceOf(
  { name: 'validate', start: 1.5, ms: 5 },
  { name: 'reserve', start: 10.5, ms: 10 },
  { name: 'query', start: 12.5, ms: 2 },
  { name: 'charge', start: 25.5, ms: 20 },
  { name: 'query', start: 50.5, ms: 2 },
);

test('holds where none begins before the one before it ended, whatever happens in between', () => {
  expect(trace).toHappenInOrder(['validate', 'reserve', 'charge']);
  expect(trace).toHappenInOrder(['validate', { name: /^char/ }]);
  expect(trace).toHappenInOrder(['validate']);
  expect(trace).toHappenInOrder([span => span.durationMs > 9, 'query']);
});

test('does not where one begins too early', () => {
  expect(trace).not.toHappenInOrder(['reserve', 'validate']);
  expect(trace).not.toHappenInOrder(['charge', 'reserve']);
  expect(trace).not.toHappenInOrder(['checkout', 'charge']);
  expect(trace).not.toHappenInOrder(['reserve', 'reserve']);
});

test('takes those of several matches with which it holds', () => {
  expect(trace).toHappenInOrder(['reserve', 'query']);
  expect(trace).toHappenInOrder(['query', 'charge']);
  expect(trace).toHappenInOrder(['validate', 'query', 'charge', 'query']);
  expect(trace).not.toHappenInOrder(['query', 'charge', 'query', 'query']);
});

test('ends and begins at the same moment in order, and spans of 0 ns too', () => {
  const touching = traceOf(
    { name: 'a', start: 1.5, ms: 1 },
    { name: 'b', start: 2.5, ms: 0 },
    { name: 'c', start: 2.5, ms: 1 },
  );
  expect(touching).toHappenInOrder(['a', 'b', 'c']);
  expect(touching).not.toHappenInOrder(['a', 'c', 'b']);
  expect(touching).not.toHappenInOrder(['a', 'b', 'b', 'c']);
});

test('a missing step fails in both polarities, and says which one', () => {
  for (const steps of [
    ['validate', 'refund'],
    ['refund', 'validate'],
  ]) {
    expect(() => expect(trace).toHappenInOrder(steps)).toThrow(/No span matches step [12]/);
    expect(() => expect(trace).not.toHappenInOrder(steps)).toThrow(/No span matches step [12]/);
  }
});

describe('an exact order', () => {
  const exact = (steps: string[], of?: string | RegExp) =>
    ({ steps, options: of === undefined ? { exact: true } : { exact: true, of } }) as const;

  test.each([
    exact(['validate', 'reserve', 'charge'], /^(validate|reserve|charge)$/),
    exact(['reserve', 'query'], /^reserve$/),
    exact(['query', 'charge', 'query'], 'query'),
    exact(['reserve'], 'reserve'),
    exact(['validate', 'reserve'], 'refund'),
  ])('holds where nothing else occurs that counts: %j', ({ steps, options }) => {
    expect(trace).toHappenInOrder(steps, options);
    expect(() => expect(trace).not.toHappenInOrder(steps, options)).toThrow(/not to happen/);
  });

  test.each([
    exact(['validate', 'charge'], /^(validate|reserve|charge)$/),
    exact(['charge', 'query'], 'query'),
    exact(['validate', 'reserve', 'charge']),
  ])('does not where another does: %j', ({ steps, options }) => {
    expect(trace).not.toHappenInOrder(steps, options);
    expect(() => expect(trace).toHappenInOrder(steps, options)).toThrow(/Not a step/);
  });

  test('without of every span counts', () => {
    const flat = buildTrace([
      { name: 'a', start: 1.5, ms: 1 },
      { name: 'b', start: 3.5, ms: 1 },
    ]);
    expect(flat).toHappenInOrder(['a', 'b'], { exact: true });
    expect(failureOf(() => expect(trace).toHappenInOrder(['validate', 'reserve'], { exact: true }))).toContain(
      'Hint: without of, every span of the trace counts',
    );
  });

  test('rests on absence: in a trace that is not whole it is not known', () => {
    const half = buildTrace([
      { name: 'a', start: 1.5, ms: 1, parentId: 'abcdef0123456789' },
      { name: 'b', start: 3.5, ms: 1, parentId: 'abcdef0123456789' },
    ]);
    expect(half).toHappenInOrder(['a', 'b']);
    for (const steps of [
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'c'],
    ]) {
      const options = { exact: true, of: /^[ab]$/ };
      expect(() => expect(half).toHappenInOrder(steps, options)).toThrow(/INCOMPLETE: the trace did not arrive whole/);
      expect(() => expect(half).not.toHappenInOrder(steps, options)).toThrow(/INCOMPLETE/);
    }
    expect(half).not.toHappenInOrder(['a'], { exact: true, of: /^[ab]$/ });
  });
});

test('an overlap that a clock of whole milliseconds leaves open is not known', () => {
  const cut = buildTrace([
    { name: 'a', start: 5, ms: 0.6 },
    { name: 'b', start: 5, ms: 9 },
    { name: 'c', start: 20, ms: 1 },
  ]);
  expect(() => expect(cut).toHappenInOrder(['a', 'b', 'c'])).toThrow(/INCOMPLETE: spans overlap by less than 1 ms/);
  expect(() => expect(cut).not.toHappenInOrder(['a', 'b', 'c'])).toThrow(/INCOMPLETE/);
  expect(cut).not.toHappenInOrder(['c', 'a']);
  expect(cut).toHappenInOrder(['a', 'c']);
});

test('an attribute under its other name leaves it open', () => {
  const renamed = traceOf(
    { name: 'a', start: 1.5, ms: 1 },
    { name: 'b', start: 5.5, ms: 1, attributes: { 'http.method': 'GET' } },
    { name: 'c', start: 0.5, ms: 9, attributes: { 'http.request.method': 'GET' } },
  );
  const steps = ['a', { attributes: { 'http.request.method': 'GET' } }];
  expect(() => expect(renamed).toHappenInOrder(steps)).toThrow(/INCOMPLETE: spans that lost data/);
  expect(() => expect(renamed).not.toHappenInOrder(steps)).toThrow(/INCOMPLETE/);
});

test('a step in a stray leaves it open', () => {
  const stray = buildTrace([{ name: 'mail', start: 60.5, ms: 1 }], { traceId: 'e'.repeat(32) });
  const captured = buildTrace([{ name: 'charge', start: 1.5, ms: 1 }], { captured: { strays: () => [stray] } });
  expect(() => expect(captured).toHappenInOrder(['charge', 'mail'])).toThrow(/INCOMPLETE: .* a stray/);
  expect(() => expect(captured).not.toHappenInOrder(['charge', 'mail'])).toThrow(/INCOMPLETE: .* a stray/);
});

test('of several traces, all spans are judged together', () => {
  const linked = buildTrace([{ name: 'mail', start: 60.5, ms: 1 }], { traceId: 'e'.repeat(32) });
  expect([trace, linked]).toHappenInOrder(['charge', 'mail']);
  expect([trace, trace]).not.toHappenInOrder(['validate', 'validate']);
});

test('works as an asymmetric matcher', () => {
  expect({ trace }).toEqual({ trace: expect.toHappenInOrder(['validate', 'charge']) });
  expect({ trace }).toEqual({ trace: expect.not.toHappenInOrder(['charge', 'validate']) });
});

/** Whether any spans are in the order of the steps: tries all. */
function isAnyInOrder(
  spans: Trace['spans'],
  steps: readonly string[],
  after = -1n,
  used: readonly unknown[] = [],
): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  return spans.some(
    span =>
      span.name === step &&
      !used.includes(span) &&
      span.startTimeUnixNano >= after &&
      isAnyInOrder(spans, rest, span.endTimeUnixNano, [...used, span]),
  );
}

test('holds for exactly those traces in which some spans are in the order', () => {
  const anyChild = fc.record({ name: fc.constantFrom('a', 'b', 'c'), at: fc.nat({ max: 12 }), ms: fc.nat({ max: 4 }) });
  const anySteps = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(anyChild, { minLength: 1, maxLength: 8 }), anySteps, (children, steps) => {
      const own = traceOf(...children.map(({ name, at, ms }) => ({ name, start: at + 0.5, ms })));
      if (!steps.every(step => own.spans.some(({ name }) => name === step))) return;
      if (isAnyInOrder(own.spans, steps)) expect(own).toHappenInOrder(steps);
      else expect(own).not.toHappenInOrder(steps);
    }),
    { numRuns: 400 },
  );
});

test('100 steps that 3,000 spans match are a matter of moments', () => {
  const many = traceOf(...Array.from({ length: 3_000 }, (_, at) => ({ name: 'work', start: at / 10 + 0.05, ms: 1 })));
  const steps = Array.from({ length: 100 }, () => 'work');
  const began = performance.now();
  expect(many).toHappenInOrder(steps);
  expect(many).not.toHappenInOrder([...steps, ...steps, ...steps, ...steps]);
  expect(performance.now() - began).toBeLessThan(10_000);
});
