import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../../src/collector/build-trace.ts';
import type { TraceTree } from '../../src/collector/trace-tree.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('what is left out', () => {
  test('a span is INTERNAL, UNSET, sampled, of an unknown service, and starts now', () => {
    const before = Date.now();
    const trace = buildTrace({ name: 'work' });
    const [span] = trace.spans;
    expect(span).toMatchObject({
      name: 'work',
      kind: 'INTERNAL',
      status: { code: 'UNSET', message: '' },
      service: 'unknown_service',
      parentSpanId: undefined,
      flags: 0x101,
      durationMs: 1,
    });
    const startMs = Number((span?.startTimeUnixNano ?? 0n) / 1_000_000n);
    expect(startMs).toBeGreaterThanOrEqual(before);
    expect(startMs).toBeLessThanOrEqual(Date.now());
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace).toBeComplete();
  });

  test('ids are fresh each time', () => {
    const [a, b] = [buildTrace({ name: 'work' }), buildTrace({ name: 'work' })];
    expect(a.traceId).not.toBe(b.traceId);
    expect(a.spans[0]?.spanId).not.toBe(b.spans[0]?.spanId);
  });

  test('children take place within their parent, one after the other', () => {
    const trace = buildTrace({ name: 'a', children: [{ name: 'b', durationMs: 5 }, { name: 'c' }] });
    const offset = (name: string) => Number(trace.get(name).startTimeUnixNano - trace.get('a').startTimeUnixNano) / 1e6;
    expect([offset('b'), offset('c')]).toEqual([0, 5]);
    expect(trace.get('a').durationMs).toBe(7);
    expect(trace.get('b')).toHappenBefore(trace.get('c'));
  });

  test('a child is of the service and resource of its parent, unless it names another service', () => {
    const trace = buildTrace({
      name: 'a',
      service: 'shop',
      resource: { 'service.version': '7' },
      children: [{ name: 'b' }, { name: 'c', service: 'db' }],
    });
    expect(trace.get('b').resource).toBe(trace.get('a').resource);
    expect(trace.get('c').resource.attributes).toEqual({ 'service.name': 'db' });
    expect([trace.get('b').flags, trace.get('c').flags]).toEqual([0x101, 0x301]);
  });
});

