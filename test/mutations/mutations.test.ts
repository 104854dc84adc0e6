import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import type { Trace } from '../../src/model/trace.ts';
import { encodeTracesJson } from '../../src/otlp/encode-json.ts';
import { select } from '../../src/query/select.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { mailerTrace, shopTrace } from '../gallery/shop-trace.ts';
import { MUTATIONS, type MutationName, type Telemetry } from './mutate.ts';

/** An assertion of a suite, and what it must catch; all other mutations it must not mind. */
interface Example {
  readonly title: string;
  readonly assert: (trace: Trace, mailer: Trace) => void;
  readonly catches: readonly MutationName[];
}

const EXAMPLES: readonly Example[] = [
  {
    title: 'toHaveSpan: the card is charged',
    assert: trace => expect(trace).toHaveSpan({ name: 'charge card', service: 'payments' }),
    catches: ['renames a service', 'renames a span', 'moves spans to another trace'],
  },
  {
    title: 'toHaveSpan: with its order',
    assert: trace => expect(trace).toHaveSpan({ name: 'charge card', attributes: { 'app.order.id': /^ord-/ } }),
    catches: ['renames a span', 'strips an attribute', 'moves spans to another trace'],
  },
  {
    title: 'toHaveSpan: six queries',
    assert: trace => expect(trace).toHaveSpan({ operation: 'database' }, { times: 6 }),
    catches: ['drops a parent', 'drops the root', 'repeats a query', 'drops attributes by a limit'],
  },
  {
    title: 'toHaveSpan, negated: nothing is refunded',
    assert: trace => expect(trace).not.toHaveSpan('refund'),
    catches: ['drops a parent', 'drops the root', 'drops attributes by a limit'],
  },
  {
    title: 'toHaveSpan by a selector: the charge hangs below orders',
    assert: trace =>
      expect(trace).toHaveSpan(
        select('span[service=orders] > span[service=payments kind=SERVER] span[app.amount>1000]'),
      ),
    catches: [
      'drops a parent',
      'renames a service',
      'changes an attribute',
      'moves a span under another parent',
      'moves spans to another trace',
    ],
  },
  {
    title: 'toHaveSpanTree: payments does its work',
    assert: trace =>
      expect(trace).toHaveSpanTree({ name: 'POST /charge', children: [{ name: 'charge card', children: ['audit'] }] }),
    catches: [
      'drops a parent',
      'drops a leaf',
      'renames a span',
      'moves a span under another parent',
      'moves spans to another trace',
    ],
  },
  {
    title: "toHaveSpanTree, exact: the mailer's trace",
    assert: (_trace, mailer) =>
      expect(mailer).toHaveSpanTree({ kind: 'CONSUMER', children: ['render mail'] }, { exact: true }),
    catches: ['does work twice'],
  },
  {
    title: 'toBeChildOf: the charge is part of the request',
    assert: trace => expect(trace.get(/^charge/)).toBeChildOf({ kind: 'SERVER', name: 'POST /charge' }),
    catches: ['drops a parent', 'moves a span under another parent', 'moves spans to another trace'],
  },
  {
    title: 'toBeDescendantOf: all is part of the checkout',
    assert: trace => expect(trace.filter({ service: 'orders' })).toBeDescendantOf('POST /checkout'),
    catches: ['drops the root'],
  },
  {
    title: 'toBeRoot: the gateway begins it',
    assert: trace => expect(trace.get({ service: 'gateway', kind: 'SERVER' })).toBeRoot(),
    catches: ['drops the root'],
  },
  {
    title: 'toBeLinkedTo: the mail belongs to the message',
    assert: (_trace, mailer) =>
      expect(mailer.get('process receipts')).toBeLinkedTo({ kind: 'PRODUCER', service: 'orders' }),
    catches: ['changes a kind', 'strips a link'],
  },
  {
    title: 'toHappenBefore: validated before charged',
    assert: trace => expect(trace.get('validate')).toHappenBefore(/^charge/),
    catches: ['moves spans to another trace', 'runs later'],
  },
  {
    title: 'toHaveAttribute: the amount',
    assert: trace => expect(trace.get(/^charge/)).toHaveAttribute('app.amount', 4200),
    catches: ['changes an attribute', 'moves spans to another trace'],
  },
  {
    title: 'toHaveAttribute, negated: no card number',
    assert: trace => expect(trace.spans).not.toHaveAttribute('card.number'),
    catches: ['drops attributes by a limit'],
  },
  {
    title: 'toHaveSpanAttribute: the order',
    assert: trace => expect(trace.get(/^charge/)).toHaveSpanAttribute('app.order.id'),
    catches: ['strips an attribute', 'moves spans to another trace'],
  },
  {
    title: 'toHaveAttributes: order and amount',
    assert: trace => expect(trace.get(/^charge/)).toHaveAttributes({ 'app.order.id': 'ord-17', 'app.amount': 4200 }),
    catches: ['strips an attribute', 'changes an attribute', 'moves spans to another trace'],
  },
  {
    title: 'toHaveResourceAttribute: the environment',
    assert: trace => expect(trace.get('POST /charge')).toHaveResourceAttribute('deployment.environment', 'test'),
    catches: ['drops a parent', 'strips a resource attribute', 'moves spans to another trace'],
  },
  {
    title: 'toHaveEvent: it was tried again',
    assert: trace => expect(trace.get(/^charge/)).toHaveEvent('retry', { attempt: 1 }),
    catches: ['strips an event', 'moves spans to another trace'],
  },
  {
    title: 'toHaveException: the card was declined',
    assert: trace => expect(trace.get(/^charge/)).toHaveException({ type: 'CardDeclined' }),
    catches: ['strips an exception', 'moves spans to another trace'],
  },
  {
    title: 'toHaveStatus: the checkout failed',
    assert: trace => expect(trace.roots).toHaveStatus('ERROR'),
    catches: ['drops the root', 'clears a status'],
  },
  {
    title: 'toHaveNoErrors: nothing else failed',
    assert: trace => expect(trace).toHaveNoErrors({ except: ['POST /checkout', /^charge/] }),
    catches: [
      'drops a parent',
      'drops the root',
      'fails a span',
      'records an exception',
      'drops attributes by a limit',
    ],
  },
  {
    title: 'toHaveNoRepeats: no more than six',
    assert: trace => expect(trace).toHaveNoRepeats({ max: 6 }),
    catches: ['drops a parent', 'drops the root', 'repeats a query', 'drops attributes by a limit'],
  },
  {
    title: 'toBeComplete: it is whole',
    assert: trace => expect(trace).toBeComplete(),
    catches: ['drops a parent', 'drops the root', 'drops attributes by a limit'],
  },
  {
    title: 'toTakeLessThan: the charge is quick',
    assert: trace => expect(trace.get('POST /charge')).toTakeLessThan(500),
    catches: ['drops a parent', 'moves spans to another trace', 'takes longer'],
  },
  {
    title: 'toTakeLessThan: the trace is quick',
    assert: trace => expect(trace).toTakeLessThan(1_000),
    catches: ['drops a parent', 'drops the root', 'takes longer'],
  },
  {
    title: 'toPropagateAcross: to payments',
    assert: trace => expect(trace).toPropagateAcross('gateway', 'orders', 'payments'),
    catches: ['drops a parent', 'renames a service', 'moves spans to another trace'],
  },
  {
    title: 'toPropagateAcross: to the mailer',
    assert: (trace, mailer) => expect([trace, mailer]).toPropagateAcross('orders', 'mailer'),
    catches: ['strips a link'],
  },
];

