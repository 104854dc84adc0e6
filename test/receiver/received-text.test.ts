import { expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';

expect.extend(matchers as never);

/** An escape sequence, a bell, line ends, a direction override, a null, a C1 control, and a length beyond any line. */
const HOSTILE = `a\u001b[31mred\u0007\r\nnew\u202ertl\u0000\u009b31m\u2028${'x'.repeat(3_000)}`;
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test('nothing that was received reaches a text as it is: what cannot be seen is escaped, and lines are cut', async () => {
  const receiver = await startReceiver({ timeout: 500, grpcPort: false });
  const attribute = (key: string) => ({ key, value: { stringValue: HOSTILE } });
  const ids = { traceId: 'ab'.repeat(16), spanId: '01'.repeat(8) };
  const span = {
    ...ids,
    name: HOSTILE,
    kind: 2,
    traceState: HOSTILE,
    status: { code: 2, message: HOSTILE },
    attributes: [attribute(HOSTILE), attribute('k'), attribute('')],
    events: [{ name: HOSTILE, attributes: [attribute('e')] }],
  };
  const spans = [span, { ...span, spanId: '02'.repeat(8), parentSpanId: ids.spanId }, { ...span, traceId: HOSTILE }];
  const resource = { attributes: [attribute('service.name')] };
  const answer = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
  const { partialSuccess } = (await answer.json()) as { partialSuccess: { errorMessage: string } };
  const [trace] = receiver.traces;
  const first = trace?.spans[0];
  const texts = [
    partialSuccess.errorMessage,
    ...receiver.stats.rejections.map(({ reason }) => reason),
    ...receiver.problems.map(({ field, rule }) => `${field} ${rule}`),
    String(trace),
    failureOf(() => expect(trace).toHaveSpan({ name: `${HOSTILE}2`, attributes: { k: 'v' } })),
    failureOf(() => expect(first).toHaveAttribute('k', `${HOSTILE}2`)),
    failureOf(() => expect(first).toHaveAttribute('other')),
    failureOf(() => expect(first).toHaveStatus('OK')),
    failureOf(() => expect(first).toBeChildOf('nothing')),
    failureOf(() => expect(trace).toPropagateAcross('orders', HOSTILE)),
    failureOf(() => receiver.get('nothing')),
    await receiver.waitForSpan('nothing').catch((error: Error) => error.message),
  ];
  await receiver.stop();
  for (const text of texts.map(String)) {
    expect(UNPRINTABLE.exec(text)?.[0].codePointAt(0)).toBeUndefined();
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(500);
  }
});