describe('what is given', () => {
  test('every field is taken', () => {
    const link = buildTrace({ name: 'elsewhere' }).get('elsewhere');
    const trace = buildTrace(
      {
        name: 'a',
        service: 'shop',
        kind: 'SERVER',
        spanId: '00f067aa0ba902b7',
        traceState: 'ot=th:8',
        attributes: { n: 1, list: ['x', null], map: { deep: true }, bytes: new Uint8Array([1]), big: 2n ** 62n },
        events: [{ name: 'exception', attributes: { 'exception.type': 'E' }, offsetMs: 2 }],
        links: [link, { traceId: ID, spanId: '00f067aa0ba902b7' }],
        status: { code: 'ERROR', message: 'no stock' },
        durationMs: 20,
        children: [{ name: 'b', startOffsetMs: 30, durationMs: 10 }],
      },
      { traceId: ID, startTime: 1_793_620_801_000 },
    );
    const a = trace.get('a');
    expect(trace.traceId).toBe(ID);
    expect(a.spanId).toBe('00f067aa0ba902b7');
    expect(a.startTimeUnixNano).toBe(1_793_620_801_000_000_000n);
    expect(a.durationMs).toBe(20);
    expect(a).toHaveAttributes({ n: 1, list: ['x', null], map: { deep: true } });
    expect(a.events).toMatchObject([{ name: 'exception', timeUnixNano: 1_793_620_801_002_000_000n }]);
    expect(a.links.map(({ spanId }) => spanId)).toEqual([link.spanId, '00f067aa0ba902b7']);
    expect(a).toHaveStatus('ERROR');
    expect(trace.get('b').traceState).toBe('ot=th:8');
    expect(trace.get('b').startTimeUnixNano - a.startTimeUnixNano).toBe(30_000_000n);
  });

  test('the same seed gives the same ids, and another seed others', () => {
    const ids = (seed: number | string) =>
      buildTrace({ name: 'a', children: [{ name: 'b' }] }, { seed }).spans.map(span => [span.traceId, span.spanId]);
    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids('7'));
  });

  test('a trace of more than one second ends now', () => {
    const trace = buildTrace({ name: 'slow', durationMs: 6_000 });
    const endMs = Number((trace.spans[0]?.endTimeUnixNano ?? 0n) / 1_000_000n);
    expect(Math.abs(endMs - Date.now())).toBeLessThan(1_000);
  });

  test('several roots make one trace', () => {
    const trace = buildTrace([{ name: 'a' }, { name: 'b' }]);
    expect(trace.roots.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('a trace under a span of another continues it', () => {
    const parent = buildTrace({ name: 'a' }).get('a');
    const trace = buildTrace({ name: 'b', service: 'other' }, { parent });
    expect(trace.traceId).toBe(parent.traceId);
    expect(trace.get('b').parentSpanId).toBe(parent.spanId);
    expect(trace).toBeComplete();
  });

  test('the given objects can change later without changing the trace', () => {
    const attributes = { list: ['a'] };
    const trace = buildTrace({ name: 'a', attributes });
    attributes.list.push('b');
    expect(trace.get('a')).toHaveAttribute('list', ['a']);
  });
});

describe('misuse', () => {
  const own = { name: 'a', children: [] as TraceTree[] };
  own.children.push(own);
  const wrong: readonly (readonly [string, unknown, unknown?])[] = [
    ['nothing', undefined],
    ['a text', 'work'],
    ['no root', []],
    ['no name', { kind: 'SERVER' }],
    ['an unknown field', { name: 'a', childs: [] }],
    ['an unknown field of a child', { name: 'a', children: [{ name: 'b', atributes: {} }] }],
    ['an unknown kind', { name: 'a', kind: 'SERVR' }],
    ['an unknown status', { name: 'a', status: 'FAILED' }],
    ['an undefined field', { name: 'a', service: undefined }],
    ['an undefined attribute', { name: 'a', attributes: { 'app.order.id': undefined } }],
    ['a Date as an attribute', { name: 'a', attributes: { at: new Date(0) } }],
    ['a canary as an attribute', { name: 'a', attributes: { who: canary.person({ seed: 7 }) } }],
    ['an integer of 65 bits', { name: 'a', attributes: { n: 2n ** 63n } }],
    ['an id that is too short', { name: 'a', spanId: 'abc' }],
    ['a link without ids', { name: 'a', links: [{}] }],
    ['an event without a name', { name: 'a', events: [{ offsetMs: 1 }] }],
    [
      'an id given twice',
      [
        { name: 'a', spanId: '00f067aa0ba902b7' },
        { name: 'b', spanId: '00f067aa0ba902b7' },
      ],
    ],
    ['a negative duration', { name: 'a', durationMs: -1 }],
    ['a span under itself', own],
    ['an unknown option', { name: 'a' }, { sed: 7 }],
    ['an id of zeros', { name: 'a' }, { traceId: '0'.repeat(32) }],
    ['a parent without ids', { name: 'a' }, { parent: {} }],
    ['an undefined parent', { name: 'a' }, { parent: undefined }],
    [
      'a parent of another trace',
      { name: 'a' },
      { traceId: ID, parent: { traceId: ID.replace('4', '5'), spanId: '00f067aa0ba902b7' } },
    ],
    ['a start that is text', { name: 'a' }, { startTime: '2026' as never }],
    ['a start that is no time', { name: 'a' }, { startTime: new Date('x') }],
  ];
  test.for(wrong)('refuses: %s', ([, tree, ...options]) => {
    const build = buildTrace as (...given: unknown[]) => unknown;
    expect(() => build(tree, ...options)).toThrowErrorMatchingSnapshot();
  });

  test('kinds, statuses and fields are checked by the types', () => {
    // @ts-expect-error no such kind
    expect(() => buildTrace({ name: 'a', kind: 'SERVR' })).toThrow('UNKNOWN_KIND');
    // @ts-expect-error no such field
    expect(() => buildTrace({ name: 'a', childs: [] })).toThrow('UNKNOWN_OPTION');
    // @ts-expect-error no such status
    expect(() => buildTrace({ name: 'a', status: 'BAD' })).toThrow('INVALID_OPTION');
  });
});

describe('with a receiver', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver({ grpcPort: false });
  });
  afterEach(() => receiver.stop());

  test('the context of a capture does not count as sent before a trace continues it', async () => {
    const unsent = await receiver.capture(() => buildTrace({ name: 'a' }), { sampled: false });
    expect(unsent.unsampled).toBe('unread');
  });
});
