import { expect } from 'vitest';
import '../../matchers/vitest.ts';
import { select } from '../../src/query/select.ts';
import { TRACE_ID } from '../build-trace.ts';
import { type Example, LOSSES } from './example.ts';

/** What the gateway's server span would have sent. */
const CHECKOUT_HEADER = `00-${TRACE_ID}-0000000000000001-01`;

/** Assertions as a suite has them, of what must not be. */
export const NEGATED_EXAMPLES: readonly Example[] = [
  {
    title: 'not.toHaveSpan: nothing is refunded',
    assert: trace => expect(trace).not.toHaveSpan('refund'),
    catches: ['does what it should not'],
    incomplete: LOSSES,
  },
  {
    title: "not.toHaveSpan by a selector: charging cards is never a request's own work",
    assert: trace => expect(trace).not.toHaveSpan(select('span[service=orders] > span[app.amount]')),
    catches: ['moves a span under another parent'],
    incomplete: LOSSES,
  },
  {
    title: 'not.toHaveSpanTree: no charge is refunded at once',
    assert: trace => expect(trace).not.toHaveSpanTree({ service: 'payments', children: ['refund'] }),
    catches: ['does what it should not'],
    incomplete: LOSSES,
  },
  {
    title: 'not.toBeChildOf: orders charges nothing itself',
    assert: trace => expect(trace.get(/^charge/)).not.toBeChildOf({ service: 'orders' }),
    catches: ['moves a span under another parent', 'moves spans to another trace'],
    incomplete: ['drops a parent'],
  },
  {
    title: 'not.toBeDescendantOf: mail does not wait for the card',
    assert: trace => expect(trace.get({ kind: 'PRODUCER' })).not.toBeDescendantOf({ service: 'payments' }),
    catches: ['changes a kind'],
    incomplete: ['drops the root'],
  },
  {
    title: 'not.toBeRoot: no service begins a trace of its own',
    assert: trace => expect(trace.get({ service: 'payments', kind: 'SERVER' })).not.toBeRoot(),
    catches: ['drops a parent', 'renames a service', 'moves spans to another trace'],
  },
  {
    title: 'not.toBeLinkedTo: links are for messages alone',
    assert: trace => expect(trace.spans).not.toBeLinkedTo({ kind: 'INTERNAL' }),
    catches: ['adds a link'],
    incomplete: ['drops links by a limit'],
  },
  {
    title: 'not.toHappenBefore: no receipt before the charge',
    assert: trace => expect(trace.get('send receipts')).not.toHappenBefore(/^charge/),
    catches: ['moves spans to another trace', 'swaps two siblings'],
  },
  {
    title: 'not.toHaveAttribute: no card number anywhere',
    assert: trace => expect(trace.spans).not.toHaveAttribute('card.number'),
    catches: ['adds an attribute'],
    incomplete: ['drops attributes by a limit'],
  },
  {
    title: 'not.toHaveAttributes: nothing that marks it as trifling',
    assert: trace => expect(trace.get(/^charge/)).not.toHaveAttributes({ 'app.amount': 1, 'app.currency': 'EUR' }),
    catches: ['changes an attribute', 'moves spans to another trace'],
  },
  {
    title: 'not.toHaveResourceAttribute: not in production',
    assert: trace => expect(trace.spans).not.toHaveResourceAttribute('deployment.environment', 'production'),
    catches: ['changes a resource attribute'],
  },
  {
    title: 'not.toHaveEvent: it is tried again once only',
    assert: trace => expect(trace.get(/^charge/)).not.toHaveEvent('retry', { attempt: 2 }),
    catches: ['changes an event', 'moves spans to another trace'],
    incomplete: ['drops events by a limit'],
  },
  {
    title: 'not.toHaveException: the audit throws nothing',
    assert: trace => expect(trace.get('audit')).not.toHaveException(),
    catches: ['drops a leaf', 'records an exception', 'moves spans to another trace'],
  },
  {
    title: 'not.toHaveStatus: nothing fails in orders',
    assert: trace => expect(trace.filter({ service: 'orders' })).not.toHaveStatus('ERROR'),
    catches: ['fails a span'],
  },
  {
    title: 'not.toHaveNoErrors: that it failed can be seen',
    assert: trace => expect(trace).not.toHaveNoErrors({ except: [/^charge/] }),
    catches: ['drops the root', 'clears a status'],
  },
  {
    title: 'not.toHaveXRayAnnotation: the amount is not indexed',
    assert: trace => expect(trace.get('charge card')).not.toHaveXRayAnnotation('app.amount'),
    catches: ['renames a span', 'moves spans to another trace'],
    incomplete: ['drops attributes by a limit'],
  },
  {
    title: 'not.toHaveXRayMetadata: the order is not only to read',
    assert: trace => expect(trace.get('charge card')).not.toHaveXRayMetadata('app.order.id'),
    catches: ['renames a span', 'moves spans to another trace'],
    incomplete: ['drops attributes by a limit'],
  },
  {
    title: 'not.toHaveNoStrays: the heartbeat does not join the trace of a request',
    assert: (_trace, _mailer, _unsampled, captured) =>
      expect(captured).not.toHaveNoStrays({ except: [{ service: 'mailer' }, 'POST /charge'] }),
    catches: ['joins a heartbeat to the request'],
  },
  {
    title: 'not.toTakeLessThan: the card is really charged',
    assert: trace => expect(trace.get('POST /charge')).not.toTakeLessThan(50),
    catches: ['drops a parent', 'moves spans to another trace', 'takes no time'],
  },
  {
    title: 'not.toPropagateAcross: payments does not call back',
    assert: trace => expect(trace).not.toPropagateAcross('payments', 'orders'),
    catches: ['calls back'],
    incomplete: [...LOSSES, 'renames a service', 'moves spans to another trace'],
  },
  {
    title: 'not.toContinue: orders does not go on past the client',
    assert: trace => expect(trace.get('POST /orders/42')).not.toContinue(CHECKOUT_HEADER),
    catches: ['continues another span'],
  },
];
