import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../src/model/attributes.ts';
import type { SpanKind } from '../../src/model/span-data.ts';
import { toXRaySegments, type XRaySegment, type XRaySegmentOptions } from '../../src/xray/index.ts';
import { judgeXRayFit } from '../../src/xray/judge-fit.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';

// The numbers are those of docs/xray.md. The golden documents hold all fields; here, each rule stands by itself.

function segmentsOf(span: SpanSpec, options?: XRaySegmentOptions): XRaySegment[] {
  return toXRaySegments(buildTrace([span]), options);
}

function segmentOf(span: SpanSpec, options?: XRaySegmentOptions): XRaySegment {
  const [segment] = segmentsOf(span, options);
  if (segment === undefined) throw new Error('no segment');
  return segment;
}

const PARENT = { parentId: 'b'.repeat(16) };

describe('rule 1: type, times and trace id', () => {
  test.each<[SpanKind, boolean, 'subsegment' | undefined]>([
    ['SERVER', true, undefined],
    ['SERVER', false, undefined],
    ['CLIENT', true, 'subsegment'],
    ['CLIENT', false, undefined],
    ['INTERNAL', true, 'subsegment'],
    ['INTERNAL', false, undefined],
    ['PRODUCER', true, 'subsegment'],
    ['CONSUMER', true, 'subsegment'],
    ['CONSUMER', false, undefined],
    ['UNSPECIFIED', true, 'subsegment'],
  ])('%s with a parent: %s gives type %s', (kind, isBelow, type) => {
    expect(segmentOf({ kind, ...(isBelow ? PARENT : {}) }).type).toBe(type);
  });

  test('times are seconds, as a double divides nanoseconds', () => {
    const times = { startTimeUnixNano: 1_793_620_801_000_000_000n, endTimeUnixNano: 1_793_620_801_250_000_000n };
    const { start_time, end_time } = segmentOf({ data: times });
    expect(start_time).toBe(1_793_620_801);
    // The nanoseconds are no double: the nearest one is 128 ns less.
    expect(end_time).toBe(1_793_620_801.249_999_8);
  });

  test('the trace id is 1-<8>-<24>', () => {
    expect(segmentOf({}).trace_id).toBe('1-4bf92f35-77b34da6a3ce929d0e0e4736');
  });
});

describe('rule 2: LOCAL_ROOT', () => {
  const attributes = { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'mailer', 'aws.remote.service': 'kafka' };

  test.each<SpanKind>(['CLIENT', 'PRODUCER', 'CONSUMER'])('%s has two documents', kind => {
    const [call, service, ...others] = segmentsOf({ kind, attributes, ...PARENT });
    expect(others).toEqual([]);
    expect(call).toMatchObject({ id: '0000000000000001', type: 'subsegment', parent_id: service?.id, name: 'kafka' });
    expect(service).toMatchObject({ parent_id: PARENT.parentId, name: 'mailer' });
    expect(service?.id).toMatch(/^[\da-f]{16}$/);
    expect(service?.type).toBeUndefined();
  });

  test.each<SpanKind>(['SERVER', 'INTERNAL'])('%s has one, a segment', kind => {
    expect(segmentsOf({ kind, attributes, ...PARENT }).map(({ type }) => type)).toEqual([undefined]);
  });

  test('another value of aws.span.kind is none', () => {
    expect(segmentsOf({ kind: 'CLIENT', attributes: { 'aws.span.kind': 'CLIENT' } })).toHaveLength(1);
  });
});

test('rule 3: the name is the first that is there', () => {
  const attributes: Record<string, string> = {
    'aws.remote.service': 'of aws.remote.service',
    'peer.service': 'of peer.service',
    'aws.service': 'of aws.service',
    'db.name': 'of db.name',
    'rpc.service': 'of rpc.service',
    'http.host': 'of http.host',
    'net.peer.name': 'of net.peer.name',
  };
  const names = ['', ...Object.keys(attributes)].map(key => {
    delete attributes[key];
    return segmentOf({ kind: 'CLIENT', name: 'own', attributes: { ...attributes } }).name;
  });
  expect(names).toEqual([
    'of aws.remote.service',
    'of peer.service',
    'of aws.service',
    'of db.name',
    'of rpc.service',
    'of http.host',
    'of net.peer.name',
    'own',
  ]);
  const server = { kind: 'SERVER', service: 'orders', attributes: { 'rpc.service': 'shop.Orders' } } as const;
  expect(segmentOf(server).name).toBe('orders');
  expect(segmentOf({ ...server, attributes: { ...server.attributes, 'db.name': 'shop' } }).name).toBe('shop');
  // Empty names are none.
  expect(segmentOf({ kind: 'CLIENT', name: 'own', attributes: { 'peer.service': '' } }).name).toBe('own');
});

