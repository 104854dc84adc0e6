import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Attributes } from '../../src/model/attributes.ts';
import type { Trace } from '../../src/model/trace.ts';
import type { XRayIndexing } from '../../src/model/xray-indexing.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

type Indexed = XRayIndexing['indexedAttributes'];

function traceOf(specs: readonly SpanSpec[], indexedAttributes: Indexed = 'all', traceId?: string): Trace {
  const xray = { indexedAttributes, logGroups: [], source: 'a test' };
  return buildTrace(specs, { xray, ...(traceId === undefined ? {} : { traceId }) });
}

function traceWith(attributes: Attributes, indexedAttributes: Indexed = 'all'): Trace {
  return traceOf([{ name: 'work', parentId: 'b'.repeat(16), attributes }], indexedAttributes);
}

/** Like it, and whole: its parent is the context that was sent. */
function wholeWith(attributes: Attributes, indexedAttributes: Indexed = 'all'): Trace {
  return traceOf([{ name: 'work', attributes }], indexedAttributes);
}

/** Attributes that become that many annotations beside the one of the resource. */
function numbered(count: number, from = 0): Attributes {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, index]));
}

test.each<[label: string, fits: Attributes, not: Attributes, text: RegExp]>([
  ['50 annotations', numbered(49), numbered(50), /The trace has 51 annotations\. X-Ray indexes 50/],
  ['a key of 500', { ['k'.repeat(500)]: 1 }, { ['k'.repeat(501)]: 1 }, /501 characters\. X-Ray takes 500/],
  ['a value of 1,000', { k: 'x'.repeat(1_000) }, { k: 'x'.repeat(1_001) }, /1,001 characters\. X-Ray takes 1,000/],
  ['a value of 1,000 that are two in JavaScript', { k: '😀'.repeat(1_000) }, { k: '😀'.repeat(1_001) }, /1,001/],
  ['keys of letters, digits, dots and _', { 'a.B_9': 1 }, { 'a-b': 1 }, /attribute a-b becomes annotation a_b/],
  ['types that annotations have', { k: true, l: 1.5 }, { k: [1] }, /attribute k is indexed and an array/],
  ['bytes', { k: 'AQ==' }, { k: new Uint8Array([1]) }, /attribute k is indexed and bytes/],
  ['numbers that JSON has', { k: 1e300 }, { k: Number.POSITIVE_INFINITY }, /drops the span.*is NaN or infinite/],
])('%s', (_, fits, not, text) => {
  const [whole, cut] = [wholeWith(fits), wholeWith(not)];
  expect(whole).toFitXRay();
  expect(() => expect(whole).not.toFitXRay()).toThrow('Received:  1 document that fits');
  expect(cut).not.toFitXRay();
  expect({ trace: cut }).toEqual({ trace: expect.not.toFitXRay() });
  expect(failureOf(() => expect(cut).toFitXRay()).replace(/\n +/g, ' ')).toMatch(text);
});

test('two keys that become one lose a value', () => {
  const text = failureOf(() => expect(wholeWith({ 'a-b': 1, 'a/b': 2, a_b: 3 })).toFitXRay());
  expect(text).toContain('attributes a-b, a/b and a_b become one annotation, a_b');
});

test('what is not indexed can have any key, type and length', () => {
  expect(wholeWith({ 'a-b': 1, 'a/b': [1], k: 'x'.repeat(5_000), ...numbered(80) }, [])).toFitXRay();
});

test('annotations count over the whole trace, the same key and value once', () => {
  const spans = (attributes: readonly Attributes[]): SpanSpec[] => [
    { name: 'a', children: attributes.map((one, index) => ({ name: `b${index}`, attributes: one })) },
  ];
  expect(traceOf(spans(Array.from({ length: 20 }, () => numbered(49))))).toFitXRay();
  expect(traceOf(spans([numbered(30), numbered(20, 30)]))).not.toFitXRay();
  expect(traceOf(spans(Array.from({ length: 51 }, (_, index) => ({ k: index }))))).not.toFitXRay();
});

test('a document of 64 kB', () => {
  const empty = 500;
  expect(wholeWith({ k: 'x'.repeat(65_536 - empty) }, [])).toFitXRay();
  expect(failureOf(() => expect(wholeWith({ k: 'x'.repeat(65_536) }, [])).toFitXRay())).toMatch(
    /the document has 65,\d{3} bytes\. X-Ray takes 65,536/,
  );
  // The exporter escapes these: six bytes each.
  expect(wholeWith({ k: '<'.repeat(12_000) }, [])).not.toFitXRay();
  expect(wholeWith({ k: '('.repeat(12_000) }, [])).toFitXRay();
});

