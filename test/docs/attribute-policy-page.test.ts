import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { ATTRIBUTE_POLICY_SCHEMA } from '../../src/contract/attribute-policy/policy-schema.ts';
import type { Attributes } from '../../src/model/attributes.ts';
import { buildTrace } from '../build-trace.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/attribute-policy.md', import.meta.url);
const page = readFileSync(PAGE, 'utf8');
const [policy = '', wrong = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, content = '']) => content);

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'attribute-policy-page-')));
const before = process.cwd();
beforeAll(() => {
  for (const [name, content] of Object.entries({ 'attribute-policy': policy, 'wrong-policy': wrong }))
    writeFileSync(join(folder, `${name}.yaml`), content);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** A request for an order, and the work on it. */
function request(tenant: string, gateway: Attributes, orders: Attributes) {
  const resource = { 'deployment.environment.name': 'test' };
  const who = { 'app.user.id': 'usr-7', 'app.tenant.id': tenant };
  return buildTrace([
    {
      kind: 'SERVER',
      name: 'POST /orders',
      resource,
      attributes: { ...who, 'app.operation.name': 'place order', 'app.request.id': 'r-1', ...gateway },
      children: [
        {
          service: 'orders',
          kind: 'SERVER',
          name: 'place order',
          resource,
          attributes: {
            ...who,
            'app.order.id': 'ord-17',
            'app.order.total': 19.5,
            'app.feature.vouchers': true,
            ...orders,
          },
        },
      ],
    },
  ]);
}

test('every example of docs/attribute-policy.md runs, and every failure reads as it says', async () => {
  const names = {
    expect,
    trace: buildTrace([{ kind: 'SERVER', attributes: { 'app.tenant.id': 'acme', 'app.order.status': 'paid' } }]),
    placed: request('acme', {}, {}),
    careless: request(
      'globex',
      { 'app.user.id': 'Ada', 'app.operation.name': 'POST /orders/17' },
      { 'app.ordr.id': 'ord-17', 'user.email': 'x' },
    ),
  };
  const steady = (text: string) => text.replaceAll(folder, '/app');
  // `-u` writes the texts anew.
  await expect(await runPage(page, names, steady)).toMatchFileSnapshot(PAGE.pathname);
});

test('docs/attribute-policy.md has every field', () => {
  const { properties, definitions } = ATTRIBUTE_POLICY_SCHEMA;
  for (const field of Object.keys(properties).filter(name => name !== '$schema' && name !== 'attributes'))
    expect(page, field).toContain(`\n## ${field}\n`);
  for (const field of Object.keys(definitions.rule.properties)) expect(page, field).toContain(`\n| \`${field}\` |`);
});
