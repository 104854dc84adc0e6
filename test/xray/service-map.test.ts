import { expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import { xrayServiceMap } from '../../src/xray/index.ts';
import { buildTrace } from '../build-trace.ts';
import { shopTrace } from '../gallery/shop-trace.ts';

const FARGATE = { 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'fargate' };

function edgesOf(trace: Trace): string[] {
  return xrayServiceMap(trace).edges.map(({ from, to }) => `${from.name} -> ${to.name} (${to.type})`);
}

test('a call points to the segment below it, or to a node of its own', () => {
  const trace = buildTrace([
    {
      service: 'gateway',
      kind: 'SERVER',
      resource: FARGATE,
      children: [
        {
          kind: 'CLIENT',
          name: 'POST',
          resource: FARGATE,
          children: [
            {
              service: 'orders',
              kind: 'SERVER',
              attributes: { 'http.response.status_code': 503 },
              children: [
                {
                  kind: 'CLIENT',
                  name: 'SELECT',
                  attributes: { 'db.system': 'mysql', 'db.name': 'shop' },
                  status: { code: 'ERROR' },
                },
                { kind: 'CLIENT', name: 'SELECT', attributes: { 'db.system': 'mysql', 'db.name': 'shop' } },
                {
                  kind: 'INTERNAL',
                  name: 'validate',
                  children: [{ kind: 'CLIENT', attributes: { 'aws.service': 'S3' } }],
                },
                {
                  kind: 'CLIENT',
                  attributes: { 'peer.service': 'rates', 'http.response.status_code': 429 },
                },
              ],
            },
          ],
        },
      ],
    },
  ]);
  const map = xrayServiceMap(trace);
  expect(map.nodes).toEqual([
    { name: 'gateway', type: 'AWS::ECS::Fargate', requests: 1, errors: 0, faults: 0, throttles: 0 },
    { name: 'client', type: 'client', requests: 0, errors: 0, faults: 0, throttles: 0 },
    { name: 'orders', type: 'service', requests: 1, errors: 0, faults: 1, throttles: 0 },
    { name: 'shop', type: 'Database::SQL', requests: 2, errors: 0, faults: 1, throttles: 0 },
    { name: 'S3', type: 'AWS::S3', requests: 1, errors: 0, faults: 0, throttles: 0 },
    { name: 'rates', type: 'remote', requests: 1, errors: 1, faults: 0, throttles: 1 },
  ]);
  expect(map.unattached).toEqual([]);
  expect(String(map)).toMatchInlineSnapshot(`
    "client -> gateway (AWS::ECS::Fargate)  1 request
    gateway -> orders                      1 request, 1 fault
    orders -> shop (Database::SQL)         2 requests, 1 fault
    orders -> S3 (AWS::S3)                 1 request
    orders -> rates (remote)               1 request, 1 error, 1 throttle"
  `);
});

test('the checkout', () => {
  expect(edgesOf(shopTrace())).toEqual([
    'client -> gateway (service)',
    'gateway -> orders (service)',
    'orders -> SELECT shop.items (remote)',
    'orders -> payments (service)',
  ]);
});

test('a LOCAL_ROOT is its service and what it calls', () => {
  const attributes = { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'mailer', 'aws.remote.service': 'smtp' };
  expect(edgesOf(buildTrace([{ kind: 'CLIENT', attributes }]))).toEqual([
    'mailer -> smtp (remote)',
    'client -> mailer (service)',
  ]);
});

test('work without a parent is a node of its own', () => {
  expect(edgesOf(buildTrace([{ name: 'nightly report' }]))).toEqual(['client -> nightly report (service)']);
});

test('of subsegments whose segment did not arrive, nothing is drawn', () => {
  const map = xrayServiceMap(
    buildTrace([{ kind: 'CLIENT', parentId: 'f'.repeat(16), children: [{ kind: 'CLIENT' }] }]),
  );
  expect(map).toMatchObject({ nodes: [], edges: [], unattached: ['0000000000000001', '0000000000000002'] });
  expect(String(map)).toBe(
    'X-Ray draws nothing of this trace.\n2 subsegments without a segment: X-Ray draws nothing of them.',
  );
});

test('spans whose parents go round in a circle end', () => {
  const circle = buildTrace([
    { id: '1'.repeat(16), parentId: '2'.repeat(16), kind: 'CLIENT' },
    { id: '2'.repeat(16), parentId: '1'.repeat(16), kind: 'CLIENT' },
  ]);
  expect(xrayServiceMap(circle).unattached).toHaveLength(2);
});

test('the text masks names', () => {
  const map = xrayServiceMap(buildTrace([{ name: 'mail to ada@example.com' }]));
  expect(String(map)).not.toContain('ada@');
});

test('refuses anything but a trace', () => {
  expect(() => xrayServiceMap([] as never)).toThrow(/INVALID_SUBJECT: xrayServiceMap\(\) takes a Trace/);
});
