import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../src/model/attributes.ts';
import type { SpanKind, StatusCode } from '../../src/model/span-data.ts';
import type { Trace } from '../../src/model/trace.ts';
import { compileMasks, type MaskOptions } from '../../src/query/mask-volatile.ts';
import { normaliseTraces } from '../../src/query/normalise-trace.ts';
import { traceSnapshotText } from '../../src/report/trace-snapshot-text.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { cpuMs } from '../cpu-ms.ts';

function textOf(trace: Trace | readonly Trace[], options?: MaskOptions): string {
  const traces = Array.isArray(trace) ? (trace as readonly Trace[]) : [trace as Trace];
  return traceSnapshotText(normaliseTraces(traces, compileMasks(options, 'test')));
}

function attributesOf(attributes: Attributes, options?: MaskOptions): string[] {
  const [, ...lines] = textOf(buildTrace([{ name: 'x', attributes }]), options).split('\n');
  return lines.map(line => line.trim());
}

test('is the spans from the roots down, with their attributes, events and links', () => {
  const trace = checkoutTrace({ captured: { allowOrphans: true } }, [
    { name: 'lost', parentId: 'abcdef0123456789', links: [{ spanId: '0000000000000001' }, {}] },
    {
      service: 'payments',
      kind: 'CONSUMER',
      name: 'charge "card"',
      status: { code: 'ERROR', message: 'connect ECONNREFUSED 127.0.0.1:43117' },
      scope: { name: '@opentelemetry/instrumentation-amqplib', version: '0.50.0' },
      resource: { 'process.pid': 4711, 'telemetry.sdk.version': '2.12.1', 'deployment.environment.name': 'test' },
      events: [
        { name: 'exception', attributes: { 'exception.type': 'Refused', 'exception.stacktrace': 'at a.js:1:2' } },
      ],
      links: [
        { spanId: '0000000000000002', attributes: { 'messaging.message.id': 'm-1' } },
        { traceId: 'a'.repeat(32) },
      ],
    },
  ]);
  expect(textOf(trace)).toMatchInlineSnapshot(`
    "gateway SERVER "POST /checkout" by test #1
      gateway CLIENT "POST" by test #2
        orders SERVER "POST /orders" by test
          orders CLIENT "POST" by test
              server.address = "payments"
              server.port = <port>
              url.full = "http://payments:<port>/charge?sig=***#1"
            payments CONSUMER "charge \\"card\\"" by @opentelemetry/instrumentation-amqplib, ERROR "connect ECONNREFUSED 127.0.0.1:<port>"
                event "exception"
                  exception.stacktrace = <stack trace>
                  exception.type = "Refused"
                link to #2
                  messaging.message.id = <id>
                link to another trace
          orders CLIENT "SELECT orders" by test
              db.system = "postgresql"
          orders CLIENT "SELECT orders" by test
              db.system = "postgresql"
    (parent missing) orders INTERNAL "lost" by test
        link to #1
        link to a span that is not here

    resource of payments
        deployment.environment.name = "test"
        telemetry.sdk.version = <version>"
  `);
});

interface Node {
  readonly above: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: StatusCode;
  readonly attributes: Attributes;
}

/** Where and when the nodes stand this time: an order, start times and ids. */
interface Run {
  readonly order: readonly number[];
  readonly starts: readonly number[];
  readonly salt: number;
}

type Link = readonly [from: number, to: number];

function build(nodes: readonly Node[], links: readonly Link[], { order, starts, salt }: Run): Trace {
  const idOf = (node: number) => (node * 1_000 + salt + 1).toString(16).padStart(16, '0');
  const specs: SpanSpec[] = nodes.map(({ name, kind, status, attributes, above }, index) => ({
    id: idOf(index),
    ...(above < 0 ? {} : { parentId: idOf(above) }),
    name,
    kind,
    status: { code: status },
    attributes,
    start: starts[index] ?? 0,
    links: links.filter(([from]) => from === index).map(([, to]) => ({ spanId: idOf(to) })),
  }));
  return buildTrace(order.flatMap(index => specs[index] ?? []));
}

