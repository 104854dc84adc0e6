import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as matchers from '../../../matchers/index.ts';
import '../../../matchers/vitest.ts';
import type { Trace } from '../../../src/model/trace.ts';
import { canary } from '../../../src/pii/canary/canary.ts';
import { findPii } from '../../../src/pii/find-pii.ts';
import type { Receiver } from '../../../src/receiver/receiver.ts';
import { startReceiver } from '../../../src/receiver/start-receiver.ts';
import { traceRequest, valuesIn } from './telemetry.ts';

// The values are in a file, so that no source that a runner shows around a failure holds them.
const values: Record<string, string> = JSON.parse(readFileSync(process.env.VALUES ?? '', 'utf8'));

let receiver: Receiver;
/** The one that refuses. */
let losing: Receiver;
let trace: Trace;
/** A trace with a stray, and one of which something was refused. */
let strayed: Trace;
let lossy: Trace;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 2_000, xray: { indexedAttributes: 'all' } });
  losing = await startReceiver({ grpcPort: false, timeout: 2_000 });
  trace = await receiver.capture(async context => {
    const record = {
      traceId: context.traceId,
      spanId: '1'.repeat(16),
      body: { stringValue: `mail to ${values.email}` },
    };
    await post('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
    await post('/v1/traces', traceRequest(context, values));
  });
  strayed = await receiver.capture(async context => {
    await post('/v1/traces', oneSpan(context, { name: 'POST /signup' }));
    await post('/v1/traces', traceRequest({ traceId: '7'.repeat(32), spanId: '' }, values));
  });
  lossy = await losing.capture(async context => {
    await post('/v1/traces', oneSpan(context, { name: 'POST /signup' }), losing);
    await post('/v1/traces', oneSpan(context, { name: 'POST /signup', id: values.card }), losing);
    const elsewhere = { name: 'POST /signup', service: values.email, id: '2'.repeat(16) };
    await post(`/v1/${values.email}`, oneSpan(context, elsewhere), losing);
    await post('/v1/traces', { [values.email ?? '']: [{}] }, losing);
  });
  await post('/v1/logs', {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: values.email } }] }] }],
  });
  // Refused, and the reason quotes it.
  await post('/v1/traces', { resourceSpans: values.email });
});
afterAll(() => Promise.all([receiver.stop(), losing.stop()]));

