import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { PathOptions } from '../../matchers/path-options.ts';
import type { Crossing } from '../../src/model/crossing.ts';
import type { Trace } from '../../src/model/trace.ts';
import { buildTrace, type SpanSpec, TRACE_ID } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { crossing } from './crossing.ts';

const SENT_ID = 'aaaaaaaaaaaaaaaa';
const toSent = { traceId: TRACE_ID, spanId: SENT_ID };

interface TraceParts {
  /** The tracestate of the sender's spans. */
  readonly state?: string;
  readonly entry?: SpanSpec;
  readonly entryState?: string;
  readonly crossings?: readonly Crossing[];
}

/** orders sends, mailer continues: below the sender, or with a link to it in the same trace or in another. */
function trace(
  how: 'child' | 'linked' | 'elsewhere' | 'both',
  { state = '', entry = {}, crossings = [], entryState }: TraceParts = {},
): Trace {
  const consumer: SpanSpec = {
    service: 'mailer',
    kind: 'CONSUMER',
    name: 'process orders',
    ...(how === 'child' ? {} : { links: [toSent] }),
    ...entry,
    data: { traceState: entryState ?? state, ...entry.data },
  };
  const producer: SpanSpec = {
    kind: 'PRODUCER',
    name: 'send orders',
    id: SENT_ID,
    start: 1,
    data: { traceState: state },
  };
  const isBelow = how === 'child' || how === 'both';
  const sender: SpanSpec = {
    service: 'orders',
    kind: 'SERVER',
    name: 'POST /orders',
    data: { traceState: state },
    children: [isBelow ? { ...producer, children: [consumer] } : producer],
  };
  const other = buildTrace([consumer], { traceId: 'b'.repeat(32) });
  return buildTrace([sender, ...(how === 'linked' ? [consumer] : [])], {
    captured: { crossings },
    ...(how === 'elsewhere' ? { linked: () => [other] } : {}),
  });
}

const carrying = (headers: Crossing['headers']): Crossing =>
  crossing({ transport: 'message', headers: { traceparent: [`00-${TRACE_ID}-${SENT_ID}-01`], ...headers } });

describe.each<[option: string, options: PathOptions, holds: Trace, fails: Trace, text: string]>([
  [
    'by parent',
    { via: 'parent' },
    trace('child'),
    trace('linked'),
    'But it is linked to PRODUCER "send orders" (orders), and no child of it.',
  ],
  ['by parent, for what is both', { via: 'parent' }, trace('both'), trace('elsewhere'), 'no child of it'],
  ['by link', { via: 'link' }, trace('linked'), trace('child'), 'and has no link to it'],
  ['by link, for what is both', { via: 'link' }, trace('both'), trace('child'), 'no link'],
  [
    'by link, in another trace',
    { via: 'link', sameTrace: false },
    trace('elsewhere'),
    trace('linked'),
    'But it is in the same trace as',
  ],
  [
    'in one trace',
    { sameTrace: true },
    trace('linked'),
    trace('elsewhere'),
    'But it is in another trace, bbbbbbbb, linked to',
  ],
  ['in another trace', { sameTrace: false }, trace('elsewhere'), trace('child'), 'in the same trace'],
  [
    'within a time',
    { timeout: 20 },
    trace('child', { entry: { start: 15 } }),
    trace('child', { entry: { start: 150 } }),
    'But it began 149 ms after PRODUCER "send orders" (orders); timeout is 20 ms.',
  ],
  [
    'with all of the tracestate',
    { tracestate: true },
    trace('child', { state: 'congo=t61,rojo=00' }),
    trace('child', { state: 'congo=t61,rojo=00', entryState: 'rojo=00' }),
    'But its tracestate is "rojo=00"; expected congo = "t61".',
  ],
  [
    'with members added by the sender',
    { tracestate: true },
    trace('child', { state: 'congo=t61', entryState: 'own=1,congo=t61' }),
    trace('child', { state: 'congo=t61', entryState: 'congo=other' }),
    'expected congo = "t61"',
  ],
  [
    'with members of the tracestate',
    { tracestate: { congo: /^t/ } },
    trace('child', { entryState: 'congo=t61' }),
    trace('child', { entryState: 'congo=x' }),
    'expected congo = /^t/',
  ],
  [
    'with a tracestate header',
    { tracestate: 'congo=t61, rojo=00' },
    trace('child', { entryState: 'rojo=00,congo=t61' }),
    trace('child', { entryState: 'congo=t61' }),
    'expected rojo = "00"',
  ],
  [
    'sampled, by the flags',
    { sampled: true },
    trace('child'),
    trace('child', { entry: { data: { flags: 0x300 } } }),
    'But the context was handed on as not sampled; expected sampled.',
  ],
  [
    'not sampled, by the flags',
    { sampled: false },
    trace('child', { entry: { data: { flags: 0x300 } } }),
    trace('child'),
    'handed on as sampled; expected not sampled',
  ],
  [
    'sampled, by what crossed',
    { sampled: true },
    trace('child', { entry: { data: { flags: 0 } }, crossings: [carrying({})] }),
    trace('child', { crossings: [carrying({ traceparent: [`00-${TRACE_ID}-${SENT_ID}-00`] })] }),
    'not sampled',
  ],
  [
    'with baggage',
    { baggage: { tier: 'gold' } },
    trace('child', { crossings: [carrying({ baggage: ['cart=17,tier=gold'] })] }),
    trace('child', { crossings: [carrying({ baggage: ['tier=silver'] })] }),
    'another value; expected tier = "gold"; received "silver"',
  ],
  [
    'with baggage that did not cross',
    { baggage: 'tier=gold' },
    trace('child', { crossings: [carrying({ baggage: ['tier=gold'] })] }),
    trace('child', { crossings: [carrying({})] }),
    'has no tier; expected tier = "gold"',
  ],
  [
    'with baggage that the receiver copied to an attribute',
    { baggage: { tier: 'gold' } },
    trace('child', { entry: { attributes: { tier: 'gold' } } }),
    trace('child', { crossings: [carrying({})] }),
    'has no tier',
  ],
])('%s', (_option, options, holds, fails, text) => {
  test('holds where it is so, and not where it is not', () => {
    expect(holds).toPropagateAcross('orders', 'mailer', options);
    expect(fails).not.toPropagateAcross('orders', 'mailer', options);
    expect(failureOf(() => expect(holds).not.toPropagateAcross('orders', 'mailer', options))).toContain('It passes:');
    expect(failureOf(() => expect(fails).toPropagateAcross('orders', 'mailer', options))).toContain(text);
    expect(fails).toPropagateAcross('orders', 'mailer');
  });
});

