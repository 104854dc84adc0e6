import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Attributes } from '../../src/model/attributes.ts';
import type { Span } from '../../src/model/trace.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

function spanWith(attributes: Attributes, more: SpanSpec = {}): Span {
  const xray = { indexedAttributes: ['app.order.id'], logGroups: [], source: 'a test' };
  return buildTrace([{ name: 'POST /charge', kind: 'SERVER', service: 'payments', attributes, ...more }], { xray }).get(
    'POST /charge',
  );
}

const ATTRIBUTES = {
  'app.order.id': 'ord-17',
  'app.note': 'n',
  'app.tags': ['a', 'b'],
  'aws.xray.metadata.debug': '{"rows":3}',
};

test.each<[label: string, key: string, value: readonly unknown[]]>([
  ['an attribute', 'app.note', ['n']],
  ['a list', 'app.tags', [['a', 'b']]],
  ['an attribute of the resource', 'otel.resource.service.name', ['payments']],
  ['a namespace', 'aws.xray.metadata.debug', [{ rows: 3 }]],
  ['a key of a namespace', 'debug.rows', [3]],
  ['a key of the default namespace', 'default.app.note', []],
])('holds for %s', (_, key, value) => {
  const span = spanWith(ATTRIBUTES);
  const given = [key, ...value] as [string, unknown?];
  expect(span).toHaveXRayMetadata(...given);
  expect({ span }).toEqual({ span: expect.toHaveXRayMetadata(...given) });
  expect(() => expect(span).not.toHaveXRayMetadata(...given)).toThrow('Expected "POST /charge" not to have:');
});

test.each<[label: string, key: string, value: readonly unknown[], text: RegExp]>([
  ['what is indexed', 'app.order.id', [], /it is an annotation, app\.order\.id = "ord-17"/],
  ['another value', 'app.note', ['m'], /metadata app\.note = "n"/],
  ['a resource’s key without its prefix', 'service.name', [], /which X-Ray calls otel\.resource\.service\.name/],
  ['what is not there', 'app.tenant', [], /no such metadata\n/],
])('does not hold for %s', (_, key, value, text) => {
  const span = spanWith(ATTRIBUTES);
  const given = [key, ...value] as [string, unknown?];
  expect(span).not.toHaveXRayMetadata(...given);
  expect(failureOf(() => expect(span).toHaveXRayMetadata(...given))).toMatch(text);
});

test('a subsegment has no resource', () => {
  const span = spanWith({}, { kind: 'INTERNAL', parentId: 'f'.repeat(16) });
  expect(span).not.toHaveXRayMetadata('otel.resource.service.name');
  expect(failureOf(() => expect(span).toHaveXRayMetadata('otel.resource.service.name'))).toContain(
    'Fix: look at the segment of the service',
  );
});
