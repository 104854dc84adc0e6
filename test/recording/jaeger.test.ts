import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readAll, tempFolder } from './temp-files.ts';

const { write } = tempFolder();

interface TagJson {
  key: string;
  type?: string;
  value: unknown;
}

interface JaegerSpanJson {
  [key: string]: unknown;
  tags?: TagJson[];
}

const SHORT_ID = '00f067aa0ba902b7';
const TRACE_ID = `0000000000000000${SHORT_ID}`;

/** A span as Jaeger's API answers it; ids are counted up. */
function span(id: number, fields: JaegerSpanJson = {}): JaegerSpanJson {
  return {
    traceID: SHORT_ID,
    spanID: id.toString(16).padStart(16, '0'),
    operationName: `op ${id}`,
    references: [],
    startTime: 1_793_620_801_000_000 + id,
    duration: 1500,
    tags: [],
    logs: [],
    processID: 'p1',
    warnings: null,
    ...fields,
  };
}

function childOf(id: number, refType = 'CHILD_OF', traceID = SHORT_ID) {
  return { refType, traceID, spanID: id.toString(16).padStart(16, '0') };
}

function trace(...spans: JaegerSpanJson[]) {
  const processes = {
    p1: { serviceName: 'shop', tags: [{ key: 'host.name', type: 'string', value: 'h1' }] },
    p2: { serviceName: 'payment', tags: [] },
  };
  return { traceID: SHORT_ID, spans, processes, warnings: null };
}

async function readSpan(fields: JaegerSpanJson) {
  const [read] = await readAll(write('one.json', { data: [trace(span(1, fields))] }));
  const [first] = read?.spans ?? [];
  if (read === undefined || first === undefined) throw new Error('no span was read');
  return { trace: read, span: first };
}

