import { expect as base, type Locator } from '@playwright/test';
import {
  canary,
  checkTraceContext,
  logQuery,
  measureSampling,
  type Receiver,
  type SamplingReport,
  type Span,
  select,
  type TraceContextReport,
} from 'tracewright';
import { withTraces } from 'tracewright/playwright';
import { toXRaySegments, type XRaySegment, xrayServiceMap } from 'tracewright/xray';

const expect = withTraces(base);

/** What a user writes compiles; what would be a mistake does not. Never run, only compiled. */
export async function usage(receiver: Receiver): Promise<void> {
  const trace = await receiver.capture(async ({ headers }) => Object.keys(headers).length, { services: ['gateway'] });
  const result: number = trace.result;
  const span: Span = trace.get({ name: /^POST/, kind: 'SERVER', attributes: { 'http.route': expect.any(String) } });

  expect(trace).toHaveSpan('charge card', { times: { min: 1, max: result } });
  expect(receiver.traces).not.toHaveSpan({ status: { code: 'ERROR', message: /honour/ } });
  expect(span).toBeChildOf(trace.get('POST'));
  expect(trace.spans).toHaveAttribute('app.order.id', expect.stringMatching(/^ord-/));
  expect(span).not.toHaveSpanAttribute('app.amount');
  expect(span).toHaveStatus('ERROR', /honour/);
  expect(trace.spans).toBeDescendantOf({ service: 'gateway' });
  expect(span).toBeRoot();
  expect(span).not.toBeLinkedTo(trace.get('POST'));
  expect(span).toHappenBefore('charge card');
  expect(span).toHaveAttributes({ 'app.order.id': /^ord-/, 'app.amount': expect.any(Number) });
  expect(span).toHaveResourceAttribute('service.name', 'orders');
  expect(span).toHaveEvent(/^retry/, { attempt: 1 });
  expect(span).toHaveException({ type: 'CardDeclined', message: /honour/ });
  expect(trace).toHaveNoErrors({ except: [/^GET/, { status: 'ERROR' }] });
  expect(receiver.traces).toHaveNoRepeats({ max: 3, of: { operation: 'database' } });
  expect(trace).toHaveNoRepeats({ max: 3, per: { ancestor: { kind: 'SERVER' } } });
  expect(trace).toHappenInOrder(['validate', /^charge/], { of: { kind: 'CLIENT' }, exact: true });
  expect({ trace }).toEqual({ trace: expect.not.toHappenInOrder(['validate', { kind: 'PRODUCER' }]) });
  expect(trace).toRecordErrors({ except: [/^GET/, { kind: 'CLIENT' }] });
  expect(receiver.traces).toHaveServiceIdentity({ except: { service: 'envoy' } });
  expect(trace).toFollowAttributePolicy('attribute-policy.yaml');
  expect(receiver.traces).toFollowAttributePolicy({
    attributes: {
      'app.order.id': { required: [{ kind: 'SERVER', service: { pattern: '^ord' } }, 'charge card'], values: /^ord-/ },
      'app.amount': { type: 'int', cardinality: { max: 500 }, forbidden: span => span.kind === 'CLIENT' },
    },
    resource: { 'deployment.environment.name': { required: true, values: ['test'] } },
    allowed: { 'app.*': ['app.feature.*'] },
    strict: true,
  });
  // @ts-expect-error no such type
  expect(trace).toFollowAttributePolicy({ attributes: { 'app.amount': { type: 'text' } } });
  // @ts-expect-error a policy has to be there
  expect(trace).toFollowAttributePolicy();
  expect(trace).toHaveNoStrays({ except: ['poll', { service: /^metrics/ }] });
  expect(span).toHaveXRayAnnotation('app.order.id', expect.any(String));
  expect([span]).not.toHaveXRayMetadata('app.note');
  expect(trace).toFitXRay({ epoch: true, except: { scope: /express/ } });
  const segments: XRaySegment[] = toXRaySegments(trace, { indexedAttributes: 'all' });
  const calls: number[] = xrayServiceMap(trace).edges.map(({ requests }) => requests);
  expect(segments.length).toBeGreaterThan(calls.length);
  expect(trace).toBeComplete();
  expect([trace]).toBeSampledConsistently();
  expect(trace).toHaveLogs('order placed');
  expect(receiver.traces).not.toHaveLogs({ body: /declined/, severity: { min: 'WARN' }, span }, { times: { max: 2 } });
  expect(trace).toHaveCorrelatedLogs({ services: ['orders'], except: [/^cache/, { severity: 'DEBUG' }] });
  expect(trace.logs).toCorrelateWith(trace);
  expect({ trace }).toEqual({ trace: expect.not.toHaveLogs({ attributes: { 'app.order.id': 'ord-17' } }) });
  const query: string = logQuery(trace, 'cloudwatch') + trace.print({ logs: true });
  expect(query).toContain(trace.traceId);
  expect(trace).toHaveSpanTree(
    { name: 'POST /orders', children: ['charge card', { kind: 'CLIENT', children: [{ service: /^pay/ }] }] },
    { exact: true, ordered: true },
  );
  expect(trace).toHaveSpanTree({ children: [select('span[kind=CLIENT]'), child => child.durationMs > 1] });
  expect(await receiver.capture(() => 42, { sampled: false })).toBeUnsampled();
  expect([span]).toTakeLessThan(100);
  expect(trace).toTakeLessThan(100);
  expect(trace).toPropagateAcross('gateway', 'orders', ['payments', 'mailer'], { direct: true });
  expect(trace).toPropagateAcross('orders', 'mailer', {
    via: 'link',
    sameTrace: false,
    baggage: { tier: /^g/ },
    timeout: 500,
  });
  const report: TraceContextReport = await checkTraceContext('http://127.0.0.1:9', { strict: true, concurrency: 2 });
  expect(report).toHonorTraceContext({ known: ['traceparent-version-ff'] });
  // @ts-expect-error an option of the check
  expect(report).toHonorTraceContext({ strict: true });
  expect(report).not.toHonorTraceContext();
  expect({ report }).toEqual({ report: expect.toHonorTraceContext() });
  const sampling: SamplingReport = await measureSampling(receiver, {
    requests: 2_000,
    request: ({ signal }) => fetch('http://127.0.0.1:9', { signal }),
    root: { name: 'GET /orders' },
  });
  expect(sampling).toSample(0.05, { margin: 0.025, confidence: 0.9999 });
  // @ts-expect-error the margin has to be there
  expect(sampling).toSample(0.05, { confidence: 0.9999 });
  expect(sampling).not.toSampleAtMost(1);
  expect({ sampling }).toEqual({ sampling: expect.toSample(0.05, { margin: 0.025 }) });
  const failing: string[] = report.cases.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
  expect(failing).toEqual([]);
  expect(trace).toBeFreeOfPii({ levels: { phone: 'warn' }, allow: [{ key: 'user.email', reason: 'seeded users' }] });
  expect(receiver.logs).toBeFreeOfPii('pii-policy.yaml');
  expect(receiver.metrics).toBeFreeOfPii();
  expect(trace).toBeFreeOfPii({ kinds: ['gen-ai-content'] });
  expect(trace).not.toLeak(canary.person(), { allow: [{ key: 'enduser.id', reason: 'an id by design' }] });
  expect(receiver.metrics.filter(({ type }) => type === 'histogram')).not.toLeak(canary.person());
  expect(trace).toMatchTraceSnapshot();
  expect([trace]).toMatchTraceSnapshot('checkout', { mask: ['app.order.id', /ord-\d+/], keep: ['server.port'] });
  expect(trace).toMatchTraceSnapshot({ mask: ['app.*'] });
  expect({ span }).toEqual({ span: expect.toHaveAttribute('app.amount', 1999) });
  await expect(receiver.waitForSpan('charge card')).resolves.toHaveStatus('ERROR');

  // @ts-expect-error no such option
  expect(trace).toFitXRay({ epochs: true });
  // @ts-expect-error a key has to be there
  expect(span).toHaveXRayAnnotation();
  // @ts-expect-error no such field of a log record
  expect(trace).toHaveLogs({ message: 'order placed' });
  // @ts-expect-error services stand in an array
  expect(trace).toHaveCorrelatedLogs({ services: 'orders' });
  // @ts-expect-error no such backend
  logQuery(trace, 'splunk');
  // @ts-expect-error an option of capture()
  expect(trace).toHaveNoStrays({ background: 'poll' });
  // @ts-expect-error the API's 2 is CLIENT, the wire's 2 is SERVER
  expect(trace).toHaveSpan({ kind: 2 });
  // @ts-expect-error no such criterion
  expect(trace).toHaveSpan({ nam: 'charge card' });
  // @ts-expect-error a criterion has to be there
  expect(trace).toHaveSpan();
  // @ts-expect-error no such option
  expect(trace).toHaveSpan('charge card', { time: 2 });
  // @ts-expect-error undefined is no expectation
  expect(trace).toHaveSpan({ name: undefined });
  // @ts-expect-error no such status code
  expect(span).toHaveStatus('FAILED');
  // @ts-expect-error no such field of a node
  expect(trace).toHaveSpanTree({ name: 'POST /orders', children: [{ nam: 'charge card' }] });
  // @ts-expect-error no such operation
  expect(trace).toHaveSpan({ operation: 'databse' });
  // @ts-expect-error steps are a list
  expect(trace).toHappenInOrder('validate');
  // @ts-expect-error a limit has to be there
  expect(trace).toHaveNoRepeats({ of: 'SELECT' });
  // @ts-expect-error no such field of an exception
  expect(span).toHaveException({ mesage: 'no' });
  // @ts-expect-error milliseconds are a number
  expect(span).toTakeLessThan('100');
  // @ts-expect-error a key has to be there
  expect(span).toHaveAttribute();
  // @ts-expect-error a service has a name
  expect(trace).toPropagateAcross(1, 2);
}

export async function besideLocators(link: Locator): Promise<void> {
  await expect(link).toHaveAttribute('href', /check/, { timeout: 100 });
  await expect(link).not.toBeDisabled();
  expect([1]).toHaveLength(1);
  // @ts-expect-error keys stand in an array
  expect(trace).toMatchTraceSnapshot({ mask: 'app.order.id' });
}