function post(path: string, body: unknown, to: Receiver = receiver): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(to.httpUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function oneSpan(
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
  {
    name,
    service = 'signup',
    id = '1'.repeat(16),
  }: { name: string; service?: string | undefined; id?: string | undefined },
): object {
  const now = `${Date.now()}000000`;
  const span = { traceId, spanId: id, parentSpanId: spanId, name, startTimeUnixNano: now, endTimeUnixNano: now };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
}

/** What each matcher is asked, so that it fails; the others judge services, or need another subject. */
const ON_TRACE: Record<string, () => readonly unknown[]> = {
  toHaveSpan: () => [
    { name: 'charge', attributes: { 'user.email': `x${values.email}`, 'db.query.text': values.card } },
  ],
  toHaveSpanTree: () => [{ name: 'POST /signup', children: [{ name: 'nothing', attributes: { note: values.email } }] }],
  toHappenInOrder: () => [[{ attributes: { 'user.email': values.email } }, 'charge']],
  toHaveNoErrors: () => [],
  toRecordErrors: () => [{ except: { attributes: { 'user.email': `x${values.email}` } } }],
  toHaveServiceIdentity: () => [{ except: { resource: { 'host.owner': values.email } } }],
  toFollowAttributePolicy: () => [
    {
      attributes: {
        'user.*': { forbidden: true, description: `of ${values.email}` },
        'app.card': { values: [values.iban ?? ''], cardinality: { max: 1 } },
        'db.query.text': { required: { name: values.email ?? '' }, type: 'int' },
        [`app.${values.token}`]: { required: { attributes: { 'user.email': values.email } } },
      },
      allowed: { 'app.*': ['app.card', `app.${values.card}`] },
    },
  ],
  toHaveNoRepeats: () => [{ max: 1, of: { service: /./ } }],
  toHaveNoStrays: () => [],
  toHaveLogs: () => [{ body: values.email, attributes: { 'user.email': values.card } }],
  toHaveCorrelatedLogs: () => [{ services: [values.email] }],
  toBeComplete: () => [],
  toBeSampledConsistently: () => [],
  toBeUnsampled: () => [],
  toPropagateAcross: () => ['signup', values.email],
  toMatchTraceSnapshot: () => [],
  toTakeLessThan: () => [0.000_001],
  toBeFreeOfPii: () => [],
  toFitXRay: () => [{ epoch: true }],
  toContinue: () => [`00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`],
};
const ON_SPANS: Record<string, () => readonly unknown[]> = {
  toBeChildOf: () => [{ name: values.email, attributes: { 'user.email': values.email } }],
  toBeDescendantOf: () => [{ attributes: { 'user.email': values.email } }],
  toBeRoot: () => [],
  toBeLinkedTo: () => [{ attributes: { 'user.email': values.email } }],
  toHappenBefore: () => [{ attributes: { 'user.email': values.email } }],
  toHaveAttribute: () => ['db.query.text', values.email],
  toHaveSpanAttribute: () => ['user.email', 'nobody'],
  toHaveAttributes: () => [{ 'url.full': `https://x.example/?access_token=${values.token}`, 'app.card': 1 }],
  toHaveResourceAttribute: () => ['host.owner', 'nobody'],
  toHaveEvent: () => ['exception', { 'exception.message': values.iban }],
  toHaveException: () => [{ message: values.iban }],
  toHaveStatus: () => ['ERROR', values.email],
  toHaveXRayAnnotation: () => ['user.email', values.email],
  toHaveXRayMetadata: () => ['db.query.text', values.card],
};

type Any = Record<string, (...given: readonly unknown[]) => void> & { not: Any };

for (const [name, given] of Object.entries(ON_TRACE)) {
  test(name, () => (expect(trace) as unknown as Any)[name]?.(...given()));
  test(`${name}, negated`, () => (expect(trace).not as unknown as Any)[name]?.(...given()));
}
for (const [name, given] of Object.entries(ON_SPANS)) {
  test(name, () => {
    const failures = trace.spans.flatMap(span => {
      try {
        (expect(span) as unknown as Any)[name]?.(...given());
        return [];
      } catch (error) {
        return [error as Error];
      }
    });
    throw new AggregateError(failures, failures.map(({ message }) => message).join('\n\n'));
  });
  test(`${name}, negated`, () => (expect(trace.spans).not as unknown as Any)[name]?.(...given()));
}

/** Every text that names strays, or what was refused. */
const ON_CAPTURES: Record<string, (subject: Trace) => void> = {
  toHaveNoStrays: subject => expect(subject).toHaveNoStrays(),
  'not.toHaveSpan': subject => expect(subject).not.toHaveSpan({ status: 'ERROR' }),
  'not.toHaveSpanTree': subject => expect(subject).not.toHaveSpanTree({ status: 'ERROR' }),
  toHaveNoErrors: subject => expect(subject).toHaveNoErrors(),
  toRecordErrors: subject => expect(subject).toRecordErrors(),
  toHaveServiceIdentity: subject => expect(subject).toHaveServiceIdentity({ except: 'POST /signup' }),
  toFollowAttributePolicy: subject => expect(subject).toFollowAttributePolicy({ allowed: { 'app.*': [] } }),
  toHaveNoRepeats: subject => expect(subject).toHaveNoRepeats({ max: 1 }),
  toBeFreeOfPii: subject => expect(subject).toBeFreeOfPii(),
  'not.toLeak': subject => expect(subject).not.toLeak(canary.track('the address', values.email ?? '').sent()),
};
for (const [name, assertion] of Object.entries(ON_CAPTURES)) {
  test(`${name} with a stray`, () => assertion(strayed));
  test(`${name} of which something was refused`, () => assertion(lossy));
}
test('toBeComplete of which something was refused', () => expect(lossy).toBeComplete());

test('toLeak', () => {
  const sent = canary.track('the address', values.email ?? '');
  expect(trace).not.toLeak(sent);
});

test('the verbs', () => {
  console.log(String(trace), receiver.stats.rejections, receiver.problems);
  console.log(losing.stats.rejections, losing.problems, lossy.losses);
  console.log(JSON.stringify(findPii(trace)), findPii(receiver));
  trace.get({ name: values.email ?? '' });
});

test('toCorrelateWith', () => expect(receiver.logs).toCorrelateWith(trace));

test('not.toHaveLogs', () => expect(trace).not.toHaveLogs(/./));

test('a trace with its log records', () => console.log(trace.print({ logs: true })));

test('several matches', () => trace.get({ service: 'signup' }));

test('a time-out', async () => {
  await receiver.capture(() => undefined, { services: [values.email ?? ''] });
});

test('a span that does not come', () => receiver.waitForSpan({ attributes: { 'user.email': `y${values.email}` } }));

const OF_REPORTS = ['toHonorTraceContext', 'toSample', 'toSampleAtMost'];
test('every matcher is here', () => {
  const asked = new Set([...Object.keys(ON_TRACE), ...Object.keys(ON_SPANS), 'toLeak', ...OF_REPORTS]);
  const forgotten = Object.keys(matchers).filter(name => !asked.has(name));
  console.log(`FORGOTTEN: ${JSON.stringify(forgotten)}`);
  console.log(`VALUES: ${valuesIn(trace, values).join()}`);
});