test('rule 3: a connection string has a host when it is a URL', () => {
  const nameOf = (connection: string) =>
    segmentOf({ attributes: { 'db.name': 'shop', 'db.connection_string': connection } }).name;
  expect(nameOf('mysql://root:secret@db.internal:3306/x?y=1')).toBe('shop@db.internal');
  expect(nameOf('jdbc:postgresql://db.internal/x')).toBe('shop@db.internal');
  expect(nameOf('postgresql://[2001:db8::1]:5432/x')).toBe('shop@2001:db8::1');
  expect(nameOf('//db.internal/x')).toBe('shop@db.internal');
  expect(nameOf('Server=db.internal;Database=shop')).toBe('shop');
  expect(nameOf('mysql://db.internal:port/x')).toBe('shop');
  expect(nameOf('jdbc:oracle:thin:@//db.internal:1521/x')).toBe('shop');
  expect(nameOf('')).toBe('shop');
});

test('rule 4: the namespace', () => {
  const namespaceOf = (kind: SpanKind, attributes: Attributes = {}) =>
    segmentOf({ kind, attributes, ...PARENT }).namespace;
  expect(namespaceOf('CLIENT')).toBe('remote');
  expect(namespaceOf('INTERNAL')).toBeUndefined();
  expect(namespaceOf('SERVER')).toBeUndefined();
  expect(namespaceOf('PRODUCER')).toBeUndefined();
  expect(namespaceOf('CLIENT', { 'rpc.system': 'aws-api' })).toBe('aws');
  expect(namespaceOf('INTERNAL', { 'rpc.system': 'aws-api' })).toBe('aws');
  expect(namespaceOf('CLIENT', { 'aws.service': 'S3' })).toBe('aws');
  expect(namespaceOf('CLIENT', { 'aws.service': 'S3', 'peer.service': 'images' })).toBe('remote');
});

test.each<[status: number | undefined, isError: boolean, error: boolean, fault: boolean, throttle: boolean]>([
  [399, false, false, false, false],
  [399, true, false, true, false],
  [400, false, true, false, false],
  [404, true, true, false, false],
  [429, false, true, false, true],
  [499, true, true, false, false],
  [500, false, false, true, false],
  [599, false, false, true, false],
  [600, false, false, false, false],
  [600, true, false, true, false],
  [undefined, true, false, true, false],
  [undefined, false, false, false, false],
])('rule 5: HTTP status %s, ERROR: %s', (status, isError, error, fault, throttle) => {
  for (const key of ['http.status_code', 'http.response.status_code']) {
    const span: SpanSpec = {
      attributes: status === undefined ? {} : { [key]: status },
      status: { code: isError ? 'ERROR' : 'UNSET' },
      events: [{ name: 'exception', attributes: { 'exception.type': 'E' } }],
    };
    expect(segmentOf(span)).toMatchObject({ error, fault, throttle });
  }
});

test('rule 6: one exception for each event, and one for a description where there is no event', () => {
  const exception = (message: string) => ({ name: 'exception', attributes: { 'exception.message': message } });
  const status = { code: 'ERROR', message: 'said' } as const;
  const messages = (span: SpanSpec) => segmentOf(span).cause?.exceptions?.map(({ message }) => message);
  expect(messages({ status, events: [exception('a'), { name: 'retry' }, exception('b')] })).toEqual(['a', 'b']);
  expect(messages({ status })).toEqual(['said']);
  expect(messages({ status: { code: 'ERROR' } })).toBeUndefined();
  expect(messages({ status: { code: 'UNSET', message: 'said' } })).toBeUndefined();
});

test.each<[SpanKind, boolean]>([
  ['CLIENT', true],
  ['PRODUCER', true],
  ['SERVER', false],
  ['INTERNAL', false],
  ['CONSUMER', false],
])('rule 6: an exception of %s is remote: %s', (kind, remote) => {
  expect(segmentOf({ kind, events: [{ name: 'exception' }] }).cause?.exceptions?.[0]?.remote).toBe(remote);
});

test('rule 7: annotations are what is indexed, metadata is the rest', () => {
  const span: SpanSpec = {
    kind: 'SERVER',
    attributes: { 'app.a': 1, 'app.b': 2, 'enduser.id': 'u', 'aws.xray.metadata.debug': '{"rows":3}' },
  };
  expect(segmentOf(span)).not.toHaveProperty('annotations');
  expect(segmentOf(span, { indexedAttributes: ['app.a'] })).toMatchObject({
    annotations: { 'app.a': 1 },
    metadata: { default: { 'app.b': 2, 'otel.resource.service.name': 'gateway' }, debug: { rows: 3 } },
    user: 'u',
  });
  expect(segmentOf(span, { indexedAttributes: 'all' }).annotations).toEqual({
    'app.a': 1,
    'app.b': 2,
    'aws.xray.metadata.debug': '{"rows":3}',
    'otel.resource.service.name': 'gateway',
  });
  expect(segmentOf({ ...span, kind: 'INTERNAL', ...PARENT }).metadata?.default).toEqual({ 'app.a': 1, 'app.b': 2 });
});