describe('a file of Jaeger', () => {
  it('is a tree with ids of full length, in nanoseconds', async () => {
    const file = write('tree.json', {
      data: [
        trace(
          span(1, { tags: [{ key: 'span.kind', type: 'string', value: 'server' }], flags: 1 }),
          span(2, { references: [childOf(1)], processID: 'p2' }),
        ),
      ],
      total: 0,
      limit: 0,
      offset: 0,
      errors: null,
    });
    const [read, ...others] = await readAll(file);
    expect(others).toStrictEqual([]);
    expect(String(read)).toMatchInlineSnapshot(`
      "trace 00000000, 2 services, 2 spans, 1.5 ms
      shop     SERVER       op 1     1.5 ms
      payment  UNSPECIFIED  └─ op 2  1.5 ms"
    `);
    expect(read?.get('op 1')).toMatchObject({
      traceId: TRACE_ID,
      spanId: '0000000000000001',
      parentSpanId: undefined,
      flags: 1,
      kind: 'SERVER',
      startTimeUnixNano: 1_793_620_801_000_001_000n,
      endTimeUnixNano: 1_793_620_801_001_501_000n,
      attributes: {},
      resource: { attributes: { 'service.name': 'shop', 'host.name': 'h1' } },
      status: { code: 'UNSET', message: '' },
    });
    expect(read?.get('op 2').parent?.name).toBe('op 1');
    expect(read?.problems).toStrictEqual([]);
  });

  it('may be one trace, an array of traces, or a trace a line; indented or compressed', async () => {
    const one = trace(span(1));
    const two = { ...one, spans: [span(1, { traceID: 'b' }), span(2, { traceID: 'b' })] };
    const contents = {
      one: one,
      array: [one, two],
      lines: `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`,
      indented: JSON.stringify({ data: [one, two] }, undefined, 2),
      zipped: gzipSync(JSON.stringify({ data: [one, two] })),
    };
    const found: Record<string, string[]> = {};
    for (const [name, content] of Object.entries(contents)) {
      const traces = await readAll(write(`${name}.json`, content));
      found[name] = traces.map(read => `${read.traceId.replace(/^0+/, '')}: ${read.spans.length}`);
    }
    const both = ['f067aa0ba902b7: 1', 'b: 2'];
    expect(found).toStrictEqual({ one: both.slice(0, 1), array: both, lines: both, indented: both, zipped: both });
  });

  it('has attributes of every type', async () => {
    const tags: TagJson[] = [
      { key: 's', type: 'string', value: 'text' },
      { key: 'b', type: 'bool', value: true },
      { key: 'bt', type: 'bool', value: 'false' },
      { key: 'i', type: 'int64', value: 42 },
      { key: 'big', type: 'int64', value: '9007199254740993' },
      { key: 'f', type: 'float64', value: 0.5 },
      { key: 'whole', type: 'float64', value: 3 },
      { key: 'bin', type: 'binary', value: 'AQL/' },
      { key: 'plain', value: 'untyped' },
      { key: '__proto__', type: 'string', value: 'a key' },
    ];
    const { span: read } = await readSpan({ tags });
    expect(Object.entries(read.attributes)).toStrictEqual([
      ['s', 'text'],
      ['b', true],
      ['bt', false],
      ['i', 42],
      ['big', 9007199254740993n],
      ['f', 0.5],
      ['whole', 3],
      ['bin', new Uint8Array([1, 2, 255])],
      ['plain', 'untyped'],
      ['__proto__', 'a key'],
    ]);
  });

  it('keeps every digit of a long number', async () => {
    const text = JSON.stringify({ data: [trace(span(1, { tags: [{ key: 'n', type: 'int64', value: 0 }] }))] });
    const [read] = await readAll(write('digits.json', text.replace('"value":0', '"value":9007199254740993')));
    expect(read?.spans[0]?.attributes).toStrictEqual({ n: 9007199254740993n });
  });

  it.each<[string, TagJson[], object]>([
    ['error: true', [{ key: 'error', type: 'bool', value: true }], { status: { code: 'ERROR', message: '' } }],
    ['error: false', [{ key: 'error', type: 'bool', value: false }], { attributes: { error: false } }],
    [
      'a status with a description',
      [
        { key: 'otel.status_code', type: 'string', value: 'ERROR' },
        { key: 'otel.status_description', type: 'string', value: 'declined' },
        { key: 'error', type: 'bool', value: true },
      ],
      { status: { code: 'ERROR', message: 'declined' }, attributes: {} },
    ],
    [
      'status OK',
      [{ key: 'otel.status_code', type: 'string', value: 'OK' }],
      { status: { code: 'OK', message: '' }, attributes: {} },
    ],
    [
      'a scope',
      [
        { key: 'otel.scope.name', type: 'string', value: 'http' },
        { key: 'otel.scope.version', type: 'string', value: '1.2.3' },
      ],
      { scope: { name: 'http', version: '1.2.3' }, attributes: {} },
    ],
    [
      'a scope by its older name',
      [{ key: 'otel.library.name', type: 'string', value: 'grpc' }],
      { scope: { name: 'grpc', version: '' } },
    ],
    ['a trace state', [{ key: 'w3c.tracestate', type: 'string', value: 'v=1' }], { traceState: 'v=1', attributes: {} }],
    [
      'a dropped count',
      [{ key: 'otel.dropped_events_count', type: 'int64', value: 3 }],
      { droppedEventsCount: 3, attributes: {} },
    ],
    ['no kind', [], { kind: 'UNSPECIFIED' }],
    ['an unknown kind', [{ key: 'span.kind', value: 'proxy' }], { attributes: { 'span.kind': 'proxy' } }],
  ])('gives back what a tag stands for: %s', async (_name, tags, expected) => {
    expect((await readSpan({ tags })).span).toMatchObject(expected);
  });

  it('takes logs as events', async () => {
    const field = (key: string, value: string) => ({ key, type: 'string', value });
    const logs = [
      { timestamp: 1_793_620_801_000_007, fields: [field('event', 'retry'), field('why', 'timeout')] },
      { timestamp: 1_793_620_801_000_008, fields: [field('exception.type', 'TypeError')] },
      { timestamp: 1_793_620_801_000_009, fields: [field('message', 'hello')] },
    ];
    expect((await readSpan({ logs })).span.events).toStrictEqual([
      {
        name: 'retry',
        timeUnixNano: 1_793_620_801_000_007_000n,
        attributes: { why: 'timeout' },
        droppedAttributesCount: 0,
      },
      {
        name: 'exception',
        timeUnixNano: 1_793_620_801_000_008_000n,
        attributes: { 'exception.type': 'TypeError' },
        droppedAttributesCount: 0,
      },
      {
        name: '',
        timeUnixNano: 1_793_620_801_000_009_000n,
        attributes: { message: 'hello' },
        droppedAttributesCount: 0,
      },
    ]);
  });

  it('takes the first CHILD_OF as the parent, and every other reference as a link', async () => {
    const references = [childOf(7, 'FOLLOWS_FROM'), childOf(8), childOf(9), childOf(10, 'CHILD_OF', 'c')];
    const { span: read } = await readSpan({ references });
    expect(read.parentSpanId).toBe('0000000000000008');
    expect(
      read.links.map(link => `${link.traceId.replace(/^0+/, '')} ${link.spanId.replace(/^0+/, '')}`),
    ).toStrictEqual(['f067aa0ba902b7 7', 'f067aa0ba902b7 9', 'c a']);
  });

  it('is a root when it only follows from another span', async () => {
    const { trace: read, span: only } = await readSpan({ references: [childOf(7, 'FOLLOWS_FROM')] });
    expect([only.parentSpanId, only.links.length, read.roots.length]).toStrictEqual([undefined, 1, 1]);
  });

  it('says so when a span names a process that is not there', async () => {
    const { trace: read } = await readSpan({ processID: 'p9' });
    expect(read.problems).toMatchObject([
      { field: 'resource', rule: 'is one of the processes of its trace (processID)', service: 'unknown_service' },
    ]);
  });

  it('takes a process that a span brings along, and the parent id of older versions', async () => {
    const process = { serviceName: 'own', tags: [] };
    const { span: read } = await readSpan({ process, processID: undefined, parentSpanID: 'ab' });
    expect([read.service, read.parentSpanId]).toStrictEqual(['own', '00000000000000ab']);
  });

  it('drops a span that is repeated, and keeps one that only shares the id', async () => {
    const [read] = await readAll(
      write('repeats.json', { data: [trace(span(1), span(1), span(1, { operationName: 'other' }))] }),
    );
    expect(read?.spans.map(({ name }) => name)).toStrictEqual(['op 1', 'other']);
    expect(read?.problems).toMatchObject([{ field: 'spanId', rule: 'is unique in its trace' }]);
  });
});
