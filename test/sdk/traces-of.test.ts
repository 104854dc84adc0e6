import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT_CONTEXT, type SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { TraceState } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type {} from '../../matchers/vitest.ts';
import { readTraces } from '../../src/index.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { toOtlpJson } from '../../src/recording/to-otlp-json.ts';
import { writeTraces } from '../../src/recording/write-traces.ts';
import { type ReadableSpan, tracesOf } from '../../src/sdk/index.ts';
import { SDK_VERSIONS, type SdkVersion } from './sdk-versions.ts';

expect.extend({ ...matchers });

const LONG_AGO: [number, number] = [1_700_000_000, 123_456_789];
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const remote: SpanContext = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true };

/** A tracer of this SDK, and the traces of what it recorded. */
function recording({ provider, memory, simple }: SdkVersion) {
  const exporter = memory();
  const tracer = provider({ processors: [simple(exporter)] }).getTracer('shop', '1.2.3');
  return { tracer, exporter, traces: () => tracesOf(exporter.getFinishedSpans()) };
}

/** A recorded span with some fields replaced. */
function spanWith(fields: object, { tracer, exporter } = recording(SDK_VERSIONS['2.x'])): ReadableSpan {
  tracer.startSpan('work').end();
  const [span] = exporter.getFinishedSpans();
  if (span === undefined) throw new Error('no span was recorded');
  return new Proxy(span as ReadableSpan, {
    get: (target, key) => Reflect.get(key in fields ? fields : target, key, target),
  });
}

