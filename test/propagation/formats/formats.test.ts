import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BAGGAGE_LIMITS, extractBaggage, formatBaggage } from '../../../src/propagation/formats/baggage.ts';
import type {
  Carrier,
  Extraction,
  PropagatedContext,
  PropagationFormat,
} from '../../../src/propagation/formats/format.ts';
import { FORMATS } from '../../../src/propagation/formats/formats.ts';
import { fromXrayId, toXrayId } from '../../../src/propagation/formats/xray.ts';
import { runs } from '../../runs.ts';

const { w3c, xray, b3, b3multi } = FORMATS;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE}-${SPAN}-01`;
const ROOT = '1-0af76519-16cd43dd8448eb211c80319c';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const anyId = (length: number) => digits(length).filter(id => !/^0+$/.test(id));
const anySampled = fc.option(fc.boolean(), { nil: undefined });
const anyState = fc.uniqueArray(
  fc.record({
    key: fc.stringMatching(/^[a-z\d][a-z\d_\-*/@]{0,20}$/),
    value: fc.stringMatching(/^[!-+\--<>-~]{1,30}$/),
  }),
  { selector: ({ key }) => key, minLength: 1, maxLength: 32 },
);

function contextOf(extraction: Extraction): PropagatedContext {
  if (extraction.kind !== 'context') throw new Error(JSON.stringify(extraction));
  expect(extraction.refused).toEqual([]);
  return extraction.context;
}

function reasonOf(format: PropagationFormat, carrier: Carrier): string | undefined {
  const extraction = format.extract(carrier);
  return extraction.kind === 'refused' ? extraction.refused[0].reason : undefined;
}

test('what w3c injects, it extracts', () => {
  const any = fc.record(
    {
      traceId: anyId(32),
      spanId: anyId(16),
      sampled: fc.boolean(),
      random: fc.constant(true as const),
      traceState: anyState,
    },
    { requiredKeys: ['traceId', 'spanId', 'sampled'] },
  );
  fc.assert(
    fc.property(any, context => {
      expect(contextOf(w3c.extract(w3c.inject(context)))).toEqual(context);
    }),
  );
});

test('what xray injects, it extracts', () => {
  const any = fc.record({ traceId: anyId(32), spanId: fc.option(anyId(16), { nil: undefined }), sampled: anySampled });
  const fields = { Lineage: 'a87bd80c:1|68fd508a:5', Self: ROOT };
  fc.assert(
    fc.property(any, context => {
      expect(contextOf(xray.extract(xray.inject(context)))).toEqual(context);
      expect(contextOf(xray.extract(xray.inject({ ...context, fields })))).toEqual({ ...context, fields });
    }),
  );
});

test.each([b3, b3multi])('what $name injects, it extracts', format => {
  const any = fc.oneof(
    fc.record({ traceId: anyId(32), spanId: anyId(16), sampled: anySampled }),
    fc.record({ traceId: anyId(32), spanId: anyId(16), sampled: fc.constant(true), debug: fc.constant(true as const) }),
  );
  fc.assert(
    fc.property(any, context => {
      expect(contextOf(format.extract(format.inject(context)))).toEqual(context);
    }),
  );
});

test('ids of X-Ray and of W3C are each other', () => {
  fc.assert(
    fc.property(anyId(32), traceId => {
      expect(fromXrayId(toXrayId(traceId))).toEqual({ traceId });
    }),
  );
  expect(toXrayId(TRACE)).toBe(ROOT);
});

test.each(Object.values(FORMATS))('$name never throws, and what it does not take has a reason', format => {
  const piece = fc.constantFrom(
    ...[
      '00',
      'ff',
      '-',
      TRACE,
      SPAN,
      '01',
      'Root=',
      ROOT,
      ';',
      'Parent=',
      'Sampled=',
      '=',
      ',',
      ' ',
      '\u0000',
      'é',
      '1',
      'd',
      '0'.repeat(32),
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 9 }).map(parts => parts.join('')),
  );
  const value = fc.oneof(text, fc.uint8Array({ maxLength: 60 }), fc.array(text, { maxLength: 3 }));
  const carrier = fc.dictionary(fc.oneof(fc.constantFrom(...format.headers, ...w3c.headers), text), value, {
    maxKeys: 5,
  });
  fc.assert(
    fc.property(carrier, headers => {
      const extraction = format.extract(headers);
      if (extraction.kind === 'absent') return;
      for (const { header, reason } of extraction.refused) {
        expect(header).not.toBe('');
        expect(reason).not.toBe('');
      }
      if (extraction.kind !== 'context') return;
      expect(extraction.context.traceId).toMatch(/^(?!0{32})[\da-f]{32}$/);
      if (extraction.context.spanId !== undefined) expect(extraction.context.spanId).toMatch(/^(?!0{16})[\da-f]{16}$/);
    }),
    { numRuns: runs(2_000) },
  );
});

test.each([
  ['upper-case names', { TraceParent: TRACEPARENT }],
  ['blanks around', { traceparent: ` \t${TRACEPARENT}\t ` }],
  ['bytes, as Kafka has them', { traceparent: Buffer.from(TRACEPARENT) }],
  ['a list of one', { traceparent: [TRACEPARENT] }],
  ['version cc', { traceparent: `cc-${TRACE}-${SPAN}-01` }],
  ['version cc with something after', { traceparent: `cc-${TRACE}-${SPAN}-01-what-the-future-will-be-like` }],
  ['the random flag', { traceparent: `00-${TRACE}-${SPAN}-03` }],
  ['unknown flags', { traceparent: `00-${TRACE}-${SPAN}-09` }],
  ['tracestate in several headers', { traceparent: TRACEPARENT, tracestate: ['foo=1', 'bar=2,baz=3'] }],
  ['tracestate with blanks and empty members', { traceparent: TRACEPARENT, tracestate: 'foo=1 \t , ,bar=2' }],
  ['an empty tracestate', { traceparent: TRACEPARENT, tracestate: '' }],
  ['32 members', { traceparent: TRACEPARENT, tracestate: Array.from({ length: 32 }, (_, at) => `k${at}=1`).join() }],
  ['a key of 256', { traceparent: TRACEPARENT, tracestate: `${'z'.repeat(256)}=1` }],
  ['a key of a tenant', { traceparent: TRACEPARENT, tracestate: 'fw529a3039@dt=FfZP' }],
])('w3c takes %s', (_label, headers) => {
  const context = contextOf(w3c.extract(headers));
  expect(context).toMatchObject({ traceId: TRACE, spanId: SPAN, sampled: true });
  expect(context).toMatchSnapshot();
});

test.each([
  ['an empty one', ''],
  ['another version of no digits', `0g-${TRACE}-${SPAN}-01`],
  ['version ff', `ff-${TRACE}-${SPAN}-01`],
  ['version 00 with something after', `${TRACEPARENT}-extra`],
  ['version 00 with a dash after', `${TRACEPARENT}-`],
  ['version cc with another sign after', `cc-${TRACE}-${SPAN}-01.what`],
  ['a zero trace id', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['a zero parent id', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['an upper-case trace id', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
  ['a trace id with other letters', `00-${TRACE.replace('f', 'x')}-${SPAN}-01`],
  ['a parent id with other letters', `00-${TRACE}-${SPAN.replace('b', 'x')}-01`],
  ['a short trace id', `00-${TRACE.slice(1)}-${SPAN}-01`],
  ['a long trace id', `00-${TRACE}0-${SPAN}-01`],
  ['a short parent id', `00-${TRACE}-${SPAN.slice(1)}-01`],
  ['a long parent id', `00-${TRACE}-${SPAN}0-01`],
  ['short flags', `00-${TRACE}-${SPAN}-1`],
  ['flags with other letters', `00-${TRACE}-${SPAN}-0x`],
  ['upper-case flags', `00-${TRACE}-${SPAN}-0A`],
  ['blanks within', `00 -${TRACE}-${SPAN}-01`],
  ['two of them', [TRACEPARENT, TRACEPARENT]],
])('w3c refuses %s, with a reason', (_label, traceparent) => {
  expect(reasonOf(w3c, { traceparent })).toMatchSnapshot();
});

test.each([
  ['33 members', Array.from({ length: 33 }, (_, at) => `k${at}=1`).join()],
  ['a key of 257', `${'z'.repeat(257)}=1`],
  ['a value of 257', `z=${'1'.repeat(257)}`],
  ['a key twice', 'foo=1,foo=2'],
  ['an upper-case key', 'Foo=1'],
  ['a key that begins with @', '@foo=1'],
  ['a key with a blank', 'foo bar=1'],
  ['a value with =', 'foo=bar=baz'],
  ['an empty value', 'foo='],
  ['no =', 'foo'],
])('w3c throws away a tracestate with %s, and keeps the traceparent', (_label, tracestate) => {
  const extraction = w3c.extract({ traceparent: TRACEPARENT, tracestate });
  expect(extraction).toMatchObject({ kind: 'context', context: { traceId: TRACE } });
  expect(extraction).not.toHaveProperty('context.traceState');
  expect(extraction.kind === 'context' && extraction.refused).toMatchSnapshot();
});

test('a tracestate alone is no context', () => {
  expect(w3c.extract({ tracestate: 'foo=1' })).toEqual({ kind: 'absent' });
});

test.each([
  ['a full header', `Root=${ROOT};Parent=${SPAN};Sampled=1`],
  ['a decision that is deferred', `Root=${ROOT};Parent=${SPAN};Sampled=?`],
  ['no decision', `Root=${ROOT};Parent=${SPAN}`],
  ['blanks between', `Root=${ROOT}; Parent=${SPAN}; Sampled=0`],
  ['another order', `Sampled=1;Parent=${SPAN};Root=${ROOT}`],
  ['Root alone, as of a load balancer', `Root=${ROOT}`],
  ['Self, as of a load balancer that was given a Root', `Self=1-67891234-12456789abcdef012345678;Root=${ROOT}`],
  ['Lineage and a field of its own', `Root=${ROOT};Parent=${SPAN};Sampled=1;Lineage=a87bd80c:1|68fd508a:5;Tenant=acme`],
])('xray takes %s', (_label, header) => {
  expect(contextOf(xray.extract({ 'x-amzn-trace-id': header }))).toMatchSnapshot();
});

test.each([
  ['an empty one', ''],
  ['no Root', `Parent=${SPAN};Sampled=1`],
  ['a lower-case key', `root=${ROOT};Parent=${SPAN}`],
  ['a blank before =', `Root =${ROOT};Parent=${SPAN}`],
  ['another version', `Root=2${ROOT.slice(1)};Parent=${SPAN}`],
  ['a W3C id', `Root=${TRACE};Parent=${SPAN}`],
  ['a Root of zeros', `Root=1-00000000-${'0'.repeat(24)};Parent=${SPAN}`],
  ['a Parent of zeros', `Root=${ROOT};Parent=${'0'.repeat(16)}`],
  ['a short Root', `Root=${ROOT.slice(0, -1)};Parent=${SPAN}`],
  ['a short Parent', `Root=${ROOT};Parent=${SPAN.slice(1)}`],
  ['an upper-case Parent', `Root=${ROOT};Parent=${SPAN.toUpperCase()}`],
  ['another Sampled', `Root=${ROOT};Parent=${SPAN};Sampled=yes`],
  ['a part without =', `Root=${ROOT};Parent`],
  ['Root twice', `Root=${ROOT};Root=${ROOT}`],
])('xray refuses %s, with a reason', (_label, header) => {
  expect(reasonOf(xray, { 'X-Amzn-Trace-Id': header })).toMatchSnapshot();
});

test.each([
  ['one header', { b3: `${TRACE}-${SPAN}-1` }],
  ['no decision', { b3: `${TRACE}-${SPAN}` }],
  ['debug', { b3: `${TRACE}-${SPAN}-d` }],
  ['the parent of the parent', { b3: `${TRACE}-${SPAN}-0-05e3ac9a4f6e3b90` }],
  ['a trace id of 64 bits', { b3: `${TRACE.slice(16)}-${SPAN}-1` }],
  ['several headers', { 'x-b3-traceid': TRACE, 'x-b3-spanid': SPAN, 'x-b3-sampled': '1' }],
  ['debug by its flag', { 'X-B3-TraceId': TRACE, 'X-B3-SpanId': SPAN, 'X-B3-Flags': '1' }],
  ['one before several', { b3: `${TRACE}-${SPAN}-1`, 'x-b3-traceid': 'x', 'x-b3-spanid': 'y' }],
])('b3 takes %s', (_label, headers) => {
  expect(contextOf(b3.extract(headers))).toMatchSnapshot();
});

test.each([
  ['a decision alone', { b3: '0' }],
  ['no span id', { b3: TRACE }],
  ['another state', { b3: `${TRACE}-${SPAN}-x` }],
  ['a fifth part', { b3: `${TRACE}-${SPAN}-1-${SPAN}-1` }],
  ['a zero trace id', { b3: `${'0'.repeat(32)}-${SPAN}-1` }],
  ['a trace id of 31', { b3: `${TRACE.slice(1)}-${SPAN}-1` }],
  ['a parent that is none', { b3: `${TRACE}-${SPAN}-1-xyz` }],
  ['two of them', { b3: [`${TRACE}-${SPAN}-1`, `${TRACE}-${SPAN}-0`] }],
  ['several without the span', { 'x-b3-traceid': TRACE }],
  ['several without the trace', { 'x-b3-spanid': SPAN }],
  ['several with a zero span', { 'x-b3-traceid': TRACE, 'x-b3-spanid': '0'.repeat(16) }],
  ['several with another decision', { 'x-b3-traceid': TRACE, 'x-b3-spanid': SPAN, 'x-b3-sampled': 'maybe' }],
])('b3 refuses %s, with a reason', (_label, headers) => {
  const extraction = b3.extract(headers);
  expect(extraction.kind === 'refused' && extraction.refused).toMatchSnapshot();
});

test('injects one header by default, and never the parent of the parent', () => {
  const context = { traceId: TRACE, spanId: SPAN, sampled: true };
  expect(b3.inject(context)).toEqual({ b3: `${TRACE}-${SPAN}-1` });
  expect(Object.keys(b3multi.inject(context))).toEqual(['X-B3-TraceId', 'X-B3-SpanId', 'X-B3-Sampled']);
});

test('what baggage has, its header carries', () => {
  const key = fc.stringMatching(/^[!#$%&'*+\-.^_`|~\dA-Za-z]{1,12}$/);
  const entries = fc.dictionary(key, fc.string({ unit: 'grapheme' }), { minKeys: 1, noNullPrototype: true });
  fc.assert(
    fc.property(entries, values => {
      const { entries: read, refused } = extractBaggage({ baggage: formatBaggage(values) });
      expect(refused).toEqual([]);
      expect(Object.fromEntries(read.map(({ key: name, value }) => [name, value]))).toEqual(values);
    }),
  );
});

test('baggage of the size that has to be handed on is read whole', () => {
  const value = 'x'.repeat(Math.floor(BAGGAGE_LIMITS.bytes / BAGGAGE_LIMITS.members) - 5);
  const header = Array.from({ length: BAGGAGE_LIMITS.members }, (_, at) => `k${at}=${value}`).join();
  expect(extractBaggage({ baggage: header }).entries).toHaveLength(BAGGAGE_LIMITS.members);
});

test.each([
  ['properties', 'a=1;ttl=3;secret, b=2'],
  ['blanks', ' a = 1 \t, b=2 '],
  ['an equals sign in the value', 'a=b=c'],
  ['several headers', ['a=1', 'b=2']],
  ['percent-encoded text', 'a=%C3%A9%20%2C'],
  ['bytes that are no UTF-8', 'a=%FF'],
  ['a percent sign that begins no byte', 'a=100%'],
  ['a member without =', 'a=1,b'],
  ['an empty key', '=1,b=2'],
  ['a key with a blank', 'a b=1'],
  ['a quoted value', 'a="1"'],
  ['bytes beyond ASCII', 'a=é'],
])('baggage with %s', (_label, baggage) => {
  expect(extractBaggage({ Baggage: baggage })).toMatchSnapshot();
});
