import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { ExportPlace } from '../../src/model/export-place.ts';
import { Trace } from '../../src/model/trace.ts';
import { buildTrace, type SpanSpec, TRACE_ID, verbs } from '../build-trace.ts';

/** A trace of these siblings under one root, exported in this order where one is given. */
function traceOf(children: readonly SpanSpec[], exported?: readonly string[], more: Partial<ExportPlace> = {}): Trace {
  const built = buildTrace([{ name: 'root', start: 0, ms: 500, children }]);
  const placeOf = (index: number): ExportPlace | undefined => {
    const at = exported?.indexOf(built.spans[index]?.name ?? '') ?? -1;
    return at < 0 ? undefined : { stream: 1, request: 1, group: 1, at, ...more };
  };
  return new Trace({ traceId: TRACE_ID, spans: built.spans.map(span => ({ ...span })), verbs, exportPlaceOf: placeOf });
}

const namesOf = (trace: Trace) => trace.get('root').children.map(({ name }) => name);

describe('where an SDK cuts starts to the millisecond', () => {
  const pair = (a: number, b: number): SpanSpec[] => [
    { name: 'a', start: 5, ms: a },
    { name: 'b', start: 5, ms: b },
  ];

  test('a span that ended at or before the start of the other is before it', () => {
    const trace = traceOf([
      { name: 'a', start: 5, ms: 1 },
      { name: 'b', start: 6, ms: 1 },
    ]);
    expect(trace.get('a')).toHappenBefore('b');
    expect(trace.get('b')).not.toHappenBefore('a');
  });

  test.each([0.001, 0.4, 0.999_999])('an overlap of %d ms cannot be judged', ms => {
    const trace = traceOf([
      { name: 'a', start: 5, ms },
      { name: 'b', start: 5, ms: 9 },
    ]);
    expect(() => expect(trace.get('a')).toHappenBefore('b')).toThrow(/INCOMPLETE: the spans overlap by less than 1 ms/);
    expect(() => expect(trace.get('a')).not.toHappenBefore('b')).toThrow(/INCOMPLETE/);
  });

  test('an overlap of 1 ms is one', () => {
    const trace = traceOf([
      { name: 'a', start: 5, ms: 1 },
      { name: 'b', start: 5, ms: 9 },
    ]);
    expect(trace.get('a')).not.toHappenBefore('b');
  });

  test('the order of export shows who ended first, and orders the siblings', () => {
    const trace = traceOf(pair(0.5, 0.3), ['a', 'b', 'root']);
    expect(trace.get('a')).toHappenBefore('b');
    expect(() => expect(trace.get('a')).not.toHappenBefore('b')).toThrow(/not to happen before/);
    expect(() => expect(trace.get('b')).toHappenBefore('a')).toThrow(/INCOMPLETE/);
    expect(namesOf(trace)).toEqual(['a', 'b']);
    expect(String(trace).indexOf('a  ')).toBeLessThan(String(trace).indexOf('b  '));
    expect(namesOf(traceOf(pair(0.5, 0.3), ['b', 'a', 'root']))).toEqual(['b', 'a']);
  });

  test.each<[string, (index: number) => Partial<ExportPlace>]>([
    ['of another scope', at => ({ group: at })],
    ['of another exporter', at => ({ stream: at, request: at })],
  ])('places %s show nothing: siblings are ordered by their ends', (_title, places) => {
    const built = buildTrace([{ name: 'root', start: 0, ms: 500, children: pair(0.5, 0.3) }]);
    const trace = new Trace({
      traceId: TRACE_ID,
      spans: built.spans.map(span => ({ ...span })),
      verbs,
      exportPlaceOf: at => ({ stream: 1, request: 1, group: 1, at, ...places(at) }),
    });
    expect(namesOf(trace)).toEqual(['b', 'a']);
    expect(() => expect(trace.get('a')).toHappenBefore('b')).toThrow(/INCOMPLETE/);
  });

  test('requests of one exporter follow each other', () => {
    const built = buildTrace([{ name: 'root', start: 0, ms: 500, children: pair(0.5, 0.3) }]);
    const trace = new Trace({
      traceId: TRACE_ID,
      spans: built.spans.map(span => ({ ...span })),
      verbs,
      exportPlaceOf: at => ({ stream: 1, request: built.spans[at]?.name === 'a' ? 1 : 2, group: at, at }),
    });
    expect(namesOf(trace)).toEqual(['a', 'b']);
    expect(trace.get('a')).toHappenBefore('b');
  });

  test('what is above a span began before it, and what is below may have begun in its time', () => {
    const trace = traceOf([{ name: 'a', start: 5, ms: 0.4, children: [{ name: 'c', start: 5, ms: 0.3 }] }], ['c', 'a']);
    expect(trace.get('c')).not.toHappenBefore('a');
    expect(() => expect(trace.get('a')).toHappenBefore('c')).toThrow(/INCOMPLETE/);
    expect(trace.spans.map(({ name }) => name)).toEqual(['root', 'a', 'c']);
  });
});

