import { expect } from 'expect';
import type { Loss } from '../../src/model/loss.ts';
import { buildTrace } from '../build-trace.ts';
import { bare, CHARGED, line, loggedTrace } from '../matchers/logs.ts';
import type { Failure } from './failure.ts';

const records = [
  line('order placed', 5, { attributes: { 'app.order.id': 'ord-17' } }),
  line('card declined', 25, { spanId: CHARGED, severityNumber: 13, severityText: 'warn' }),
];
const trace = loggedTrace(records);
const other = 'b'.repeat(32);
const beside = buildTrace([{ service: 'orders', kind: 'SERVER', name: 'GET /orders', start: 40, ms: 20 }], {
  traceId: other,
});
const cut = buildTrace([{ name: 'POST /orders', service: 'orders', parentId: 'abcdef0123456789' }]);
const unnamed = (ms: number, more = {}) => loggedTrace([...records, bare('cache is cold', ms)], more);
const lost: Loss = {
  signal: 'logs',
  protocol: 'output',
  status: 0,
  from: 'orders',
  path: '',
  traceId: undefined,
  atMs: 1,
  reason: 'a line is at most 1,048,576 characters long',
  services: ['orders'],
  count: 2,
};

/** What fails about log records. */
export const logFailures: readonly Failure[] = [
  {
    title: 'toHaveLogs: it differs in its level',
    fails: () => expect(trace).toHaveLogs({ body: 'card declined', severity: 'ERROR' }),
  },
  { title: 'toHaveLogs: nothing like it', fails: () => expect(trace).toHaveLogs('refund', { times: 2 }) },
  { title: 'toHaveLogs: no log record at all', fails: () => expect(loggedTrace([])).toHaveLogs('refund') },
  { title: 'not.toHaveLogs: there is one', fails: () => expect(trace).not.toHaveLogs({ severity: { min: 'WARN' } }) },
  {
    title: 'not.toHaveLogs: a record without ids matches',
    fails: () => expect(unnamed(50)).not.toHaveLogs('cache is cold'),
  },
  {
    title: 'not.toHaveLogs: log records were lost',
    fails: () => expect(loggedTrace(records, { losses: [lost] })).not.toHaveLogs('refund'),
  },
  {
    title: 'not.toHaveLogs: a stray has one',
    fails: () => {
      const stray = loggedTrace([line('refund', 5, { traceId: other })], { traceId: other });
      expect(loggedTrace(records, { captured: { strays: () => [stray] } })).not.toHaveLogs('refund');
    },
  },
  { title: 'toCorrelateWith: no ids', fails: () => expect(bare('order placed', 5)).toCorrelateWith(trace) },
  {
    title: 'toCorrelateWith: an id that is none',
    fails: () => expect(bare('order placed', 5, { attributes: { trace_id: '4bf92f35' } })).toCorrelateWith(trace),
  },
  {
    title: 'toCorrelateWith: another trace',
    fails: () => expect([...records, line('x', 5, { traceId: other })]).toCorrelateWith(trace),
  },
  {
    title: 'toCorrelateWith: no span',
    fails: () => expect(line('order placed', 5, { spanId: undefined })).toCorrelateWith(trace),
  },
  {
    title: 'toCorrelateWith: a span that is not there',
    fails: () => expect(line('order placed', 5, { spanId: other.slice(16) })).toCorrelateWith(trace),
  },
  {
    title: 'toCorrelateWith: a span that may be missing',
    fails: () => expect(line('order placed', 5, { spanId: other.slice(16) })).toCorrelateWith(cut),
  },
  { title: 'not.toCorrelateWith: it does', fails: () => expect(records[1]).not.toCorrelateWith(trace) },
  { title: 'toHaveCorrelatedLogs: a record without ids', fails: () => expect(unnamed(80)).toHaveCorrelatedLogs() },
  {
    title: 'toHaveCorrelatedLogs: it may be of another request',
    fails: () => expect(unnamed(50, { servedBeside: [beside] })).toHaveCorrelatedLogs({ except: /^starting/ }),
  },
  {
    title: 'toHaveCorrelatedLogs: its time is not exact enough',
    fails: () => expect(unnamed(100)).toHaveCorrelatedLogs(),
  },
  { title: 'toHaveCorrelatedLogs: nothing was judged', fails: () => expect(loggedTrace([])).toHaveCorrelatedLogs() },
  {
    title: 'toHaveCorrelatedLogs: nothing of a service was judged',
    fails: () => expect(trace).toHaveCorrelatedLogs({ services: ['orders', 'mailer'] }),
  },
  { title: 'not.toHaveCorrelatedLogs: all of them are', fails: () => expect(trace).not.toHaveCorrelatedLogs() },
];
