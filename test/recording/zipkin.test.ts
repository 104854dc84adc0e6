import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import { readAll, tempFolder } from './temp-files.ts';

const { write } = tempFolder();

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

/** A span of Zipkin's v2 API. */
function span(id: number, fields: Record<string, unknown> = {}) {
  return {
    traceId: TRACE_ID,
    id: id.toString(16).padStart(16, '0'),
    name: `op ${id}`,
    timestamp: 1_793_620_801_000_000 + id,
    duration: 1500,
    localEndpoint: { serviceName: 'shop' },
    ...fields,
  };
}

const idOf = (id: number) => id.toString(16).padStart(16, '0');

async function readOne(...spans: object[]): Promise<Trace> {
  const [read, ...others] = await readAll(write('one.json', spans));
  if (read === undefined || others.length > 0) throw new Error('not one trace');
  return read;
}

/** `child < parent`, by name and service. */
function edges(trace: Trace): string[] {
  return trace.spans.map(({ name, service, parent }) => `${name} (${service}) < ${parent?.name ?? '-'}`).sort();
}

describe('a file of Zipkin', () => {
  it('is a tree in nanoseconds', async () => {
    const read = await readOne(
      span(1, { kind: 'SERVER' }),
      span(2, { parentId: idOf(1), kind: 'CLIENT', tags: { 'http.method': 'GET', n: '1' } }),
    );
    expect(String(read)).toMatchInlineSnapshot(`
      "trace 4bf92f35, 1 service, 2 spans, 1.5 ms
      shop  SERVER  op 1     1.5 ms
      shop  CLIENT  └─ op 2  1.5 ms"
    `);
    expect(read.get('op 2')).toMatchObject({
      traceId: TRACE_ID,
      spanId: idOf(2),
      parentSpanId: idOf(1),
      flags: 0,
      kind: 'CLIENT',
      startTimeUnixNano: 1_793_620_801_000_002_000n,
      endTimeUnixNano: 1_793_620_801_001_502_000n,
      attributes: { 'http.method': 'GET', n: '1' },
      resource: { attributes: { 'service.name': 'shop' } },
    });
    expect(read.problems).toStrictEqual([]);
  });

  it('may be an array of spans, of traces, or a span a line', async () => {
    const other = { traceId: 'c'.padStart(16, '0') };
    const spans = [span(1), span(2, other), span(3, { parentId: idOf(1) }), span(4, other)];
    const contents = {
      spans,
      traces: [
        [spans[0], spans[2]],
        [spans[1], spans[3]],
      ],
      lines: spans.map(one => JSON.stringify(one)).join('\n'),
      indented: JSON.stringify(spans, undefined, 2),
    };
    for (const [name, content] of Object.entries(contents)) {
      const read = await readAll(write(`${name}.json`, content));
      expect(read.map(trace => [trace.traceId, trace.spans.length])).toStrictEqual([
        [TRACE_ID, 2],
        ['0000000000000000000000000000000c', 2],
      ]);
    }
  });

  it('has kinds, and INTERNAL without one', async () => {
    const kinds = ['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER', undefined];
    const read = await readOne(...kinds.map((kind, index) => span(index + 1, { kind })));
    expect(read.spans.map(one => one.kind)).toStrictEqual(['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER', 'INTERNAL']);
  });

  it('has endpoints as attributes, annotations as events', async () => {
    const read = await readOne(
      span(1, {
        localEndpoint: { serviceName: 'shop', ipv4: '10.0.0.1', port: 80 },
        remoteEndpoint: { serviceName: 'mysql', ipv6: '::1', port: 3306 },
        annotations: [
          { timestamp: 1_793_620_801_000_003, value: 'retry' },
          { timestamp: 1_793_620_801_000_004, value: '"cache miss": {"key":"a","n":2}' },
        ],
      }),
    );
    expect(read.spans[0]?.attributes).toStrictEqual({
      'network.local.address': '10.0.0.1',
      'network.local.port': 80,
      'network.peer.address': '::1',
      'network.peer.port': 3306,
      'peer.service': 'mysql',
    });
    expect(read.spans[0]?.events).toStrictEqual([
      { name: 'retry', timeUnixNano: 1_793_620_801_000_003_000n, attributes: {}, droppedAttributesCount: 0 },
      {
        name: 'cache miss',
        timeUnixNano: 1_793_620_801_000_004_000n,
        attributes: { key: 'a', n: 2 },
        droppedAttributesCount: 0,
      },
    ]);
  });

  it.each<[string, Record<string, string>, object]>([
    ['error with a text', { error: 'declined' }, { status: { code: 'ERROR', message: 'declined' }, attributes: {} }],
    ['error without', { error: '' }, { status: { code: 'ERROR', message: '' }, attributes: {} }],
    ['error: true', { error: 'true' }, { status: { code: 'ERROR', message: '' } }],
    ['error: false', { error: 'false' }, { status: { code: 'UNSET', message: '' }, attributes: { error: 'false' } }],
    ['a status code', { 'otel.status_code': 'OK' }, { status: { code: 'OK', message: '' }, attributes: {} }],
    [
      'a status code and error',
      { 'otel.status_code': 'ERROR', error: 'down' },
      { status: { code: 'ERROR', message: 'down' }, attributes: {} },
    ],
    [
      'a scope',
      { 'otel.scope.name': 'http', 'otel.scope.version': '1' },
      { scope: { name: 'http', version: '1' }, attributes: {} },
    ],
    ['a dropped count', { 'otel.dropped_attributes_count': '2' }, { droppedAttributesCount: 2, attributes: {} }],
  ])('gives back what a tag stands for: %s', async (_name, tags, expected) => {
    expect((await readOne(span(1, { tags }))).spans[0]).toMatchObject(expected);
  });

  it.each<[string, string, object]>([
    [
      'an event',
      'exception|{"exception.message":"a|b","n":2}|3',
      { name: 'exception', attributes: { 'exception.message': 'a|b', n: 2 }, droppedAttributesCount: 3 },
    ],
    ['an event without attributes', 'retry|{}|0', { name: 'retry', attributes: {} }],
    ['text that looks like one', 'a|b|0', { name: 'a|b|0', attributes: {} }],
    ['text with a list', 'a|[1]|0', { name: 'a|[1]|0', attributes: {} }],
    ['text without a count', 'a|{}|many', { name: 'a|{}|many', attributes: {} }],
  ])('reads annotations as the Collector writes them: %s', async (_name, value, expected) => {
    const read = await readOne(span(1, { annotations: [{ timestamp: 1_793_620_801_000_003, value }] }));
    expect(read.spans[0]?.events).toMatchObject([expected]);
  });

  it('reads the tags in which the Collector writes status, kind and links', async () => {
    const other = 'd'.repeat(32);
    const read = await readOne(
      span(1, {
        tags: {
          error: 'true',
          'otel.status_code': 'STATUS_CODE_ERROR',
          'otel.status_description': 'declined',
          'otlp.link.0': `${other}|${idOf(8)}|vendor=one|{"link.note":"a|b"}|2`,
          'otlp.link.1': `${other}|${idOf(9)}||{}|0`,
          'span.kind': 'internal',
        },
      }),
      span(2, { tags: { 'otel.status_code': 'STATUS_CODE_OK', 'otlp.link.0': 'of another kind', 'span.kind': 'odd' } }),
    );
    expect(read.get('op 1')).toMatchObject({
      kind: 'INTERNAL',
      status: { code: 'ERROR', message: 'declined' },
      links: [
        {
          traceId: other,
          spanId: idOf(8),
          traceState: 'vendor=one',
          attributes: { 'link.note': 'a|b' },
          droppedAttributesCount: 2,
          flags: 0,
        },
        { traceId: other, spanId: idOf(9), traceState: '', attributes: {}, droppedAttributesCount: 0, flags: 0 },
      ],
    });
    expect(read.get('op 1').attributes).toStrictEqual({});
    expect(read.get('op 2')).toMatchObject({ status: { code: 'OK' }, links: [] });
    expect(read.get('op 2').attributes).toStrictEqual({ 'otlp.link.0': 'of another kind', 'span.kind': 'odd' });
  });

  it('says so when a time is beyond what nanoseconds can tell', async () => {
    const read = await readOne(span(1, { timestamp: 2 ** 60 }), span(2, { duration: '18446744073709551' }));
    expect(read.problems).toMatchObject([
      { field: 'timestamp', rule: 'is in microseconds, below 2^64 nanoseconds' },
      { field: 'startTimeUnixNano', code: 'IMPOSSIBLE_TIME' },
      { field: 'endTimeUnixNano', code: 'IMPOSSIBLE_TIME' },
      { field: 'duration', rule: 'ends below 2^64 nanoseconds' },
    ]);
  });

  describe('with a span id that client and server share', () => {
    const payment = { localEndpoint: { serviceName: 'payment' } };
    const call = [
      span(1, { name: 'GET /', kind: 'SERVER' }),
      span(2, { name: 'call payment', kind: 'CLIENT', parentId: idOf(1) }),
      span(2, { name: 'POST /charge', kind: 'SERVER', parentId: idOf(1), shared: true, ...payment }),
      span(3, { name: 'query', parentId: idOf(2), ...payment }),
      span(4, { name: 'read answer', parentId: idOf(2) }),
    ];
    const EDGES = [
      'GET / (shop) < -',
      'POST /charge (payment) < call payment',
      'call payment (shop) < GET /',
      'query (payment) < POST /charge',
      'read answer (shop) < call payment',
    ];

    it.each([
      ['as they were', call],
      ['the other way round', [...call].reverse()],
      ['with the server reported twice', [...call, call[2] as object]],
    ])('puts the server below the client, and its work below it: %s', async (_name, spans) => {
      const read = await readOne(...spans);
      expect(edges(read)).toStrictEqual(EDGES);
      expect(read.problems).toStrictEqual([]);
      expect(read.spans.map(({ flags }) => flags)).toStrictEqual([0, 0, 0, 0, 0]);
    });

    it('does so for spans all over the file, and for a trace that is whole', async () => {
      const other = call.map(one => ({ ...one, traceId: 'd'.repeat(32) }));
      const mixed = call.flatMap((one, index) => [one, other[index]]);
      for (const content of [mixed, [call, other], mixed.map(one => JSON.stringify(one)).join('\n')]) {
        for (const trace of await readAll(write('all-over.json', content))) expect(edges(trace)).toStrictEqual(EDGES);
      }
    });

    it('gives the server the same id each time', async () => {
      const ids = [await readOne(...call), await readOne(...call)].map(read => read.get('POST /charge').spanId);
      expect(ids[0]).toMatch(/^[0-9a-f]{16}$/);
      expect(ids[1]).toBe(ids[0]);
    });

    it('keeps the id of a server whose client is not in the file', async () => {
      const read = await readOne(...call.filter(one => one.name !== 'call payment'));
      expect(edges(read)).toContain('POST /charge (payment) < GET /');
      expect(edges(read)).toContain('query (payment) < POST /charge');
      expect(read.problems).toStrictEqual([]);
    });

    it('gives each of several servers an id of its own', async () => {
      const mail = { ...call[2], name: 'mail', localEndpoint: { serviceName: 'mailer' } };
      const read = await readOne(...call, mail);
      expect(edges(read)).toStrictEqual([...EDGES, 'mail (mailer) < call payment'].sort());
      expect(read.problems).toStrictEqual([]);
    });
  });
});
