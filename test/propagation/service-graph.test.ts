import { describe, expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import { serviceGraph } from '../../src/propagation/service-graph.ts';
import { buildTrace, type SpanSpec, TRACE_ID } from '../build-trace.ts';

function edgesOf(trace: Trace): string[] {
  return serviceGraph(trace).edges.map(
    ({ from, to, kind, via, hops }) =>
      `${from} -> ${to}, ${kind}, by ${via}, ${hops.length} of ${hops.map(({ entry }) => entry.name).join('+')}`,
  );
}

const LOCAL = { flags: 0x101 };
const REMOTE = { flags: 0x301 };
const UNKNOWN = { flags: 0 };
const server = (service: string, more: SpanSpec = {}): SpanSpec => ({
  service,
  kind: 'SERVER',
  name: `${service} in`,
  ...more,
});
const client = (...children: SpanSpec[]): SpanSpec => ({ kind: 'CLIENT', name: 'out', children });

describe('calls', () => {
  test.each<[label: string, spans: SpanSpec[], edges: string[]]>([
    [
      'between services',
      [server('a', { children: [client(server('b')), client(server('b')), client(server('c'))] })],
      ['a -> b, synchronous, by parent, 2 of b in+b in', 'a -> c, synchronous, by parent, 1 of c in'],
    ],
    [
      'of a service to itself, by the flags',
      [server('a', { children: [client(server('a', { data: REMOTE }))] })],
      ['a -> a, synchronous, by parent, 1 of a in'],
    ],
    [
      'of a service to itself, by the kinds',
      [server('a', { children: [client(server('a', { data: UNKNOWN }))] })],
      ['a -> a, synchronous, by parent, 1 of a in'],
    ],
    [
      'within a process',
      [server('a', { children: [client(server('a', { data: LOCAL })), { name: 'inside', data: UNKNOWN }] })],
      [],
    ],
    [
      'taken up by an INTERNAL span in another process',
      [server('a', { children: [{ name: 'handler', data: REMOTE }] })],
      ['a -> a, synchronous, by parent, 1 of handler'],
    ],
  ])('%s', (_label, spans, edges) => {
    expect(edgesOf(buildTrace(spans))).toEqual(edges);
  });
});

describe('messages', () => {
  const messaging = { 'messaging.system': 'kafka' };
  const send = (id: string): SpanSpec => ({ kind: 'PRODUCER', name: 'send', id, attributes: messaging });
  const link = (spanId: string) => ({ traceId: TRACE_ID, spanId });

  test('a consumer below its sender', () => {
    const trace = buildTrace([
      server('orders', {
        children: [
          { ...send('aaaaaaaaaaaaaaaa'), children: [{ service: 'mailer', kind: 'CONSUMER', name: 'process' }] },
        ],
      }),
    ]);
    expect(edgesOf(trace)).toEqual(['orders -> mailer, asynchronous, by parent, 1 of process']);
  });

  test('one that is below its sender and links to it is one hop', () => {
    const process: SpanSpec = {
      service: 'mailer',
      kind: 'CONSUMER',
      name: 'process',
      links: [link('aaaaaaaaaaaaaaaa')],
    };
    const trace = buildTrace([server('orders', { children: [{ ...send('aaaaaaaaaaaaaaaa'), children: [process] }] })]);
    expect(edgesOf(trace)).toEqual(['orders -> mailer, asynchronous, by parent, 1 of process']);
  });

  test('a batch of another trace: the receive span and each message that is processed link to their senders', () => {
    const receive: SpanSpec = {
      service: 'mailer',
      kind: 'CLIENT',
      name: 'poll',
      attributes: messaging,
      links: [link('aaaaaaaaaaaaaaaa'), link('bbbbbbbbbbbbbbbb')],
      children: [
        { kind: 'CONSUMER', name: 'process', links: [link('aaaaaaaaaaaaaaaa')] },
        { kind: 'CONSUMER', name: 'process', links: [link('bbbbbbbbbbbbbbbb')] },
      ],
    };
    const batch = buildTrace([receive], { traceId: 'b'.repeat(32) });
    const trace = buildTrace([server('orders', { children: [send('aaaaaaaaaaaaaaaa'), send('bbbbbbbbbbbbbbbb')] })], {
      linked: () => [batch],
    });
    expect(edgesOf(trace)).toEqual(['orders -> mailer, asynchronous, by link, 4 of poll+process+poll+process']);
    expect(serviceGraph(trace).services).toEqual(['orders', 'mailer']);
  });

  test('a link that is no message is no hop', () => {
    const trace = buildTrace([
      server('a', { id: 'aaaaaaaaaaaaaaaa' }),
      server('b', { links: [link('aaaaaaaaaaaaaaaa')] }),
    ]);
    expect(edgesOf(trace)).toEqual([]);
  });
});
