import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type { Span, Trace } from '../../src/model/trace.ts';
import { runs } from '../runs.ts';
import { CALLS, judge, type Name, TRACE_CALLS } from './matcher-calls.ts';
import { anySent, anySpans, BASE, manyOddSpans, shuffledSpans, spanId, traceOf } from './odd-traces.ts';

/** All of a trace that there is to see. */
function seen(trace: Trace): unknown {
  const index = new Map(trace.spans.map((span, at) => [span, at]));
  const at = (spans: readonly Span[]) => spans.map(span => index.get(span));
  return {
    spans: trace.spans.map(span => ({ ...span })),
    parents: trace.spans.map(({ parent }) => (parent === undefined ? undefined : index.get(parent))),
    children: trace.spans.map(({ children }) => at(children)),
    roots: at(trace.roots),
    orphans: at(trace.orphans),
    problems: trace.problems,
    services: trace.services,
    text: String(trace),
  };
}

test('any shuffle of its spans gives the same trace', () => {
  fc.assert(
    fc.property(shuffledSpans, anySent, ([spans, shuffled], sent) => {
      expect(seen(traceOf(shuffled, sent))).toEqual(seen(traceOf(spans, sent)));
    }),
    { numRuns: runs(1_000) },
  );
});

test('every span is a root, an orphan, a child, or was cut out of a cycle, and walking up ends', () => {
  fc.assert(
    fc.property(anySpans, anySent, (spans, sent) => {
      const trace = traceOf(spans, sent);
      const cut = trace.problems.filter(({ rule }) => rule === 'is not part of a cycle').length;
      const below = trace.spans.filter(({ parent }) => parent !== undefined);
      expect(trace.roots.length + trace.orphans.length + below.length + cut).toBe(trace.spans.length);
      for (const span of trace.spans) {
        let steps = 0;
        for (let above = span.parent; above !== undefined; above = above.parent) steps++;
        expect(steps).toBeLessThan(trace.spans.length);
        expect(span.children.every(child => child.parent === span)).toBe(true);
      }
    }),
    { numRuns: runs(1_000) },
  );
});

/** They judge no trace and no span. */
const OF_OTHERS = ['toCorrelateWith', 'toHonorTraceContext', 'toSample', 'toSampleAtMost'];
/** Calls that cannot be true of these traces: none was captured, and the structure that is stored is of another. */
const NEVER_PASS = ['toBeUnsampled', 'toMatchTraceSnapshot'];
/** They refuse a trace that was not captured. */
const OF_CAPTURES = ['toHaveNoStrays'];

test('each matcher is called, and what it is asked holds for some traces and not for others', () => {
  const called = new Set([...CALLS, ...TRACE_CALLS].map(([name]) => name));
  expect(Object.keys(matchers).filter(name => !called.has(name as Name))).toEqual(OF_OTHERS);
  const samples = fc.sample(fc.tuple(anySpans, anySent), { numRuns: 1_500, seed: 1 });
  const traces = samples.map(([spans, sent]) => traceOf(spans, sent));
  const outcomesOf = (name: Name, given: readonly unknown[], subjects: readonly unknown[]) =>
    [...new Set(subjects.map(subject => String(judge(name, subject, given, false)?.pass)))].sort();
  const expected = (name: Name) => {
    if (NEVER_PASS.includes(name)) return [name, ['false']];
    return [name, OF_CAPTURES.includes(name) ? ['false', 'true', 'undefined'] : ['false', 'true']];
  };
  const ofTraces = TRACE_CALLS.map(([name, ...given]) => [name, outcomesOf(name, given, traces)]);
  expect(ofTraces).toEqual(TRACE_CALLS.map(([name]) => expected(name)));
  const spans = traces.flatMap(trace => trace.spans[0] ?? []);
  const ofSpans = CALLS.map(([name, ...given]) => [name, outcomesOf(name, given, spans)]);
  expect(ofSpans).toEqual(CALLS.map(([name]) => expected(name)));
});

/** The lines of a matcher's text; none where it refuses. */
function linesOf(name: Name, subject: unknown, given: readonly unknown[], isNot: boolean): number {
  const result = judge(name, subject, given, isNot);
  if (result === undefined) return 0;
  expect(typeof result.pass).toBe('boolean');
  return result.message().split('\n').length;
}