describe('what the exporter of the SDK sends', () => {
  test('and what tracesOf reads are the same, field by field', async () => {
    const receiver = await startReceiver({ grpcPort: false });
    const memory = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes(
        { 'service.name': 'shop', 'host.id': Promise.resolve('h-1'), 'host.cores': [1, 2] },
        { schemaUrl: 'https://opentelemetry.io/schemas/1.30.0' },
      ),
      spanProcessors: [
        new SimpleSpanProcessor(memory),
        new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${receiver.httpUrl}/v1/traces` })),
      ],
      spanLimits: { attributeCountLimit: 10, eventCountLimit: 2, linkCountLimit: 2, attributePerEventCountLimit: 1 },
    });
    const tracer = provider.getTracer('shop', '1.2.3', { schemaUrl: 'https://example.org/scope' });
    const context = trace.setSpanContext(ROOT_CONTEXT, { ...remote, traceState: new TraceState('a=1,b=2') });
    const root = tracer.startSpan('POST /orders', { kind: SpanKind.SERVER, startTime: LONG_AGO }, context);
    root.setAttributes({
      text: 'grün',
      yes: true,
      whole: 3,
      negativeZero: -0,
      part: 3.25,
      notANumber: Number.NaN,
      large: 2 ** 60,
      texts: ['a', 'b'],
      mixed: [1, null, 2],
      empty: [],
    });
    root.setAttribute('one too many', 1);
    // Some versions of the SDK refuse these in setAttribute(); their exporters send them all the same.
    const values = { bytes: new Uint8Array([1, 2, 255]), nested: { city: 'Ulm', codes: [1, { deep: null }] } };
    Object.assign((root as unknown as ReadableSpan).attributes, { ...values, nothing: undefined });
    root.addEvent('retry', { attempt: 1, dropped: 2 }, [1_700_000_000, 223_456_789]);
    root.addEvent('without', [1_700_000_000, 323_456_789]);
    root.recordException(new Error('declined'));
    root.addLink({ context: { ...remote, spanId: 'a'.repeat(16) }, attributes: { why: 'batch' } });
    root.addLink({ context: { ...remote, traceFlags: 0, isRemote: false } });
    root.addLink({ context: { ...remote } });
    root.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' });
    const kinds = [SpanKind.INTERNAL, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER];
    for (const kind of kinds) {
      const child = tracer.startSpan(`kind ${kind}`, { kind }, trace.setSpan(context, root));
      child.setStatus({ code: SpanStatusCode.OK });
      child.end();
    }
    root.end([1_700_000_001, 0]);
    await provider.forceFlush();
    const sent = receiver.traces.find(({ traceId }) => traceId === TRACE_ID);
    const [read] = tracesOf(memory.getFinishedSpans());
    deepStrictEqual(toOtlpJson(read ?? []), toOtlpJson(sent ?? []));
    // What was not sent did not arrive, so no time of it is long before its arrival.
    const rules = sent?.problems
      .map(({ field, rule }) => `${field} ${rule}`)
      .filter(rule => !/of its arrival/.test(rule));
    expect(read?.problems.map(({ field, rule }) => `${field} ${rule}`)).toStrictEqual(rules);
    expect(read?.get('POST /orders')).toMatchObject({
      kind: 'SERVER',
      flags: 0x301,
      traceState: 'a=1,b=2',
      status: { code: 'ERROR', message: 'declined' },
      startTimeUnixNano: 1_700_000_000_123_456_789n,
      droppedAttributesCount: 1,
      resource: { attributes: { 'host.id': 'h-1' }, schemaUrl: 'https://opentelemetry.io/schemas/1.30.0' },
      scope: { schemaUrl: 'https://example.org/scope' },
    });
    await provider.shutdown();
    await receiver.stop();
  });
});

describe.each(Object.entries(SDK_VERSIONS))('spans of SDK %s', (version, sdk) => {
  test('become a trace with all fields', () => {
    const { tracer, traces } = recording(sdk);
    const root = tracer.startSpan('POST /orders', { kind: SpanKind.SERVER, startTime: LONG_AGO }, ROOT_CONTEXT);
    const child = tracer.startSpan(
      'charge card',
      { kind: SpanKind.CLIENT, startTime: LONG_AGO, attributes: { 'app.amount': 1999, tags: ['a', 'b'] } },
      trace.setSpan(ROOT_CONTEXT, root),
    );
    child.addEvent('retry', { attempt: 2 }, LONG_AGO);
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' });
    child.end([1_700_000_000, 223_456_789]);
    root.end([1_700_000_000, 323_456_789]);
    const [only, ...others] = traces();
    expect(others).toStrictEqual([]);
    expect(only).toBeComplete();
    expect(only).toHaveSpanTree({
      name: 'POST /orders',
      kind: 'SERVER',
      children: [{ name: 'charge card', kind: 'CLIENT', status: { code: 'ERROR', message: 'declined' } }],
    });
    const charge = only?.get('charge card');
    expect(charge).toBeChildOf('POST /orders');
    expect(charge).toTakeLessThan(101);
    expect(charge).toHaveEvent('retry', { attempt: 2 });
    expect(charge).toMatchObject({
      service: 'shop',
      startTimeUnixNano: 1_700_000_000_123_456_789n,
      endTimeUnixNano: 1_700_000_000_223_456_789n,
      attributes: { 'app.amount': 1999, tags: ['a', 'b'] },
      scope: { name: 'shop', version: '1.2.3' },
      // SDK 1.x does not say whether the parent is remote.
      flags: version === '1.x' ? 0x001 : 0x101,
    });
  });

  test('have a root where their parent is remote, and an orphan where it is local and missing', () => {
    const { tracer, traces } = recording(sdk);
    const server = tracer.startSpan('GET /', { kind: SpanKind.SERVER }, trace.setSpanContext(ROOT_CONTEXT, remote));
    tracer.startSpan('query', { kind: SpanKind.CLIENT }, trace.setSpan(ROOT_CONTEXT, server)).end();
    expect(traces()[0]?.orphans.map(({ name }) => name)).toStrictEqual(['query']);
    expect(traces()[0]).not.toBeComplete();
    expect(() => expect(traces()[0]).not.toHaveSpan('other')).toThrow('INCOMPLETE');
    server.end();
    const [whole] = traces();
    expect(whole?.roots.map(({ name, parentSpanId }) => [name, parentSpanId])).toStrictEqual([['GET /', SPAN_ID]]);
    expect(whole).toBeComplete();
    expect(whole).not.toHaveSpan('other');
  });

  test('may have a parent that is remote and among them: a service that calls itself', () => {
    const { tracer, traces } = recording(sdk);
    const client = tracer.startSpan('GET', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
    const sent = trace.setSpanContext(ROOT_CONTEXT, { ...client.spanContext(), isRemote: true });
    tracer.startSpan('GET /', { kind: SpanKind.SERVER }, sent).end();
    client.end();
    expect(traces()[0]?.get('GET /')).toBeChildOf('GET');
  });

  test('of several traces stay apart, in the order of first appearance, and know their links', () => {
    const { tracer, traces } = recording(sdk);
    const send = tracer.startSpan('send', { kind: SpanKind.PRODUCER }, ROOT_CONTEXT);
    send.end();
    const links = [{ context: send.spanContext() }];
    tracer.startSpan('handle', { kind: SpanKind.CONSUMER, links }, ROOT_CONTEXT).end();
    const [sent, handled] = traces();
    expect([sent?.spans[0]?.name, handled?.spans[0]?.name]).toStrictEqual(['send', 'handle']);
    expect(handled?.get('handle')).toBeLinkedTo({ name: 'send', kind: 'PRODUCER' });
    expect(sent?.linked).toStrictEqual([handled]);
    expect(handled?.linked).toStrictEqual([]);
  });

  test('are copied: later changes of the SDK spans change nothing', () => {
    const { tracer, exporter, traces } = recording(sdk);
    tracer.startSpan('work', { attributes: { list: ['a'], key: 'before' } }).end();
    const [only] = traces();
    const attributes = exporter.getFinishedSpans()[0]?.attributes as { list: string[]; key: string };
    attributes.list.push('b');
    attributes.key = 'after';
    expect(only?.spans[0]?.attributes).toEqual({ list: ['a'], key: 'before' });
    expect(() => Object.assign(only?.spans[0]?.attributes ?? {}, { key: 'after' })).toThrow(TypeError);
  });

  test('are masked in texts, judged for personal data, written to files and turned into OTLP JSON', async () => {
    const person = canary.person();
    const { tracer, traces } = recording(sdk);
    const context = trace.setSpanContext(ROOT_CONTEXT, remote);
    tracer.startSpan('mail', { kind: SpanKind.CONSUMER, attributes: { to: person.email } }, context).end();
    const [only] = traces();
    expect(only).toLeak(person);
    expect(only).not.toBeFreeOfPii();
    expect(String(only) + JSON.stringify(only)).not.toContain(String(person.email));
    expect(JSON.stringify(toOtlpJson(only ?? []))).toContain(String(person.email));
    const folder = mkdtempSync(join(tmpdir(), 'tracewright-'));
    const file = join(folder, 'mail.jsonl');
    await writeTraces(file, only ?? []);
    for await (const read of readTraces(file)) {
      deepStrictEqual(toOtlpJson(read), toOtlpJson(only ?? []));
      expect(read).toBeComplete();
    }
    rmSync(folder, { recursive: true });
  });
});

describe('in SDK 1.x, which does not say whether a parent is remote', () => {
  const cases: [kind: keyof typeof SpanKind, isOrphan: boolean][] = [
    ['SERVER', false],
    ['CONSUMER', false],
    ['INTERNAL', true],
    ['CLIENT', true],
    ['PRODUCER', true],
  ];
  test.each(cases)('a span of kind %s with a parent that is not there: orphan %s', (kind, isOrphan) => {
    const { tracer, traces } = recording(SDK_VERSIONS['1.x']);
    tracer.startSpan('work', { kind: SpanKind[kind] }, trace.setSpanContext(ROOT_CONTEXT, remote)).end();
    expect(traces()[0]?.orphans).toHaveLength(isOrphan ? 1 : 0);
  });

  test('an entry span shows that the parent is remote for its siblings too', () => {
    const { tracer, traces } = recording(SDK_VERSIONS['1.x']);
    const context = trace.setSpanContext(ROOT_CONTEXT, remote);
    tracer.startSpan('work', {}, context).end();
    tracer.startSpan('GET /', { kind: SpanKind.SERVER }, context).end();
    expect(
      traces()[0]
        ?.roots.map(({ name }) => name)
        .sort(),
    ).toStrictEqual(['GET /', 'work']);
  });
});

describe('values that OTLP has no place for', () => {
  const cyclic: Record<string, unknown> = { name: 'a' };
  cyclic.self = cyclic;
  const shared = { city: 'Ulm' };
  let deep: unknown = 'bottom';
  for (let level = 0; level < 200; level++) deep = [deep];
  const cases: [what: string, value: unknown, read: unknown, problem: string | undefined][] = [
    ['undefined', undefined, null, undefined],
    ['null', null, null, undefined],
    ['a function', () => 1, null, undefined],
    ['a hole in an array', new Array(1), [null], undefined],
    ['a bigint that is safe as a number', 5n, 5, undefined],
    ['a bigint beyond', 2n ** 62n, 2n ** 62n, undefined],
    ['a number beyond int64', 1e21, 1e21, 'is an int64, -2^63 to 2^63 - 1 (received 1e+21)'],
    ['a lone surrogate', 'a\ud800', 'a\ufffd', 'is valid UTF-8'],
    ['an object in itself', cyclic, { name: 'a', self: null }, 'does not contain itself'],
    ['an object twice', [shared, shared], [{ city: 'Ulm' }, { city: 'Ulm' }], undefined],
    ['bytes of a Buffer', Buffer.from('ab'), new Uint8Array([97, 98]), undefined],
  ];
  test.each(cases)('%s', (_what, value, read, problem) => {
    const [only] = tracesOf([spanWith({ attributes: { value } })]);
    expect(only?.spans[0]?.attributes).toEqual({ value: read });
    expect(only?.problems.map(({ rule }) => rule)).toStrictEqual(problem === undefined ? [] : [problem]);
  });

  test('nesting that is too deep is cut off, with a problem', () => {
    const [only] = tracesOf([spanWith({ attributes: { value: deep } })]);
    expect(only?.problems.map(({ rule }) => rule)).toStrictEqual(['is nested at most 100 levels deep']);
  });

  test('a key that is an inherited name', () => {
    const attributes = JSON.parse('{"__proto__": 1, "constructor": 2}') as object;
    const [only] = tracesOf([spanWith({ attributes })]);
    expect(Object.entries(only?.spans[0]?.attributes ?? {})).toStrictEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });

  const broken: [what: string, fields: object, field: string][] = [
    ['a kind', { kind: 9 }, 'kind'],
    ['a status code', { status: { code: 7 } }, 'code'],
    ['a negative time', { startTime: [-1, 0] }, 'startTimeUnixNano'],
    ['a dropped count', { droppedEventsCount: 3 }, 'droppedEventsCount'],
    ['a link id', { links: [{ context: { traceId: 'x', spanId: SPAN_ID, traceFlags: 0 } }] }, 'links[0].traceId'],
  ];
  test.each(broken)('%s is a problem', (_what, fields, field) => {
    expect(tracesOf([spanWith(fields)])[0]?.problems.map(problem => problem.field)).toStrictEqual([field]);
  });
});

describe('tracesOf refuses', () => {
  const span = spanWith({});
  const open = recording(SDK_VERSIONS['2.x']).tracer.startSpan('open');
  const [made] = tracesOf([span]);
  const pending = resourceFromAttributes({ 'service.name': new Promise<string>(() => {}) });
  const cases: [what: string, given: unknown, code: string, text: RegExp][] = [
    ['a Promise', Promise.resolve([]), 'INVALID_SUBJECT', /received a Promise\. Await it first/],
    ['undefined', undefined, 'INVALID_SUBJECT', /received undefined/],
    ['an empty array', [], 'NO_TRACES', /received an empty array\. No span has reached the exporter/],
    ['an exporter', new InMemorySpanExporter(), 'INVALID_SUBJECT', /exporter\.getFinishedSpans\(\)\./],
    ['the method uncalled', () => [], 'INVALID_SUBJECT', /received a function\. Call it/],
    ['one span', span, 'INVALID_SUBJECT', /Pass an array: \[span\]/],
    ['a trace', made, 'INVALID_SUBJECT', /Pass it to the matchers as it is/],
    ['our own spans', made?.spans, 'INVALID_SUBJECT', /element 0 is a Span of tracewright/],
    ['other objects', [span, { name: 'x' }], 'INVALID_SUBJECT', /element 1 is an object without spanContext\(\)/],
    ['a hole', new Array(1), 'INVALID_SUBJECT', /element 0 is undefined/],
    [
      'a span that has not ended',
      [span, open],
      'INVALID_SUBJECT',
      /the span "open" \(element 1\) has not\. Call its end/,
    ],
    [
      'a span that is not sampled',
      [trace.wrapSpanContext(remote)],
      'INVALID_SUBJECT',
      /name must be a string; received undefined\. A span that is not sampled records nothing/,
    ],
    [
      'a span without a time',
      [spanWith({ endTime: 5 })],
      'INVALID_SUBJECT',
      /endTime must be \[seconds, nanoseconds\]/,
    ],
    ['a pending resource', [spanWith({ resource: pending })], 'INVALID_SUBJECT', /Await span\.resource\.waitForAsync/],
    [
      'ids that are not valid',
      [spanWith({ spanContext: () => ({ traceId: '0'.repeat(32), spanId: SPAN_ID, traceFlags: 1 }) })],
      'INVALID_SUBJECT',
      /traceId is all zero/,
    ],
  ];
  test.each(cases)('%s', (_what, given, code, text) => {
    expect(() => tracesOf(given as ReadableSpan[])).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(text) }) as Error,
    );
  });
});
