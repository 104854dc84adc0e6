import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import '../../matchers/vitest.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import { POLICY_SCHEMA } from '../../src/pii/policy/policy-schema.ts';
import { buildTrace } from '../build-trace.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/pii-policy.md', import.meta.url);
const page = readFileSync(PAGE, 'utf8');
const [policy = '', wrong = ''] = blocks('yaml');
const [json = ''] = blocks('json');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pii-policy-page-')));
const before = process.cwd();
beforeAll(() => {
  for (const [name, content] of Object.entries({ 'pii-policy': policy, 'wrong-policy': wrong }))
    writeFileSync(join(folder, `${name}.yaml`), content);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test('every example of docs/pii-policy.md runs, and every failure reads as it says', async () => {
  const names = {
    expect,
    findPii,
    trace: buildTrace([{ service: 'signup', name: 'POST /signup', attributes: { 'user.email': 'ada@example.com' } }]),
    mended: buildTrace([{ service: 'signup', kind: 'SERVER', name: 'POST /signup', ms: 12 }]),
  };
  const steady = (text: string) => text.replaceAll(folder, '/app');
  // `-u` writes the texts anew.
  await expect(await runPage(page, names, steady)).toMatchFileSnapshot(PAGE.pathname);
});

test('the policy of docs/pii-policy.md is the same in JSON and in YAML', () => {
  const { $schema, ...inJson } = JSON.parse(json);
  expect(inJson).toEqual(parse(policy));
  expect($schema).toBe(/\$schema=(\S+)/.exec(policy)?.[1]);
});

test('docs/pii-policy.md has every field', () => {
  for (const field of Object.keys(POLICY_SCHEMA.properties).filter(name => name !== '$schema'))
    expect(page, field).toContain(`\n## ${field}\n`);
  const { allowance, pattern } = POLICY_SCHEMA.definitions;
  for (const field of Object.keys({ ...allowance.properties, ...pattern.properties }))
    expect(page, field).toContain(`\n| \`${field}\` |`);
});

function blocks(language: string): string[] {
  return [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, of, content = '']) =>
    of === language ? [content] : [],
  );
}
