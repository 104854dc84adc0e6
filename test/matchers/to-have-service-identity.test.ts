import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Attributes } from '../../src/model/attributes.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const IDENTITY = {
  'service.version': '1.2.3',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.version': '2.12.1',
};

function withResource(resource: Attributes, more: SpanSpec = {}) {
  return buildTrace([{ service: 'orders', resource: { ...IDENTITY, ...resource }, ...more }]);
}

const sound = withResource({});

test('holds where every service says who it is', () => {
  expect(sound).toHaveServiceIdentity();
  expect([sound, sound]).toHaveServiceIdentity();
  expect({ sound }).toEqual({ sound: expect.toHaveServiceIdentity() });
});

test.each<[what: string, resource: Attributes, says: string]>([
  [
    'no name of its own',
    { 'service.name': 'unknown_service:node' },
    'service.name = "unknown_service:node", the default of an SDK',
  ],
  ['the bare default name', { 'service.name': 'unknown_service' }, 'service.name = "unknown_service", the default'],
  ['an empty name', { 'service.name': '' }, 'service.name is empty'],
  ['a name of blanks', { 'service.name': ' ' }, 'service.name is empty'],
  ['an empty version', { 'service.version': '' }, 'service.version is empty'],
  ['a version that is a number', { 'service.version': 12 }, 'service.version = 12, which is not text'],
  ['an empty SDK name', { 'telemetry.sdk.name': '' }, 'telemetry.sdk.name is empty'],
  ['a language that is empty', { 'telemetry.sdk.language': '' }, 'telemetry.sdk.language is empty'],
  ['an SDK version that is null', { 'telemetry.sdk.version': null }, 'telemetry.sdk.version is missing'],
])('fails for %s', (_what, resource, says) => {
  const trace = withResource(resource);
  const text = failureOf(() => expect(trace).toHaveServiceIdentity());
  expect(text).toContain(says);
  expect(text).toContain('Fix: ');
  expect(trace).not.toHaveServiceIdentity();
  expect([sound, trace]).not.toHaveServiceIdentity();
  expect({ trace }).toEqual({ trace: expect.not.toHaveServiceIdentity() });
});

test('fails for a resource that has nothing at all', () => {
  const trace = buildTrace([
    { data: { resource: { attributes: {}, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' } } },
  ]);
  expect(failureOf(() => expect(trace).toHaveServiceIdentity())).toContain('service.name is missing');
});

test('spans that are excepted are not judged, and where all are, nothing is', () => {
  const trace = buildTrace([{ service: 'orders', resource: IDENTITY, children: [{ service: 'envoy' }] }]);
  expect(trace).not.toHaveServiceIdentity();
  expect(trace).toHaveServiceIdentity({ except: { service: 'envoy' } });
  expect(trace).toHaveServiceIdentity({ except: ['other', { service: /^env/ }] });
  for (const given of [expect(trace), expect(trace).not])
    expect(failureOf(() => given.toHaveServiceIdentity({ except: { service: /./ } }))).toContain(
      'INCOMPLETE: every span is excepted, so no service was judged.',
    );
});

describe('where something is missing', () => {
  const dropped = {
    attributes: { 'service.name': 'orders' },
    droppedAttributesCount: 4,
    entityRefs: [],
    schemaUrl: '',
  };
  test.each<[what: string, trace: ReturnType<typeof buildTrace>, says: string]>([
    [
      'a parent',
      withResource({}, { parentId: 'abcdef0123456789' }),
      'every service that arrived has them, but the trace did not',
    ],
    ['resource attributes', buildTrace([{ data: { resource: dropped } }]), 'resource attributes were dropped'],
  ])('%s, it is INCOMPLETE in both polarities', (_what, trace, says) => {
    for (const given of [expect(trace), expect(trace).not])
      expect(failureOf(() => given.toHaveServiceIdentity())).toContain(`INCOMPLETE: ${says}`);
  });

  test('an attribute of a span that was dropped does not matter', () => {
    expect(withResource({}, { data: { droppedAttributesCount: 1 } })).toHaveServiceIdentity();
  });

  test('a name that is the default is wrong, whatever was dropped', () => {
    const resource = { ...dropped, attributes: { 'service.name': 'unknown_service:java' } };
    expect(buildTrace([{ data: { resource } }])).not.toHaveServiceIdentity();
  });

  test('a stray of a service without an identity', () => {
    const stray = buildTrace([{ service: 'mailer' }], { traceId: 'e'.repeat(32) });
    const trace = buildTrace([{ resource: IDENTITY }], { captured: { strays: () => [stray] } });
    for (const given of [expect(trace), expect(trace).not])
      expect(failureOf(() => given.toHaveServiceIdentity())).toMatch(
        /INCOMPLETE: every service of the trace has them, but a stray/,
      );
  });
});

test('says of each service what it lacks, and how to set it', () => {
  const { 'service.version': _, ...unversioned } = IDENTITY;
  const trace = buildTrace([
    {
      kind: 'SERVER',
      name: 'POST /checkout',
      service: 'unknown_service:node',
      resource: unversioned,
      children: [
        { service: 'envoy', name: 'ingress', kind: 'CLIENT' },
        { service: 'orders', resource: IDENTITY, children: [{ resource: { ...IDENTITY, 'service.version': '' } }] },
      ],
    },
  ]);
  expect(failureOf(() => expect(trace).toHaveServiceIdentity())).toMatchInlineSnapshot(`
    "expect(trace).toHaveServiceIdentity()

    Expected:  every service to have service.name, service.version, telemetry.sdk.name, telemetry.sdk.language and telemetry.sdk.version
    Received:  3 services of 3 without all of them

    1. unknown_service:node
       service.name = "unknown_service:node", the default of an SDK that was not given a name
       service.version is missing
       Fix: set OTEL_SERVICE_NAME, or service.name in the resource.
       Fix: set OTEL_RESOURCE_ATTRIBUTES=service.version=1.2.3, or service.version in the resource.

    2. envoy
       service.version is missing
       telemetry.sdk.name is missing
       telemetry.sdk.language is missing
       telemetry.sdk.version is missing
       Fix: set OTEL_RESOURCE_ATTRIBUTES=service.version=1.2.3, or service.version in the resource.
       Fix: keep the SDK's default resource: merge your own into it. A proxy or a collector has no SDK:
            name it, { except: { service: '...' } }.

    3. orders (in 1 span of 2)
       service.version is empty
       Fix: set OTEL_RESOURCE_ATTRIBUTES=service.version=1.2.3, or service.version in the resource.

    trace 4bf92f35, 3 services, 4 spans, 13 ms
    unknown_service:node  SERVER    POST /checkout  10 ms  <- lacks service.name and service.version
    envoy                 CLIENT    ├─ ingress      10 ms  <- lacks service.version and 3 more
    orders                INTERNAL  └─ work         10 ms
    orders                INTERNAL     └─ work      10 ms  <- lacks service.version

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
  expect(failureOf(() => expect(sound).not.toHaveServiceIdentity())).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveServiceIdentity()

    Expected:  a service without one of service.name, service.version, telemetry.sdk.name, telemetry.sdk.language and telemetry.sdk.version
    Received:  1 service with all of them: orders

    trace 4bf92f35, 1 service, 1 span, 10 ms
    orders  INTERNAL  work  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
