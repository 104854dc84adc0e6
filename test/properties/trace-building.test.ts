import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type { MatcherResult } from '../../matchers/runner-context.ts';
import { TracewrightError } from '../../src/errors.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import { type Span, Trace } from '../../src/model/trace.ts';
import { buildTrace, TRACE_ID, verbs } from '../build-trace.ts';

const [TEMPLATE] = buildTrace([{ attributes: { k: 1 } }]).spans;
if (TEMPLATE === undefined) throw new Error('no span');
const BASE: SpanData = { ...TEMPLATE };

/** Few ids and few times, so that spans share them: duplicates, cycles, orphans and ties come by themselves. */
const anyId = fc.constantFrom('1', '2', '3', '4', '5', '6').map(digit => digit.repeat(16));
const anySpan: fc.Arbitrary<SpanData> = fc
  .record({
    spanId: anyId,
    parentSpanId: fc.option(fc.oneof(anyId, fc.constant('f'.repeat(16))), { nil: undefined }),
    name: fc.constantFrom('', 'a', 'b', 'POST /x'),
    kind: fc.constantFrom('INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'UNSPECIFIED'),
    startTimeUnixNano: fc.constantFrom(0n, 1n, 1_000n, 2_000n),
    endTimeUnixNano: fc.constantFrom(0n, 1n, 1_000n, 3_000n),
    droppedAttributesCount: fc.constantFrom(0, 0, 0, 2),
    status: fc.constantFrom({ code: 'UNSET', message: '' }, { code: 'ERROR', message: 'no' }),
    service: fc.constantFrom('one', 'two'),
    link: fc.option(anyId, { nil: undefined }),
  })
  .map(({ service, link, ...fields }) => ({
    ...BASE,
    ...(fields as Partial<SpanData>),
    resource: { ...BASE.resource, attributes: { 'service.name': service } },
    links:
      link === undefined
        ? []
        : [{ traceId: TRACE_ID, spanId: link, traceState: '', attributes: {}, droppedAttributesCount: 0, flags: 0 }],
  }));

const anySpans = fc.array(anySpan, { minLength: 1, maxLength: 9 });
const anySent = fc.option(anyId, { nil: undefined });

function traceOf(spans: readonly SpanData[], sent?: string): Trace {
  return new Trace({ traceId: TRACE_ID, spans, verbs, sentSpanIds: new Set(sent === undefined ? [] : [sent]) });
}

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
    fc.property(
      anySpans.chain(spans => fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length }))),
      anySent,
      ([spans, shuffled], sent) => {
        expect(seen(traceOf(shuffled, sent))).toEqual(seen(traceOf(spans, sent)));
      },
    ),
    { numRuns: 1_000 },
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
    { numRuns: 1_000 },
  );
});

type Matcher = (this: { readonly isNot: boolean }, subject: unknown, ...given: unknown[]) => MatcherResult;
type Name = keyof typeof matchers;

const byName = new Map(Object.entries(matchers).map(([name, matcher]) => [name, matcher as Matcher]));

/** Calls a matcher as a runner does. */
function judge(name: Name, subject: unknown, given: readonly unknown[], isNot: boolean): MatcherResult | undefined {
  try {
    return byName.get(name)?.call({ isNot }, subject, ...given);
  } catch (error) {
    if (!(error instanceof TracewrightError)) throw error;
    return undefined;
  }
}

/** Each matcher with arguments; `toMatchTraceSnapshot` needs a runner's snapshots. */
const CALLS: readonly (readonly [name: Name, ...given: unknown[]])[] = [
  ['toBeChildOf', { name: 'a' }],
  ['toBeChildOf', { service: 'one', kind: 'SERVER' }],
  ['toBeDescendantOf', 'a'],
  ['toBeRoot'],
  ['toBeLinkedTo', { name: 'a' }],
  ['toHappenBefore', 'b'],
  ['toHaveAttribute', 'k', 1],
  ['toHaveSpanAttribute', 'http.request.method'],
  ['toHaveAttributes', { k: 2, l: 1 }],
  ['toHaveResourceAttribute', 'service.name', 'one'],
  ['toHaveEvent', 'exception'],
  ['toHaveException'],
  ['toHaveStatus', 'ERROR', 'no'],
  ['toTakeLessThan', 0.001],
  ['toContinue', `00-${TRACE_ID}-${'1'.repeat(16)}-01`],
];
const TRACE_CALLS: typeof CALLS = [
  ['toHaveSpan', { name: 'a', attributes: { k: 2 } }],
  ['toHaveSpan', /POST/, { times: { max: 2 } }],
  ['toHaveSpanTree', { name: 'a', children: ['b', { kind: 'CLIENT' }] }],
  ['toHaveSpanTree', { name: 'a', children: [] }, { exact: true }],
  ['toHaveNoErrors'],
  ['toHaveNoRepeats', { max: 1 }],
  ['toBeComplete'],
  ['toBeUnsampled'],
  ['toPropagateAcross', 'one', 'two'],
  ['toContinue', `00-${TRACE_ID}-${'1'.repeat(16)}-01`],
  ['toTakeLessThan', 0.001],
];

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
      expect(linesOf(name, [trace, trace], given, isNot), name).toBeLessThanOrEqual(60);
    }
    const some = trace.spans.length > 200 ? [...trace.spans.slice(0, 3), ...trace.spans.slice(-3)] : trace.spans;
    for (const [name, ...given] of CALLS) expect(linesOf(name, some, given, isNot), name).toBeLessThanOrEqual(60);
  }
}

test('no matcher minds duplicates, cycles, orphans, several roots, times that go backwards, or none', () => {
  fc.assert(
    fc.property(anySpans, anySent, (spans, sent) => judgeAll(traceOf(spans, sent))),
    { numRuns: 150 },
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
    { numRuns: 300 },
  );
});

const spanId = (index: number): string => (index + 1).toString(16).padStart(16, '0');

test.each([
  ['a chain of 10,000', Array.from({ length: 10_000 }, (_, at) => ({ at, parent: at === 0 ? undefined : at - 1 }))],
  ['a fan of 20,000', Array.from({ length: 20_000 }, (_, at) => ({ at, parent: at === 0 ? undefined : 0 }))],
  ['10,000 roots', Array.from({ length: 10_000 }, (_, at) => ({ at, parent: undefined }))],
  ['10,000 orphans', Array.from({ length: 10_000 }, (_, at) => ({ at, parent: 50_000 + at }))],
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
  judgeAll(traceOf(spans));
});