/** Every matcher, in both polarities, on the trace and on its spans. */
function judgeAll(trace: Trace): void {
  for (const isNot of [false, true]) {
    for (const [name, ...given] of TRACE_CALLS) {
      expect(linesOf(name, trace, given, isNot), name).toBeLessThanOrEqual(60);
      if (trace.spans.length > 200) continue;
      expect(linesOf(name, [trace, trace], given, isNot), name).toBeLessThanOrEqual(60);
    }
    const some = trace.spans.length > 200 ? [...trace.spans.slice(0, 3), ...trace.spans.slice(-3)] : trace.spans;
    for (const [name, ...given] of CALLS) expect(linesOf(name, some, given, isNot), name).toBeLessThanOrEqual(60);
  }
}

test('no matcher minds duplicates, cycles, orphans, several roots, times that go backwards, or none', () => {
  fc.assert(
    fc.property(anySpans, anySent, (spans, sent) => judgeAll(traceOf(spans, sent))),
    { numRuns: runs(150) },
  );
});

/** All that every matcher says of a trace. */
function said(trace: Trace): unknown {
  return [false, true].flatMap(isNot => [
    ...TRACE_CALLS.map(([name, ...given]) => judge(name, trace, given, isNot)?.message()),
    ...CALLS.map(([name, ...given]) => judge(name, trace.spans, given, isNot)?.message()),
  ]);
}

test('every matcher says the same of any shuffle of its spans', () => {
  fc.assert(
    fc.property(shuffledSpans, anySent, ([spans, shuffled], sent) => {
      expect(said(traceOf(shuffled, sent))).toEqual(said(traceOf(spans, sent)));
    }),
    { numRuns: runs(100) },
  );
});

test('an assertion and its negation never both pass', () => {
  const passes = (name: Name, subject: unknown, given: readonly unknown[], isNot: boolean) => {
    const result = judge(name, subject, given, isNot);
    return result !== undefined && result.pass !== isNot;
  };
  fc.assert(
    fc.property(anySpans, anySent, (spans, sent) => {
      const trace = traceOf(spans, sent);
      for (const [name, ...given] of TRACE_CALLS) {
        expect(passes(name, trace, given, false) && passes(name, trace, given, true), name).toBe(false);
      }
      for (const [name, ...given] of CALLS) {
        expect(passes(name, trace.spans, given, false) && passes(name, trace.spans, given, true), name).toBe(false);
      }
    }),
    { numRuns: runs(300) },
  );
});

test('no matcher minds 2,000 spans that are odd in every way', () => {
  const spans = manyOddSpans(2_000);
  const trace = traceOf(spans, spanId(0));
  judgeAll(trace);
  expect(said(traceOf(spans.toReversed(), spanId(0)))).toEqual(said(trace));
});

test.each([
  ['a chain of 10,000', Array.from({ length: 10_000 }, (_, at) => ({ at, parent: at === 0 ? undefined : at - 1 }))],
  ['a fan of 40,000', Array.from({ length: 40_000 }, (_, at) => ({ at, parent: at === 0 ? undefined : 0 }))],
  ['4,000 roots', Array.from({ length: 4_000 }, (_, at) => ({ at, parent: undefined }))],
  ['4,000 orphans', Array.from({ length: 4_000 }, (_, at) => ({ at, parent: 50_000 + at }))],
  ['a cycle of 10,000', Array.from({ length: 10_000 }, (_, at) => ({ at, parent: at === 0 ? 9_999 : at - 1 }))],
])('no matcher minds %s', (_label, places) => {
  const spans = places.map(({ at, parent }) => ({
    ...BASE,
    name: `span ${at % 7}`,
    spanId: spanId(at),
    parentSpanId: parent === undefined ? undefined : spanId(parent),
    startTimeUnixNano: BigInt(1_000 + at),
    endTimeUnixNano: BigInt(2_000 + at),
  }));
  const trace = traceOf(spans);
  judgeAll(trace);
  // All of its spans and relations would be compared for seconds.
  expect(String(traceOf(spans.toReversed()))).toBe(String(trace));
});
