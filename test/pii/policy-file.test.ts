import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import { POLICY_SCHEMA } from '../../src/pii/policy-schema.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'pii-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));
let written = 0;

function file(content: string, extension = 'yaml'): string {
  written += 1;
  const path = join(folder, `policy-${written}.${extension}`);
  writeFileSync(path, content);
  return path;
}

/** What using the file fails with, without its folder and number. */
function faultsOf(content: string, extension = 'yaml'): string {
  const path = file(content, extension);
  return failureOf(() => findPii({ value: 'x' }, path)).replaceAll(path, `policy.${extension}`);
}

const YAML = `# yaml-language-server: $schema=./node_modules/tracewright/pii-policy.schema.json
levels:
  ip: error
  phone: "off"
patterns:
  - name: customer-number
    kind: national-id
    pattern: KD-\\d{8}
allow:
  - key: user.email
    value: "*@example.com"
    reason: the seeded users
  - value: { pattern: '^KD-0{8}$' }
    reason: nobody's
strict: true
`;
const JSON_POLICY = {
  $schema: 'https://unpkg.com/tracewright/pii-policy.schema.json',
  levels: { ip: 'error', phone: 'off' },
  patterns: [{ name: 'customer-number', kind: 'national-id', pattern: 'KD-\\d{8}' }],
  allow: [
    { key: 'user.email', value: '*@example.com', reason: 'the seeded users' },
    { value: { pattern: '^KD-0{8}$' }, reason: "nobody's" },
  ],
  strict: true,
};

describe.each([
  ['YAML', () => file(YAML)],
  ['YAML with CRLF and a BOM', () => file(`\ufeff${YAML.replaceAll('\n', '\r\n')}`, 'yml')],
  ['JSON', () => file(JSON.stringify(JSON_POLICY), 'json')],
  ['a file: URL', () => pathToFileURL(file(YAML))],
])('as %s', (_what, path) => {
  test.each([
    ['a level', { value: '203.0.113.7' }, ['ip']],
    ['a kind that is off', { key: 'phone', value: '+1 212 555 0143' }, []],
    ['a pattern', { value: 'of KD-12345678' }, ['national-id']],
    ['an allowance', { key: 'user.email', value: 'ada@example.com' }, []],
    ['what the allowance does not hold for', { key: 'user.email', value: 'ada@example.org' }, ['email']],
    ['an allowance by a pattern', { value: 'KD-00000000' }, []],
  ])('%s', (_name, value, kinds) => {
    expect(findPii(value, path()).map(({ kind }) => kind)).toEqual(kinds);
  });
});

test('a matcher takes a path too, and counts its allowances anew each time', () => {
  const path = file(YAML);
  const both = buildTrace([{ attributes: { 'user.email': 'ada@example.com', 'app.id': 'KD-00000000' } }]);
  expect(both).toBeFreeOfPii(path);
  expect(failureOf(() => expect(buildTrace([{}])).toBeFreeOfPii(path))).toContain('key user.email, a value');
  expect(both).toBeFreeOfPii(path);
});

test('a file that has changed is read again', () => {
  const path = file('levels: { ip: error }');
  expect(findPii({ value: '203.0.113.7' }, path)).toHaveLength(1);
  writeFileSync(path, 'levels: { ip: "off" }');
  utimesSync(path, new Date(), new Date(Date.now() + 5_000));
  expect(findPii({ value: '203.0.113.7' }, path)).toEqual([]);
});

