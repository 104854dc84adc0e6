import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { buildTrace } from '../build-trace.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/pii.md', import.meta.url);

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterAll(() => receiver.stop());

/** A customer signs up, and the service tells it to whoever reads its traces. */
const signUpTrace = buildTrace([
  {
    service: 'signup',
    kind: 'SERVER',
    name: 'POST /signup',
    ms: 40,
    children: [
      {
        kind: 'CLIENT',
        name: 'INSERT customers',
        ms: 4,
        attributes: {
          'db.system.name': 'postgresql',
          'db.query.text': "INSERT INTO customers (email, plan) VALUES ('ada@example.com', 'trial')",
        },
      },
      {
        name: 'charge card',
        ms: 9,
        start: 10,
        events: [
          {
            name: 'exception',
            attributes: {
              'exception.message': 'card 4242 4242 4242 4242 was declined',
              'exception.stacktrace': [
                'CardDeclined: card 4242 4242 4242 4242 was declined',
                '    at charge (/app/src/bank.js:11:11)',
                '    at signUp (/app/src/signup.js:10:11)',
              ].join('\n'),
            },
          },
        ],
      },
      {
        kind: 'CLIENT',
        name: 'GET',
        start: 20,
        ms: 12,
        attributes: { 'url.full': 'http://scores/score?plan=trial&access_token=sco_5fBq81TzLm0WcXy47RdKp2Hn' },
      },
    ],
  },
]);

/** Exports a span with these attributes, under the context that a capture sent. */
async function send(
  headers: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const [, traceId, parentSpanId] = (headers.traceparent ?? '').split('-');
  const times = { startTimeUnixNano: '1793620801000000000', endTimeUnixNano: '1793620801010000000' };
  const span = {
    ...times,
    traceId,
    parentSpanId,
    spanId: 'a1'.repeat(8),
    name: 'POST /notes',
    kind: 2,
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'notes' } }] };
  await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
  });
}

test('every example of docs/pii.md runs, and every failure reads as it says', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const customerId = 'cus_83hf02nq7b';
  await fetch(`${receiver.httpUrl}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'started' } }] }] }] }),
  });
  const attributes = [{ key: 'region', value: { stringValue: 'eu' } }];
  const metrics = [{ name: 'orders.placed', sum: { dataPoints: [{ attributes }] } }];
  await fetch(`${receiver.httpUrl}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  });
  const names = {
    expect,
    canary,
    findPii,
    receiver,
    trace: signUpTrace,
    signUp: async (_customer: object, headers: Record<string, string>) => {
      await send(headers, { 'app.customer.id': customerId });
      return { customerId };
    },
    leak: (body: object, headers: Record<string, string>) =>
      send(headers, { 'app.body': Buffer.from(JSON.stringify(body)).toString('base64') }),
  };
  const steady = (text: string) =>
    text.replace(/\b[\da-f]{32}\b/g, 'f'.repeat(32)).replace(/trace [\da-f]{8},/g, 'trace ffffffff,');
  // `-u` writes the texts anew.
  await expect(await runPage(page, names, steady)).toMatchFileSnapshot(PAGE.pathname);
});
