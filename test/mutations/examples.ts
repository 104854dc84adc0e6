import { expect } from 'vitest';
import '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { select } from '../../src/query/select.ts';
import { TRACE_ID } from '../build-trace.ts';
import { identifiedTrace } from '../gallery/shop-trace.ts';
import { type Example, LOSSES } from './example.ts';
import { CUSTOMER_NOTE } from './mutate.ts';
import { snapshotOf } from './snapshot-of.ts';

const matchesSnapshot = snapshotOf(identifiedTrace());
/** What the gateway's client span sent to orders. */
const GATEWAY_HEADER = `00-${TRACE_ID}-0000000000000003-01`;
/** What a load balancer sent to the gateway: a trace, and no span. */
const BALANCER_HEADER = `Root=1-${TRACE_ID.slice(0, 8)}-${TRACE_ID.slice(8)};Sampled=1`;

/** Assertions as a suite has them: each matcher at least once. */
export const EXAMPLES: readonly Example[] = [
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
    catches: ['repeats a query'],
    incomplete: LOSSES,
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
    catches: ['moves spans to another trace', 'runs later', 'swaps two siblings'],
  },
  {
    title: 'toHappenInOrder: validated, then charged',
    assert: trace => expect(trace).toHappenInOrder(['validate', /^charge/]),
    catches: ['moves spans to another trace', 'runs later', 'swaps two siblings'],
  },
  {
    title: 'toHaveAttribute: the amount',
    assert: trace => expect(trace.get(/^charge/)).toHaveAttribute('app.amount', 4200),
    catches: ['changes an attribute', 'moves spans to another trace'],
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
    catches: [
      'drops a parent',
      'strips a resource attribute',
      'changes a resource attribute',
      'moves spans to another trace',
    ],
  },
  {
    title: 'toHaveEvent: it was tried again',
    assert: trace => expect(trace.get(/^charge/)).toHaveEvent('retry', { attempt: 1 }),
    catches: ['strips an event', 'changes an event', 'moves spans to another trace'],
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
    catches: ['fails a span', 'records an exception'],
    incomplete: LOSSES,
  },
  {
    title: 'toRecordErrors: each error can be seen',
    assert: trace => expect(trace).toRecordErrors({ except: /^charge/ }),
    catches: ['clears a status', 'records an exception'],
    incomplete: ['drops a parent', 'drops the root', 'drops attributes by a limit', 'drops events by a limit'],
  },
  {
    title: 'toHaveServiceIdentity: each service says who it is',
    assert: trace => expect(trace).toHaveServiceIdentity(),
    catches: ['forgets its version'],
    incomplete: ['drops a parent', 'drops the root'],
  },
  {
    title: 'toFollowAttributePolicy: orders and money are told as agreed',
    assert: trace =>
      expect(trace).toFollowAttributePolicy({
        attributes: {
          'app.order.id': { required: /^charge/, values: { pattern: '^ord-' } },
          'app.amount': { type: 'int', values: [4200] },
          'card.*': { forbidden: true },
        },
        allowed: { 'app.*': ['app.currency'] },
      }),
    catches: [
      'strips an attribute',
      'changes an attribute',
      'adds an attribute',
      'tells an address',
      'tells an address in base64',
      'tells a note of the customer in base64',
    ],
    incomplete: LOSSES,
  },
  {
    title: 'toHaveNoRepeats: no more than six',
    assert: trace => expect(trace).toHaveNoRepeats({ max: 6 }),
    catches: ['repeats a query'],
    incomplete: LOSSES,
  },
  {
    title: 'toHaveXRayAnnotation: the order can be searched for',
    assert: trace => expect(trace.get('charge card')).toHaveXRayAnnotation('app.order.id', 'ord-17'),
    catches: ['renames a span', 'strips an attribute', 'moves spans to another trace'],
  },
  {
    title: 'toHaveXRayMetadata: the amount is there to read',
    assert: trace => expect(trace.get('charge card')).toHaveXRayMetadata('app.amount', 4200),
    catches: ['renames a span', 'changes an attribute', 'moves spans to another trace'],
  },
  {
    title: 'toFitXRay: nothing is cut off',
    assert: trace => expect(trace).toFitXRay(),
    catches: ['lists an indexed attribute'],
    incomplete: LOSSES,
  },
  {
    title: 'toHaveNoStrays: no service begins a trace of its own',
    assert: (_trace, _mailer, _unsampled, captured) => expect(captured).toHaveNoStrays({ except: 'heartbeat' }),
    catches: ['moves spans to another trace', 'strips a link'],
  },
  {
    title: 'toBeComplete: it is whole',
    assert: trace => expect(trace).toBeComplete(),
    catches: LOSSES,
  },
  {
    title: 'toBeSampledConsistently: both services record, as in a trace before',
    assert: trace => expect([trace, identifiedTrace()]).toBeSampledConsistently(),
    catches: ['clears the sampled flags'],
    incomplete: ['drops a parent', 'drops the root'],
  },
  {
    title: 'toTakeLessThan: the charge is quick',
    assert: trace => expect(trace.get('POST /charge')).toTakeLessThan(500),
    catches: ['drops a parent', 'moves spans to another trace', 'takes longer'],
  },
  {
    title: 'toTakeLessThan: the trace is quick',
    assert: trace => expect(trace).toTakeLessThan(1_000),
    catches: ['takes longer'],
    incomplete: ['drops a parent', 'drops the root'],
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
  {
    title: 'toContinue: orders goes on where the gateway was',
    assert: trace => expect(trace.get('POST /orders/42')).toContinue(GATEWAY_HEADER),
    catches: ['continues another span', 'clears the sampled flags'],
  },
  {
    title: 'toContinue of a trace: the gateway goes on where the load balancer was',
    assert: trace => expect(trace).toContinue(BALANCER_HEADER),
    catches: ['clears the sampled flags'],
    incomplete: ['drops a parent', 'drops the root'],
  },
  {
    title: 'toBeFreeOfPii: of nobody anything',
    assert: trace => expect(trace).toBeFreeOfPii(),
    catches: ['tells an address', 'tells an address in base64'],
    incomplete: LOSSES,
  },
  {
    title: 'toLeak, negated: what the customer wrote stays with us',
    assert: trace => expect(trace).not.toLeak(canary.track('the note', CUSTOMER_NOTE)),
    catches: ['tells a note of the customer in base64'],
    incomplete: LOSSES,
  },
  {
    title: 'toBeUnsampled: what is not sampled is not sent',
    assert: (_trace, _mailer, unsampled) => expect(unsampled).toBeUnsampled(),
    catches: ['samples what it should not'],
  },
  {
    title: 'toMatchTraceSnapshot: the checkout is as it was',
    assert: trace => matchesSnapshot(trace),
    catches: [
      'drops a leaf',
      'fails a span',
      'clears a status',
      'renames a service',
      'renames a span',
      'changes a kind',
      'strips an attribute',
      'changes an attribute',
      'adds an attribute',
      'lists an indexed attribute',
      'tells an address',
      'tells an address in base64',
      'tells a note of the customer in base64',
      'strips a resource attribute',
      'forgets its version',
      'changes a resource attribute',
      'strips an event',
      'changes an event',
      'strips an exception',
      'records an exception',
      'adds a link',
      'moves a span under another parent',
      'continues another span',
      'moves spans to another trace',
      'joins a heartbeat to the request',
      'does what it should not',
      'calls back',
      'repeats a query',
    ],
    incomplete: LOSSES,
  },
];