/** Few names and values, so that many spans are alike. */
const nodes = fc
  .array(
    fc.record({
      up: fc.nat(),
      name: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom<SpanKind>('INTERNAL', 'SERVER'),
      status: fc.constantFrom<StatusCode>('UNSET', 'ERROR'),
      attributes: fc.constantFrom<Attributes>({}, {}, { k: 1 }, { k: '1' }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map(list => list.map(({ up, ...node }, index) => ({ ...node, above: index === 0 ? -1 : (up % (index + 1)) - 1 })));

const runOf = (length: number): fc.Arbitrary<Run> =>
  fc.record({
    order: fc.shuffledSubarray(
      Array.from({ length }, (_, index) => index),
      { minLength: length, maxLength: length },
    ),
    starts: fc.array(fc.nat({ max: 50 }), { minLength: length, maxLength: length }),
    salt: fc.nat({ max: 900 }),
  });

const scenario = nodes.chain(list => fc.tuple(fc.constant(list), runOf(list.length), runOf(list.length)));

test('is the same for any timing and any ids', () => {
  fc.assert(
    fc.property(scenario, ([list, one, other]) => {
      expect(textOf(build(list, [], other))).toBe(textOf(build(list, [], one)));
    }),
  );
});

test('is the same with links too, where spans are told apart by name', () => {
  const linked = scenario.chain(drawn =>
    fc.tuple(fc.constant(drawn), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 })),
  );
  fc.assert(
    fc.property(linked, ([[list, one, other], pairs]) => {
      const named = list.map((node, index) => ({ ...node, name: `n${index}` }));
      const links = pairs.map(([from, to]): Link => [from % list.length, to % list.length]);
      expect(textOf(build(named, links, other))).toBe(textOf(build(named, links, one)));
    }),
  );
});

test('differs when a name, a kind, a status, an attribute or a parent differs', () => {
  const changes: readonly ((node: Node) => Node)[] = [
    node => ({ ...node, name: 'c' }),
    node => ({ ...node, kind: node.kind === 'SERVER' ? 'CLIENT' : 'SERVER' }),
    node => ({ ...node, status: node.status === 'ERROR' ? 'OK' : 'ERROR' }),
    node => ({ ...node, attributes: { k: 2 } }),
    node => ({ ...node, attributes: { ...node.attributes, more: null } }),
  ];
  fc.assert(
    fc.property(scenario, fc.nat(), fc.constantFrom(...changes), ([list, one, other], at, change) => {
      const changed = list.map((node, index) => (index === at % list.length ? change(node) : node));
      expect(textOf(build(changed, [], other))).not.toBe(textOf(build(list, [], one)));
    }),
  );
  fc.assert(
    fc.property(scenario, fc.nat(), fc.nat(), ([list, one, other], at, to) => {
      const named = list.map((node, index) => ({ ...node, name: `n${index}` }));
      const moved = at % list.length;
      const above = moved === 0 ? -1 : (to % (moved + 1)) - 1;
      const changed = named.map((node, index) => (index === moved ? { ...node, above } : node));
      const isSame = above === named[moved]?.above;
      expect(textOf(build(changed, [], other)) === textOf(build(named, [], one))).toBe(isSame);
    }),
  );
});

describe('of twins that links alone tell apart', () => {
  const plain = { kind: 'INTERNAL', status: 'UNSET', attributes: {} } as const;

  test('each consumer keeps its producer', () => {
    const list: Node[] = [{ ...plain, above: -1, name: 'batch' }];
    const links: Link[] = [];
    for (let index = 0; index < 6; index++) {
      list.push({ ...plain, above: 0, name: 'send' });
      list.push({ ...plain, above: 0, name: 'receive' });
      list.push({ ...plain, above: list.length - 1, name: 'process' });
      links.push([list.length - 1, list.length - 3]);
    }
    fc.assert(
      fc.property(runOf(list.length), runOf(list.length), (one, other) => {
        expect(textOf(build(list, links, other))).toBe(textOf(build(list, links, one)));
      }),
    );
  });

  test('the producer to which nothing links is told from those that have a consumer', () => {
    const list: Node[] = ['batch', 'send', 'send', 'send', 'receive', 'receive'].map((name, index) => ({
      ...plain,
      name,
      above: index === 0 ? -1 : 0,
    }));
    const links: Link[] = [
      [4, 2],
      [5, 3],
    ];
    fc.assert(
      fc.property(runOf(list.length), runOf(list.length), (one, other) => {
        expect(textOf(build(list, links, other))).toBe(textOf(build(list, links, one)));
      }),
    );
    const same: Link[] = [
      [4, 2],
      [5, 2],
    ];
    const order = [0, 1, 2, 3, 4, 5];
    const run = { order, starts: order, salt: 0 };
    expect(textOf(build(list, same, run))).not.toBe(textOf(build(list, links, run)));
  });
});

test('numbers only spans that are linked to, so that a new span changes no other line', () => {
  const links = [{ spanId: '00000000000000aa' }];
  const target: SpanSpec = { name: 'send', id: '00000000000000aa' };
  const before = textOf(buildTrace([{ name: 'top', children: [target, { name: 'work', links }] }]));
  const after = textOf(buildTrace([{ name: 'top', children: [{ name: 'new' }, target, { name: 'work', links }] }]));
  expect(after.split('\n').filter(line => !before.split('\n').includes(line))).toEqual([
    '  gateway INTERNAL "new" by test',
  ]);
  expect(before).toContain('link to #1');
});

test('several traces are in the order of what they hold, and links between them are kept', () => {
  const sending = buildTrace([{ name: 'send', kind: 'PRODUCER', id: '00000000000000aa' }], { traceId: 'a'.repeat(32) });
  const link = { traceId: 'a'.repeat(32), spanId: '00000000000000aa' };
  const receiving = buildTrace([{ name: 'receive', service: 'mailer', links: [link] }], { traceId: 'b'.repeat(32) });
  expect(textOf([sending, receiving])).toBe(textOf([receiving, sending]));
  expect(textOf([sending, receiving])).toMatchInlineSnapshot(`
    "trace
    mailer INTERNAL "receive" by test
        link to #1

    trace
    gateway PRODUCER "send" by test #1"
  `);
  expect(textOf(receiving)).toContain('link to another trace');
});

test.each<[why: string, key: string, values: readonly [unknown, unknown], shown: string]>([
  ['a port', 'server.port', [43117, 43118], '<port>'],
  ['a peer port of the old conventions', 'net.sock.peer.port', [1, 2], '<port>'],
  ['a process id', 'process.pid', [1, 2], '<process id>'],
  ['a thread', 'thread.name', ['worker-1', 'worker-2'], '<thread>'],
  ['a version of an SDK', 'telemetry.sdk.version', ['2.0.0', '2.1.0'], '<version>'],
  ['a stack trace', 'exception.stacktrace', ['at a', 'at b'], '<stack trace>'],
  ['a place in the source', 'code.line.number', [1, 2], '<source position>'],
  ['a message id', 'messaging.message.id', ['a', 'b'], '<id>'],
  ['an offset', 'messaging.kafka.offset', [1, 2], '<offset>'],
  ['a size', 'http.response.body.size', [100, 101], '<size>'],
  ['a trace context', 'http.request.header.traceparent', [['00-a'], ['00-b']], '<trace context>'],
  [
    'a port in a URL',
    'url.full',
    ['http://orders:8083/x?y=1', 'http://orders:9/x?y=1'],
    '"http://orders:<port>/x?y=1"',
  ],
  ['a port of an IPv6 URL', 'http.url', ['http://[::1]:80/', 'http://[::1]:8/'], '"http://[::1]:<port>/"'],
  ['a port after a host', 'http.host', ['orders:8083', 'orders:8084'], '"orders:<port>"'],
  [
    'a port in a text',
    'app.error',
    ['to 127.0.0.1:80 failed', 'to 127.0.0.1:81 failed'],
    '"to 127.0.0.1:<port> failed"',
  ],
  [
    'an address that a network of containers gave',
    'url.full',
    ['http://172.18.0.5:80/', 'http://172.18.0.6:80/'],
    '"http://<ip address>:<port>/"',
  ],
  ['a version in a user agent', 'user_agent.original', ['curl/8.5.0', 'curl/8.6.1'], '"curl/<version>"'],
  [
    'a UUID',
    'app.order',
    ['o-0188d0f0-4b1c-7e2a-9d3f-2b1c4d5e6f70', 'o-0288d0f0-4b1c-7e2a-9d3f-2b1c4d5e6f70'],
    '"o-<uuid>"',
  ],
  ['a ULID', 'app.order', ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01BRZ3NDEKTSV4RRFFQ69G5FAV'], '"<ulid>"'],
  ['an id in hex', 'app.span', ['x:00f067aa0ba902b7', 'x:00f067aa0ba902b8'], '"x:<hex id>"'],
  ['a time', 'app.at', ['2026-11-02T12:00:01.000Z', '2026-11-03T12:00:01Z'], '"<time>"'],
  ['a time in milliseconds', 'app.at', [1_793_620_801_000, 1_793_620_802_000], '<time>'],
])('masks %s by default', (_why, key, [one, other], shown) => {
  expect(attributesOf({ [key]: one } as Attributes)).toEqual([`${key} = ${shown}`]);
  expect(attributesOf({ [key]: other } as Attributes)).toEqual([`${key} = ${shown}`]);
});

test.each<[why: string, attributes: Attributes, lines: readonly string[]]>([
  ['a host with a port of its own', { 'app.peer': 'payments:8083' }, ['app.peer = "payments:8083"']],
  ['a ratio', { 'app.ratio': '12:30' }, ['app.ratio = "12:30"']],
  ['a number', { 'app.amount': 4200 }, ['app.amount = 4200']],
  ['a big integer', { 'app.big': 2n ** 60n }, ['app.big = 1152921504606846976']],
  ['text that is a number', { 'app.amount': '4200' }, ['app.amount = "4200"']],
  [
    'a list, a map and bytes',
    { a: [1, 'x'], b: { d: null, c: true }, e: new Uint8Array([1, 2]) },
    ['a = [1, "x"]', 'b = { c: true, d: null }', 'e = 2 bytes 0102'],
  ],
  ['a key with blanks', { 'a = b': 1 }, ['"a = b" = 1']],
  ['a status code', { 'http.response.status_code': 200 }, ['http.response.status_code = 200']],
  ['a version of a protocol', { 'network.protocol.version': '1.1' }, ['network.protocol.version = "1.1"']],
])('keeps %s', (_why, attributes, lines) => {
  expect(attributesOf(attributes)).toEqual(lines);
});

test('masks what else it is told to, by key and by text, and keeps what it is told to', () => {
  const attributes = {
    'app.order.id': 'ord-17',
    'app.note': 'for ord-17',
    'server.port': 8083,
    'url.full': 'http://a:1/',
  };
  expect(attributesOf(attributes, { mask: ['app.*.id', /ord-\d+/], keep: ['server.port', /^http:/] })).toEqual([
    'app.note = "for <masked>"',
    'app.order.id = <masked>',
    'server.port = 8083',
    'url.full = "http://a:1/"',
  ]);
});

test('a long text is cut, and still told from another that begins alike', () => {
  const [one] = attributesOf({ k: `${'x'.repeat(1_000)}a` });
  const [other] = attributesOf({ k: `${'x'.repeat(1_000)}b` });
  expect(one).toMatch(/^k = "x{400}\.\.\." \(1,001 characters\) \(sha256 [\da-f]{8}\)$/);
  expect(other).not.toBe(one);
});

test('a chain of 10,000 spans and a row of 50,000 are a matter of seconds', () => {
  const chain = build(
    Array.from({ length: 10_000 }, (_, index) => ({
      above: index - 1,
      name: 'deep',
      kind: 'INTERNAL',
      status: 'UNSET',
      attributes: {},
    })),
    [],
    { order: Array.from({ length: 10_000 }, (_, index) => index), starts: [], salt: 0 },
  );
  const row = buildTrace([
    {
      name: 'wide',
      children: Array.from({ length: 50_000 }, (_, index) => ({ name: `n${index % 7}`, attributes: { index } })),
    },
  ]);
  const began = cpuMs();
  expect(textOf(chain)).toContain('[9999 deep] gateway INTERNAL "deep"');
  expect(textOf(row).split('\n')).toHaveLength(100_001);
  expect(cpuMs() - began).toBeLessThan(15_000);
});
