import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import type { DiagnosisKind } from '../../src/propagation/verdict.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newSpanId, newTraceId } from '../otlp-request.ts';
import { captureMessage, judged, type Sent } from './lost-hop.ts';

type Write = (sent: Sent) => Readonly<Record<string, string>>;
type Row = readonly [label: string, write: Write, diagnosis: DiagnosisKind, text: string];

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterAll(() => receiver.stop());

const traceparent = ({ traceId, spanId }: Sent, flags = '01'): string => `00-${traceId}-${spanId}-${flags}`;
const uuid = (id: string): string =>
  [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');
const ZEROS = '0'.repeat(16);

/** What the doctor says of a message with these headers, to a consumer that began a trace of its own. */
async function diagnose(write: Write, mailer: Parameters<typeof captureMessage>[2] = {}) {
  const trace = await captureMessage(
    receiver,
    sent => void recordHeaders({ headers: write(sent) }, { receiver }),
    mailer,
  );
  return judged(trace, ['orders', 'mailer']);
}

describe('the context of the trace under another name is a wrong format, and the text names the header', () => {
  test.each<Row>([
    ['Pub/Sub', sent => ({ googclient_traceparent: traceparent(sent) }), 'wrong-format', 'googclient_traceparent'],
    ['a CloudEvent', sent => ({ 'ce-traceparent': traceparent(sent) }), 'wrong-format', 'ce-traceparent'],
    ['Azure', sent => ({ 'Diagnostic-Id': traceparent(sent) }), 'wrong-format', 'diagnostic-id'],
    ['.NET', ({ traceId, spanId }) => ({ 'Request-Id': `|${traceId}.${spanId}.` }), 'wrong-format', 'request-id'],
    ['a name of ours', sent => ({ 'x-context': traceparent(sent) }), 'wrong-format', 'x-context'],
    ['JSON', sent => ({ 'x-json': JSON.stringify({ traceparent: traceparent(sent) }) }), 'wrong-format', 'x-json'],
    ['b3 elsewhere', ({ traceId, spanId }) => ({ 'x-b': `${traceId}-${spanId}-1` }), 'wrong-format', 'x-b'],
    [
      'X-Ray elsewhere',
      ({ traceId, spanId }) => ({ 'x-r': `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId}` }),
      'wrong-format',
      'x-r',
    ],
    ['an id alone', ({ traceId }) => ({ 'x-id': traceId }), 'wrong-format', 'x-id'],
    ['an id as a UUID', ({ traceId }) => ({ 'x-correlation-id': uuid(traceId) }), 'wrong-format', 'x-correlation-id'],
    ['Jaeger', ({ traceId, spanId }) => ({ 'uber-trace-id': `${traceId}:${spanId}:0:1` }), 'wrong-format', 'Jaeger'],
    ['Jaeger elsewhere', ({ traceId, spanId }) => ({ 'x-j': `${traceId}:${spanId}:0:1` }), 'wrong-format', 'x-j'],
    ['Datadog', () => ({ 'x-datadog-trace-id': '123', 'x-datadog-parent-id': '4' }), 'wrong-format', 'Datadog'],
    ['Sentry', ({ traceId, spanId }) => ({ 'sentry-trace': `${traceId}-${spanId}-1` }), 'wrong-format', 'Sentry'],
  ])('%s', async (_label, write, diagnosis, text) => {
    const found = await diagnose(write);
    expect(found.text).toContain(text);
    expect(found.text).not.toContain('nor any other');
    expect(found.diagnosis).toBe(diagnosis);
  });

  test('a context of an unknown trace under an unknown name: it cannot be told', async () => {
    const found = await diagnose(() => ({ 'x-old-context': `00-${newTraceId()}-${newSpanId()}-01` }));
    expect(found.text).toContain('carried x-old-context, and its value looks like a traceparent of another trace');
    expect(found.diagnosis).toBe('cannot-tell');
  });

  test('the context of the trace in which the consumer began: not injected', async () => {
    const traceId = newTraceId();
    const found = await diagnose(() => ({ 'ce-traceparent': `00-${traceId}-${newSpanId()}-01` }), { traceId });
    expect(found.text).toContain(`the context of another trace, ${traceId.slice(0, 8)}, where mailer continues it`);
    expect(found.diagnosis).toBe('not-injected');
  });

  test('nothing came of the consumer: it sent nothing', async () => {
    expect((await diagnose(sent => ({ 'ce-traceparent': traceparent(sent) }), 'silent')).diagnosis).toBe(
      'sent-nothing',
    );
    const unsampled = await diagnose(sent => ({ 'ce-traceparent': traceparent(sent, '00') }), 'silent');
    expect(unsampled.diagnosis).toBe('unsampled-upstream');
  });
});

describe('what only resembles an id changes nothing', () => {
  test.each<[label: string, headers: Readonly<Record<string, string>>]>([
    ['a request id', { 'x-request-id': newTraceId() }],
    ['a UUID', { 'x-correlation-id': uuid(newTraceId()) }],
    ['a hash', { etag: newTraceId(), 'content-md5': newTraceId() }],
    ['an idempotency key', { 'idempotency-key': uuid(newTraceId()) }],
    ['baggage', { baggage: `session=${newTraceId()}` }],
    ['an address', { 'x-forwarded-for': '2001:db8:0:1:1:1:1:1', mac: '00:1b:44:11:3a:b7' }],
    ['a date', { date: '2026-11-02-10-00' }],
  ])('%s', async (_label, headers) => {
    const found = await diagnose(() => headers);
    expect(found.text).toContain('carried no trace context (seen by');
    expect(found.diagnosis).toBe('not-injected');
  });

  test('nothing of a header is recorded that has not the form of a context', () => {
    const headers = {
      authorization: `Bearer ${newTraceId()}`,
      cookie: `session=${newTraceId()}`,
      'x-api-key': newTraceId(),
      etag: uuid(newTraceId()),
      'x-mail': 'jo@acme.example',
      'x-log': `jo@acme.example ${traceparent({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) })} secret`,
    };
    expect(recordHeaders({ headers }, { receiver }).headers).toEqual({
      'x-log': [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
    });
  });
});

describe('a trace id that was cut to 64 bits', () => {
  const low = ({ traceId }: Sent): string => traceId.slice(16);
  const high = ({ traceId }: Sent): string => traceId.slice(0, 16);
  test.each<[label: string, write: Write, half: 'low' | 'high', header: string]>([
    [
      'low, zeros before it',
      sent => ({ traceparent: `00-${ZEROS}${low(sent)}-${sent.spanId}-01` }),
      'low',
      'traceparent',
    ],
    [
      'low, zeros after it',
      sent => ({ traceparent: `00-${low(sent)}${ZEROS}-${sent.spanId}-01` }),
      'low',
      'traceparent',
    ],
    ['low, alone', sent => ({ traceparent: `00-${low(sent)}-${sent.spanId}-01` }), 'low', 'traceparent'],
    [
      'high, zeros after it',
      sent => ({ traceparent: `00-${high(sent)}${ZEROS}-${sent.spanId}-01` }),
      'high',
      'traceparent',
    ],
    [
      'high, zeros before it',
      sent => ({ traceparent: `00-${ZEROS}${high(sent)}-${sent.spanId}-01` }),
      'high',
      'traceparent',
    ],
    ['b3', sent => ({ b3: `${low(sent)}-${sent.spanId}-1` }), 'low', 'b3'],
    [
      'b3 in several headers',
      sent => ({ 'X-B3-TraceId': low(sent), 'X-B3-SpanId': sent.spanId }),
      'low',
      'X-B3-TraceId',
    ],
    ['Jaeger', sent => ({ 'uber-trace-id': `${low(sent)}:${sent.spanId}:0:1` }), 'low', 'uber-trace-id'],
  ])('%s', async (_label, write, half, header) => {
    let cut = '';
    const trace = await captureMessage(receiver, sent => {
      cut = half === 'low' ? low(sent) : high(sent);
      recordHeaders({ headers: write(sent) }, { receiver });
    });
    const { diagnosis, text } = judged(trace, ['orders', 'mailer']);
    expect(cut).toHaveLength(16);
    expect(text).toContain(`carried the trace id in ${header}, but cut to its ${half} 64 bits (seen by`);
    expect(text).toContain('Look at: orders: use 128-bit trace ids');
    expect(diagnosis).toBe('trace-id-cut');
  });

  test('the consumer cut it: the whole id crossed, and its trace has the half', async () => {
    const consumer: { traceId?: string; parentSpanId?: string } = {};
    const trace = await captureMessage(
      receiver,
      sent => {
        Object.assign(consumer, { traceId: ZEROS + low(sent), parentSpanId: sent.spanId });
        recordHeaders({ headers: { traceparent: traceparent(sent) } }, { receiver });
      },
      consumer,
    );
    const { diagnosis, text } = judged(trace, ['orders', 'mailer']);
    expect(text).toContain('mailer cut the trace id to 64 bits.');
    expect(text).toContain("whose id is the low 64 bits of this trace's id");
    expect(diagnosis).toBe('trace-id-cut');
  });

  test('without a record the trace of the consumer proves it, and not who did it', async () => {
    const consumer: { traceId?: string } = {};
    const trace = await captureMessage(
      receiver,
      sent => void Object.assign(consumer, { traceId: ZEROS + low(sent) }),
      consumer,
    );
    const { diagnosis, text } = judged(trace, ['orders', 'mailer']);
    expect(text).toContain('orders, mailer or a proxy cut the trace id to 64 bits.');
    expect(diagnosis).toBe('trace-id-cut');
  });

  test('another id with zeros is not cut from this one', async () => {
    const found = await diagnose(({ spanId }) => ({ traceparent: `00-${ZEROS}${newSpanId()}-${spanId}-01` }));
    expect(found.diagnosis).toBe('not-injected');
    expect(found.text).toContain('the context of another trace');
  });
});

describe('a sampling decision without ids', () => {
  const silent = 'silent' as const;
  test.each<[label: string, headers: Readonly<Record<string, string>>, value: string]>([
    ['b3', { b3: '0' }, 'b3: 0'],
    ['X-B3-Sampled', { 'X-B3-Sampled': '0' }, 'X-B3-Sampled: 0'],
    ['X-B3-Sampled as a word', { 'x-b3-sampled': 'false' }, 'X-B3-Sampled: false'],
    ['X-Ray', { 'X-Amzn-Trace-Id': 'Sampled=0' }, 'X-Amzn-Trace-Id: Sampled=0'],
    ['X-Ray with Self', { 'X-Amzn-Trace-Id': 'Self=1-0-0;Sampled=0' }, 'Sampled=0'],
    ['Datadog', { 'x-datadog-sampling-priority': '-1' }, 'X-Datadog-Sampling-Priority: -1'],
  ])('%s, not to sample: unsampled upstream', async (_label, headers, value) => {
    for (const mailer of [silent, {}] as const) {
      const found = await diagnose(() => headers, mailer);
      expect(found.text).toContain(`${value}, the decision not to sample, and no ids (seen by`);
      expect(found.diagnosis).toBe('unsampled-upstream');
    }
  });

  test.each<[label: string, headers: Readonly<Record<string, string>>]>([
    ['b3', { b3: '1' }],
    ['X-B3-Sampled', { 'X-B3-Sampled': '1' }],
    ['X-B3-Flags', { 'X-B3-Flags': '1' }],
    ['X-Ray', { 'X-Amzn-Trace-Id': 'Sampled=1' }],
  ])('%s, to sample: nothing can be continued from it', async (_label, headers) => {
    expect(await diagnose(() => headers)).toMatchObject({ diagnosis: 'wrong-format' });
    expect((await diagnose(() => headers, silent)).diagnosis).toBe('sent-nothing');
  });

  test('with ids beside it the decision is not alone', async () => {
    const found = await diagnose(sent => ({ b3: '0', traceparent: traceparent(sent) }));
    expect(found.diagnosis).toBe('not-extracted');
  });
});

describe('the random flag of Level 2', () => {
  test('a consumer that does not take flags 03', async () => {
    const found = await diagnose(sent => ({ traceparent: traceparent(sent, '03') }));
    expect(found.text).toContain('have the random bit of Trace Context Level 2 (03 for a sampled trace)');
    expect(found.diagnosis).toBe('not-extracted');
    const silent = await diagnose(sent => ({ traceparent: traceparent(sent, '03') }), 'silent');
    expect(silent.text).toContain('the random bit of Trace Context Level 2');
    expect(silent.diagnosis).toBe('sent-nothing');
  });

  test('a producer that writes it as one digit', async () => {
    const found = await diagnose(sent => ({ traceparent: traceparent(sent, '3') }));
    expect(found.text).toContain('the random bit of Trace Context Level 2: they are written as two digits, 02 or 03');
    expect(found.diagnosis).toBe('wrong-format');
  });

  test('flags 01 are not worth a word', async () => {
    expect((await diagnose(sent => ({ traceparent: traceparent(sent) }))).text).not.toContain('Level 2');
  });
});