test('rule 8: a query string may have its question mark', () => {
  const urlOf = (query: string) =>
    segmentOf({
      kind: 'SERVER',
      attributes: { 'url.scheme': 'https', 'server.address': 'shop', 'url.path': '/a', 'url.query': query },
    }).http?.request.url;
  expect(urlOf('x=1')).toBe('https://shop/a?x=1');
  expect(urlOf('?x=1')).toBe('https://shop/a?x=1');
});

test('rule 9: links have the ids of both, and attributes where there are any', () => {
  const links = [{ traceId: '5759e988bd862e3fe1be46a994272793', spanId: 'c'.repeat(16), attributes: { n: 1 } }];
  expect(segmentOf({ links }).links).toEqual([
    { trace_id: '1-5759e988-bd862e3fe1be46a994272793', id: 'c'.repeat(16), attributes: { n: 1 } },
  ]);
  expect(segmentOf({})).not.toHaveProperty('links');
});

test('rule 10: more than X-Ray takes is found', () => {
  const source = { indexedAttributes: 'all', logGroups: [], source: 'a test' } as const;
  const kindsOf = (attributes: Attributes) => {
    const trace = buildTrace([{ attributes }], { xray: source });
    return judgeXRayFit([trace], { epoch: false, except: [] }).misfits.map(({ kind }) => kind);
  };
  const numbered = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));
  // The resource is an annotation too.
  expect(kindsOf(numbered(49))).toEqual([]);
  expect(kindsOf(numbered(50))).toEqual(['annotations']);
  expect(kindsOf({ ['k'.repeat(501)]: 1 })).toEqual(['annotation-key']);
  expect(kindsOf({ k: 'x'.repeat(1_001) })).toEqual(['annotation-value']);
  expect(kindsOf({ k: 'x'.repeat(65_536) })).toEqual(['document', 'annotation-value']);
});

test('rule 11: whether a span is sampled changes no document', () => {
  const documentOf = (flags: number) => toXRaySegments(buildTrace([{ data: { flags } }]));
  expect(documentOf(0x100)).toEqual(documentOf(0x101));
});

test('rule 31: a span of which a number is none in JSON has no document, and others have', () => {
  const trace = buildTrace([{ name: 'a', children: [{ name: 'b', attributes: { deep: { list: [1, Infinity] } } }] }]);
  expect(toXRaySegments(trace).map(({ name }) => name)).toEqual(['a']);
});

test('documents are by start time of their spans, and compare as plain objects', () => {
  const trace = buildTrace([{ name: 'a', children: [{ name: 'b' }, { name: 'c' }] }]);
  const segments = toXRaySegments(trace);
  expect(segments.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(JSON.parse(JSON.stringify(segments))).toStrictEqual(segments);
});

test('a key like __proto__ is a key', () => {
  const attributes: Attributes = JSON.parse('{"__proto__":"x","app.map":{"__proto__":1}}');
  const { metadata } = segmentOf({ attributes, ...PARENT });
  expect(Object.entries(metadata?.default ?? {})).toEqual([
    ['__proto__', 'x'],
    ['app.map', JSON.parse('{"__proto__":1}')],
  ]);
});

test.each<[label: string, given: readonly unknown[], text: RegExp]>([
  ['nothing', [], /INVALID_SUBJECT: toXRaySegments\(\) takes a Trace; received undefined/],
  ['a Promise', [Promise.resolve()], /INVALID_SUBJECT.*`await` is missing/],
  ['a span', [buildTrace([{}]).spans[0]], /INVALID_SUBJECT.*span\.trace/],
  ['an unknown option', [buildTrace([{}]), { indexed: [] }], /UNKNOWN_OPTION.*indexedAttributes/],
  ['a key that is no array', [buildTrace([{}]), { indexedAttributes: 'app.id' }], /INVALID_OPTION.*'all' or an array/],
  ['an empty key', [buildTrace([{}]), { indexedAttributes: [''] }], /INVALID_OPTION.*indexedAttributes\[0\]/],
  ['an undefined option', [buildTrace([{}]), { logGroups: undefined }], /UNDEFINED_EXPECTATION/],
])('toXRaySegments refuses %s', (_, given, text) => {
  expect(() => (toXRaySegments as (...all: unknown[]) => unknown)(...given)).toThrow(text);
});