test.each<[label: string, options: PathOptions, trace: Trace, advice: string]>([
  ['baggage that nobody saw', { baggage: { tier: 'gold' } }, trace('child'), 'Put startProbe() between the two'],
  ['a tracestate that nobody sent', { tracestate: true }, trace('child'), 'The sender has no tracestate'],
  [
    'flags that are not there',
    { sampled: true },
    trace('child', { entry: { data: { flags: 0 } } }),
    'The span has no flags.',
  ],
])('of %s nothing is known, in either polarity', (_label, options, given, advice) => {
  const text = failureOf(() => expect(given).toPropagateAcross('orders', 'mailer', options));
  expect(text).toContain('INCOMPLETE: nothing shows whether the path meets what is asked of it.');
  expect(text).toContain(advice);
  expect(failureOf(() => expect(given).not.toPropagateAcross('orders', 'mailer', options))).toContain('INCOMPLETE');
});

test('one entry span that meets the terms is enough, unless each must', () => {
  const slow = trace('child', { entry: { start: 150 } });
  const both = buildTrace([
    {
      service: 'orders',
      kind: 'SERVER',
      children: [
        { kind: 'CLIENT', start: 0, children: [{ service: 'mailer', kind: 'SERVER', start: 500 }] },
        { kind: 'CLIENT', start: 0, children: [{ service: 'mailer', kind: 'SERVER', start: 5 }] },
      ],
    },
  ]);
  expect(slow).not.toPropagateAcross('orders', 'mailer', { timeout: 20 });
  expect(both).toPropagateAcross('orders', 'mailer', { timeout: 20 });
  expect(both).not.toPropagateAcross('orders', 'mailer', { timeout: 20, every: true });
});

test('the terms hold for each hop of a path and for each branch', () => {
  const chain = buildTrace([
    {
      service: 'a',
      kind: 'SERVER',
      children: [
        {
          kind: 'CLIENT',
          start: 1,
          children: [
            {
              service: 'b',
              kind: 'SERVER',
              start: 2,
              children: [{ kind: 'CLIENT', start: 3, children: [{ service: 'c', kind: 'SERVER', start: 90 }] }],
            },
          ],
        },
        { kind: 'CLIENT', start: 1, children: [{ service: 'd', kind: 'SERVER', start: 2 }] },
      ],
    },
  ]);
  expect(chain).toPropagateAcross('a', 'b', { timeout: 50 });
  expect(chain).not.toPropagateAcross('a', 'b', 'c', { timeout: 50 });
  expect(chain).toPropagateAcross('a', ['b', 'd'], { timeout: 50 });
  expect(chain).not.toPropagateAcross('a', ['d', 'c'], { timeout: 50 });
});

test('the text says what was asked', () => {
  const options = {
    via: 'link',
    sameTrace: false,
    tracestate: { congo: 't61' },
    sampled: true,
    timeout: 2_000,
  } as const;
  expect(failureOf(() => expect(trace('child')).toPropagateAcross('orders', 'mailer', options))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  orders -> mailer (by link, each in another trace, tracestate congo = "t61", sampled, within 2,000 ms)
    It stops at:                 orders -> mailer

    mailer continues orders: CONSUMER "process orders". But it is a child in the trace of PRODUCER "send orders" (orders), and has no link to it.

    trace 4bf92f35, 2 services, 3 spans, 12 ms
    orders  SERVER    POST /orders          10 ms  <- reached
    orders  PRODUCER  └─ send orders        10 ms
    mailer  CONSUMER     └─ process orders  10 ms  <- not by a link

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