test.each<[what: string, content: string, extension: string | undefined, says: string | RegExp]>([
  [
    'an allowance without a reason',
    'allow:\n  - key: user.email\n',
    undefined,
    'policy.yaml:2:5  policy.allow[0] has no reason. Every allowance says why',
  ],
  [
    'a misspelt option',
    'allow:\n  - key: a\n    resaon: b\n    reason: c\n',
    undefined,
    'policy.yaml:3:5  policy.allow[0] has no option "resaon". Did you mean "reason"?',
  ],
  [
    'a level that is none',
    'levels:\n  phone: warning\n',
    undefined,
    'policy.yaml:2:10  policy.levels.phone is the string "warning"; it takes "error", "warn" or "off".',
  ],
  [
    "YAML's own yes and no: text must be quoted",
    'levels:\n  phone: false\n',
    undefined,
    'policy.yaml:2:10  policy.levels.phone is the boolean false; it takes',
  ],
  [
    'a kind that is none',
    'levels:\n  telephone: warn\n',
    undefined,
    /policy\.yaml:2:\d+ {2}policy\.levels\.telephone: there is no kind "telephone"/,
  ],
  [
    'a pattern that is none',
    'patterns:\n  - name: a\n    pattern: "(?=x)y"\n',
    undefined,
    /policy\.yaml:3:14 {2}policy\.patterns\[0\]\.pattern is no pattern in RE2's syntax/,
  ],
  [
    'a detector, which no file can hold',
    'detectors: []\n',
    undefined,
    'policy.yaml:1:1  policy.detectors: a file holds no functions.',
  ],
  [
    'an empty allowance',
    'allow:\n  - reason: x\n',
    undefined,
    'policy.yaml:2:5  policy.allow[0] has a reason and nothing',
  ],
  ['a list', '- a\n', undefined, 'policy.yaml:1:1  policy is an array of 1; it takes an object.'],
  ['text', 'strict\n', undefined, 'policy.yaml:1:1  policy is the string "strict"; it takes an object.'],
  ['nothing', '', undefined, 'policy.yaml:1:1  the file holds no policy.'],
  ['a comment alone', '# nothing\n', undefined, 'the file holds no policy.'],
  ['a key twice', 'strict: true\nstrict: false\n', undefined, /policy\.yaml:2:1 {2}Map keys must be unique/],
  ['broken YAML', 'allow: [\n', undefined, /policy\.yaml:2:1 {2}Flow sequence/],
  ['a second document', 'strict: true\n---\nstrict: false\n', undefined, 'a second document begins'],
  [
    'aliases that expand without end',
    'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n',
    undefined,
    /policy\.yaml:1:1 {2}Excessive alias count/,
  ],
  [
    'YAML under the name of JSON',
    'strict: true\n',
    'json',
    'policy.json:1:1  "s" cannot stand here in JSON. YAML takes it',
  ],
  [
    'JSON that breaks the schema',
    '{\n  "strict": 1\n}',
    'json',
    'policy.json:2:13  policy.strict is the number 1; it takes true or false.',
  ],
  ['another kind of file', 'strict = true', 'toml', 'it takes a .json, .yaml or .yml file'],
])('%s is told with its line', (_what, content, extension, says) => {
  const text = faultsOf(content, extension);
  expect(text).toMatch(/^INVALID_POLICY: /);
  expect(text).toMatch(says);
});

test('every fault is told', () => {
  expect(faultsOf('strict: 1\nlevels: { phone: maybe }\nallow: [{ key: a }]\n').split('\n')).toHaveLength(3);
  const many = Array.from({ length: 15 }, () => '- { key: a }').join('\n');
  expect(faultsOf(`allow:\n${many}`)).toContain('... and 5 more');
});

test('a file that is not there is told with its path', () => {
  expect(failureOf(() => findPii({ value: 'x' }, 'no-such-policy.yaml'))).toBe(
    `INVALID_POLICY: the policy's file ${join(process.cwd(), 'no-such-policy.yaml')} cannot be read: there is no such file.`,
  );
});

describe('the schema', () => {
  test('that is published is the one that files are checked against', async () => {
    const published = new URL('../../pii-policy.schema.json', import.meta.url);
    await expect(`${JSON.stringify(POLICY_SCHEMA, null, 2)}\n`).toMatchFileSnapshot(published.pathname);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(POLICY_SCHEMA);
  });

  test('keeps the rules of draft 7, and its examples keep its own', () => {
    const ajv = new Ajv({ strict: true, strictTypes: false });
    expect(ajv.validateSchema(POLICY_SCHEMA)).toBe(true);
    const validate = ajv.compile(POLICY_SCHEMA);
    for (const [name, { examples }] of Object.entries(
      POLICY_SCHEMA.properties as Record<string, { readonly examples?: readonly unknown[] }>,
    )) {
      for (const example of examples ?? []) expect(validate({ [name]: example }), name).toBe(true);
    }
  });
});