test.each<[label: string, spec: SpanSpec, text: RegExp]>([
  ['a name of the span that is too long', { name: 'x'.repeat(201) }, /the name has 201 bytes\. X-Ray takes 200/],
  ['bytes count, not characters', { name: 'é'.repeat(101) }, /the name has 202 bytes/],
  ['characters that the exporter removes', { name: 'GET /{id}' }, /"\{\}": the exporter makes it "GET \/id"/],
  [
    'a name of an attribute that is too long',
    { kind: 'CLIENT', attributes: { 'peer.service': 'x'.repeat(201) } },
    /the name has 201 characters.*\(of peer\.service\)/,
  ],
  [
    'characters that nobody removes',
    { kind: 'SERVER', service: 'orders (eu)' },
    /\(of service\.name\) has characters.*"\(\)": X-Ray does not take them/,
  ],
])('names: %s', (_, spec, text) => {
  const trace = traceOf([spec], []);
  expect(trace).not.toFitXRay();
  expect(failureOf(() => expect(trace).toFitXRay()).replace(/\n +/g, ' ')).toMatch(text);
});

test('names of 200 and of all characters that X-Ray knows fit', () => {
  expect(traceOf([{ name: 'x'.repeat(200) }])).toFitXRay();
  expect(traceOf([{ name: 'Größe 9 _.:/%&#=+-@' }])).toFitXRay();
  expect(traceOf([{ kind: 'SERVER', service: 'x'.repeat(200) }])).toFitXRay();
});

test('epoch: ids begin with the time of the trace', () => {
  // The traces end at 12:00:01.010 on 2026-11-02.
  const idAt = (seconds: number) => `${seconds.toString(16)}${'a'.repeat(24)}`;
  const now = 1_793_620_801;
  const day = 86_400;
  for (const [seconds, fits] of [
    [now, true],
    [now - 27 * day, true],
    [now - 29 * day, false],
    [now + 240, true],
    [now + 400, false],
  ] as const) {
    const trace = traceOf([{ name: 'work' }], [], idAt(seconds));
    expect(trace).toFitXRay();
    if (fits) expect(trace).toFitXRay({ epoch: true });
    else expect(trace).not.toFitXRay({ epoch: true });
  }
  const linking = traceOf([{ links: [{ traceId: idAt(now - 40 * day) }, { traceId: idAt(now) }] }], [], idAt(now));
  expect(failureOf(() => expect(linking).toFitXRay({ epoch: true }))).toContain('a link to trace id');
});

test('except: spans that need not fit', () => {
  const trace = traceOf([{ name: 'work', children: [{ name: 'GET /{id}', scope: { name: 'express' } }] }]);
  expect(trace).not.toFitXRay();
  expect(trace).toFitXRay({ except: { scope: 'express' } });
  expect(trace).not.toFitXRay({ except: 'work' });
  for (const assert of [
    () => expect(trace).toFitXRay({ except: /./ }),
    () => expect(trace).not.toFitXRay({ except: /./ }),
  ])
    expect(failureOf(assert)).toContain('no span that is judged, 2 spans excepted');
});

test('a trace that is not whole may lack what does not fit', () => {
  const half = traceWith({});
  expect(failureOf(() => expect(half).toFitXRay())).toContain('INCOMPLETE: the trace did not arrive whole');
  expect(failureOf(() => expect(half).not.toFitXRay())).toContain('INCOMPLETE: the trace did not arrive whole');
  expect(traceWith({ 'a-b': 1 })).not.toFitXRay();
});

test('of several traces, all must fit', () => {
  const [good, bad] = [wholeWith({}), wholeWith({ 'a-b': 1 })];
  expect([good, good]).toFitXRay();
  expect([good, bad]).not.toFitXRay();
});

test('the same of several spans is told once, and a trace of a receiver that was told nothing indexes nothing', () => {
  const children = [1, 2, 3].map(() => ({ name: 'load {item}', attributes: { 'a-b': [1] } }));
  const trace = buildTrace([{ name: 'work', children }]);
  expect(failureOf(() => expect(trace).toFitXRay())).toMatchInlineSnapshot(`
    "expect(trace).toFitXRay()

    Expected:  the trace to fit into X-Ray: nothing cut off, changed or dropped
    Received:  1 thing that X-Ray or the exporter would not keep
    Indexed:   no attribute, the exporter's default: the receiver has no option xray

    1. "load {item}" (gateway, INTERNAL) and 2 more: the name "load {item}" has characters that X-Ray does not know,
       "{}": the exporter makes it "load item".
       Fix: use letters, digits, blanks and _ . : / % & # = + - @ only.

    trace 4bf92f35, 1 service, 4 spans, 13 ms
    gateway  INTERNAL  work            10 ms
    gateway  INTERNAL  ├─ load {item}  10 ms  <- its name
    gateway  INTERNAL  ├─ load {item}  10 ms  <- its name
    gateway  INTERNAL  └─ load {item}  10 ms  <- its name

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});