let receiver: Receiver;
let original: Telemetry;

beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
  const shop = shopTrace();
  original = [...shop.spans, ...mailerTrace(shop).spans].map(span => ({ ...span }));
});

afterAll(() => receiver.stop());

/** The telemetry as a receiver takes it in and a test captures it. */
async function received(spans: readonly SpanData[]): Promise<[Trace, Trace]> {
  receiver.clear();
  const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: encodeTracesJson(spans),
  });
  expect(response.status).toBe(200);
  const byId = new Map(receiver.traces.map(trace => [trace.traceId, trace]));
  const [trace, mailer] = [original.at(0), original.at(-1)].map(span => byId.get(span?.traceId ?? ''));
  if (trace === undefined || mailer === undefined) throw new Error('a trace is missing');
  return [trace, mailer];
}

function fails(assertion: () => void): boolean {
  try {
    assertion();
    return false;
  } catch {
    return true;
  }
}

test.each(EXAMPLES)('$title: holds for what was sent', async ({ assert }) => {
  assert(...(await received(original)));
});

test.each(Object.keys(MUTATIONS) as MutationName[])(
  'of a service that %s, every example says what it must',
  async name => {
    const [trace, mailer] = await received(MUTATIONS[name](original));
    const caught = EXAMPLES.filter(({ assert }) => fails(() => assert(trace, mailer)));
    const must = EXAMPLES.filter(({ catches }) => catches.includes(name));
    expect(caught.map(({ title }) => title)).toEqual(must.map(({ title }) => title));
  },
);

test('every mutation is caught, and every example catches one', () => {
  const caught = new Set(EXAMPLES.flatMap(({ catches }) => catches));
  expect(Object.keys(MUTATIONS).filter(name => !caught.has(name as MutationName))).toEqual([]);
  expect(EXAMPLES.filter(({ catches }) => catches.length === 0).map(({ title }) => title)).toEqual([]);
});
