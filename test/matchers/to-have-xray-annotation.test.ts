import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Attributes } from '../../src/model/attributes.ts';
import type { Span } from '../../src/model/trace.ts';
import type { XRayIndexing } from '../../src/model/xray-indexing.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, send } from '../otlp-request.ts';

function xray(indexedAttributes: XRayIndexing['indexedAttributes']): XRayIndexing {
  return { indexedAttributes, logGroups: [], source: 'startReceiver({ xray: { indexedAttributes } })' };
}

/** The span of a SERVER, whose segment has the resource. */
function spanWith(attributes: Attributes, indexed: XRayIndexing['indexedAttributes'], more: SpanSpec = {}): Span {
  const trace = buildTrace([{ name: 'POST /charge', kind: 'SERVER', service: 'payments', attributes, ...more }], {
    xray: xray(indexed),
  });
  return trace.get({ service: 'payments' });
}

const ORDER = { 'app.order.id': 'ord-17', 'app.amount': 1999, 'user-id': 'u-1' };

test.each<[label: string, key: string, value: readonly unknown[]]>([
  ['an attribute by its key', 'app.order.id', []],
  ['its value', 'app.order.id', ['ord-17']],
  ['a number', 'app.amount', [1999]],
  ['a pattern', 'app.order.id', [/^ord-/]],
  ['an asymmetric matcher', 'app.amount', [expect.any(Number)]],
  ['the attribute’s key where characters change', 'user-id', ['u-1']],
  ['X-Ray’s key where characters change', 'user_id', ['u-1']],
  ['the resource of a segment', 'otel.resource.service.name', ['payments']],
])('holds for %s', (_, key, value) => {
  const span = spanWith(ORDER, 'all');
  const given = [key, ...value] as [string, unknown?];
  expect(span).toHaveXRayAnnotation(...given);
  expect({ span }).toEqual({ span: expect.toHaveXRayAnnotation(...given) });
  expect(() => expect(span).not.toHaveXRayAnnotation(...given)).toThrow('Expected "POST /charge" not to have:');
});

test.each<[label: string, key: string, value: readonly unknown[], text: RegExp]>([
  ['what is not indexed', 'app.amount', [], /it is metadata, app\.amount = 1999[\s\S]*Fix: add "app\.amount"/],
  ['X-Ray’s key of what is not indexed', 'user_id', [], /it is metadata, user-id = "u-1"[\s\S]*Fix: add "user-id"/],
  ['another value', 'app.order.id', ['ord-18'], /annotation app\.order\.id = "ord-17"/],
  ['a number as a text', 'app.order.id', [17], /annotation app\.order\.id = "ord-17"/],
  ['what is not there at all', 'app.tenant', [], /no such annotation\n/],
  ['a dot as older exporters wrote it', 'app_order_id', [], /its key is app\.order\.id[\s\S]*since release 0\.97/],
])('does not hold for %s', (_, key, value, text) => {
  const span = spanWith(ORDER, ['app.order.id']);
  const given = [key, ...value] as [string, unknown?];
  expect(span).not.toHaveXRayAnnotation(...given);
  expect({ span }).toEqual({ span: expect.not.toHaveXRayAnnotation(...given) });
  expect(failureOf(() => expect(span).toHaveXRayAnnotation(...given))).toMatch(text);
});

test.each<[label: string, attributes: Attributes, key: string, text: RegExp]>([
  [
    'http.response.status_code',
    { 'http.response.status_code': 402 },
    'http.response.status_code',
    /http\.response\.status/,
  ],
  ['db.statement', { 'db.system': 'mysql', 'db.statement': 'SELECT 1' }, 'db.statement', /into sql\.sanitized_query/],
  ['enduser.id', { 'enduser.id': 'u' }, 'enduser.id', /into user/],
  ['net.peer.name without HTTP', { 'net.peer.name': 'db' }, 'net.peer.name', /removes it from this document/],
  ['a list', { 'app.tags': ['a'] }, 'app.tags', /drops it, because it is an array/],
  ['a map', { 'app.map': { k: 1 } }, 'app.map', /drops it, because it is a map/],
  ['NaN elsewhere on the span', { 'app.id': 7, 'app.ratio': [Number.NaN] }, 'app.id', /drops the span.*\n.*none/],
])('says where %s went', (_, attributes, key, text) => {
  const indexed = key === 'app.id' ? [key] : 'all';
  expect(failureOf(() => expect(spanWith(attributes, indexed)).toHaveXRayAnnotation(key))).toMatch(text);
});

test('of several spans, every one must have it; negated, none may', () => {
  const spans = [spanWith(ORDER, 'all'), spanWith({}, 'all')];
  expect(failureOf(() => expect(spans).toHaveXRayAnnotation('app.order.id'))).toContain('1 of 2 spans fails:');
  expect(failureOf(() => expect(spans).not.toHaveXRayAnnotation('app.order.id'))).toContain('1 of 2 spans fails:');
});

test('what the SDK dropped may be it', () => {
  const span = spanWith({}, 'all', { data: { droppedAttributesCount: 2 } });
  expect(failureOf(() => expect(span).toHaveXRayAnnotation('app.order.id'))).toContain('2 of its attributes, dropped');
  expect(failureOf(() => expect(span).not.toHaveXRayAnnotation('app.order.id'))).toContain('INCOMPLETE');
});

test('an attribute under its other name makes neither pass', () => {
  const span = spanWith({ 'db.system.name': 'redis' }, 'all');
  for (const assert of [
    () => expect(span).toHaveXRayAnnotation('db.system', 'redis'),
    () => expect(span).not.toHaveXRayAnnotation('db.system', 'redis'),
  ])
    expect(failureOf(assert)).toContain('Hint: db.system is the name of the old semantic conventions');
});

test('both documents of a LOCAL_ROOT count', () => {
  const attributes = { 'aws.span.kind': 'LOCAL_ROOT', 'aws.remote.service': 'kafka' };
  const span = spanWith(attributes, 'all', { kind: 'PRODUCER' });
  expect(span).toHaveXRayAnnotation('aws.remote.service', 'kafka');
  expect(span).toHaveXRayAnnotation('otel.resource.service.name', 'payments');
});

test('the failure masks values', () => {
  const span = spanWith({ 'user.email': 'ada@example.com' }, []);
  expect(failureOf(() => expect(span).toHaveXRayAnnotation('user.email', 'grete@example.com'))).not.toMatch(
    /ada@|grete@/,
  );
});

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({
    grpcPort: false,
    xray: { collectorConfig: { exporters: { awsxray: { indexed_attributes: ['app.order.id'] } } } },
  });
});
afterAll(() => receiver.stop());

test('spans of a receiver are judged by what it was told, however they are got', async () => {
  const trace = await receiver.capture(async ({ traceId, spanId }) => {
    const root = newSpanId();
    await send(receiver, { traceId, spanId: root, parentSpanId: spanId, attributes: { 'app.order.id': 'ord-17' } });
    await send(receiver, { traceId, parentSpanId: root, name: 'charge card', attributes: { 'app.note': 'n' } });
  });
  for (const span of [trace.roots[0], receiver.traces[0]?.roots[0], await receiver.waitForSpan(/./)])
    expect(span).toHaveXRayAnnotation('app.order.id', 'ord-17');
  expect(trace.get('charge card')).toHaveXRayMetadata('app.note', 'n');
  expect(trace).toFitXRay();
  expect(failureOf(() => expect(trace.get('charge card')).toHaveXRayAnnotation('app.note'))).toContain(
    'Indexed:                    app.order.id (exporter awsxray of collectorConfig)',
  );
});