test('two spans of one resource in two traces show that its clock cuts', () => {
  const one = buildTrace([{ name: 'a', start: 5, ms: 0.4 }]);
  const other = buildTrace([{ name: 'b', start: 5, ms: 9 }], { traceId: 'e'.repeat(32) });
  expect(() => expect(one.get('a')).toHappenBefore(other.get('b'))).toThrow(/INCOMPLETE/);
  expect(() => expect(one.get('a')).not.toHappenBefore(other.get('b'))).toThrow(/INCOMPLETE/);
  const exact = buildTrace([{ name: 'b', start: 5.000_1, ms: 9 }], { traceId: 'e'.repeat(32) });
  expect(one.get('a')).not.toHappenBefore(exact.get('b'));
});

describe('where starts are exact', () => {
  test.each([0.000_001, 0.4])('an overlap of %d ms is one, whatever the order of export', ms => {
    const trace = traceOf(
      [
        { name: 'a', start: 5.000_5, ms },
        { name: 'b', start: 5.000_5, ms: 9 },
      ],
      ['a', 'b'],
    );
    expect(trace.get('a')).not.toHappenBefore('b');
    expect(() => expect(trace.get('a')).toHappenBefore('b')).toThrow(/to happen before/);
  });

  test('one start of a resource that is no whole millisecond is enough', () => {
    const trace = traceOf([
      { name: 'a', start: 5, ms: 0.4 },
      { name: 'b', start: 5, ms: 9 },
      { name: 'exact', start: 20.25, ms: 1 },
    ]);
    expect(trace.get('a')).not.toHappenBefore('b');
  });

  test('a single span of a resource shows nothing of its clock', () => {
    const trace = traceOf([
      { name: 'a', service: 'one', start: 5, ms: 0.4 },
      { name: 'b', service: 'two', start: 5, ms: 9, resource: { 'host.name': 'b' } },
      { name: 'more', start: 7.5 },
    ]);
    expect(trace.get('a')).not.toHappenBefore('b');
  });
});

describe('spans that began together', () => {
  test('are ordered by their ends', () => {
    const trace = traceOf([
      { name: 'long', start: 5.5, ms: 9 },
      { name: 'short', start: 5.5, ms: 1 },
      { name: 'instant', start: 5.5, ms: 0 },
    ]);
    expect(namesOf(trace)).toEqual(['instant', 'short', 'long']);
  });

  test('come after those above them, however long each took', () => {
    const trace = buildTrace([
      {
        name: 'root',
        start: 0,
        ms: 1,
        children: [
          { name: 'outer', start: 0, ms: 9, children: [{ name: 'inner', start: 0, ms: 1 }] },
          { name: 'other', start: 0, ms: 5 },
        ],
      },
    ]);
    expect(trace.spans.map(({ name }) => name)).toEqual(['root', 'other', 'outer', 'inner']);
  });

  test('in a cycle are in some order, each once', () => {
    const trace = buildTrace([
      { name: 'a', id: 'a'.repeat(16), parentId: 'b'.repeat(16), start: 1 },
      { name: 'b', id: 'b'.repeat(16), parentId: 'a'.repeat(16), start: 1 },
    ]);
    expect(trace.spans.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
