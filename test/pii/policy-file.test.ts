import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { afterAll, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import type { PiiAllowance, PiiPattern, PiiPolicy } from '../../src/pii/policy/policy.ts';
import { POLICY_SCHEMA } from '../../src/pii/policy/policy-schema.ts';
import type { PiiLevel } from '../../src/pii/verdict.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

// A CommonJS module whose default export is one of its members.
const standaloneCode = standalone.default;

const folder = mkdtempSync(join(tmpdir(), 'pii-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));
let written = 0;

function file(content: string | Uint8Array, extension = 'yaml'): string {
  written += 1;
  const path = join(folder, `policy-${written}.${extension}`);
  writeFileSync(path, content);
  return path;
}

/** What using the file fails with, without its folder and number. */
function faultsOf(content: string | Uint8Array, extension = 'yaml'): string {
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
  $schema: './node_modules/tracewright/pii-policy.schema.json',
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

test.each<[what: string, content: string | Uint8Array, extension: string | undefined, says: string | RegExp]>([
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
    'levels:\n  phone: warn\n  telephone: warn\n  ip: warn\n',
    undefined,
    'policy.yaml:3:14  policy.levels.telephone: there is no kind "telephone". Did you mean "phone"?',
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
    'policy.json:1:1  "s" cannot stand here in JSON; expected a value. YAML takes it',
  ],
  [
    'JSON that breaks the schema',
    '{\n  "strict": 1\n}',
    'json',
    'policy.json:2:13  policy.strict is the number 1; it takes true or false.',
  ],
  [
    'a kind of a name that has to be quoted',
    'levels:\n  ip: warn\n  "a\\"] b.c": warn\n',
    undefined,
    'policy.yaml:3:15  policy.levels["a\\"] b.c"]: there is no kind',
  ],
  [
    'a detector that is none',
    'allow:\n  - { key: a, reason: b }\n  - reason: c\n    detector: emial\n',
    undefined,
    'policy.yaml:4:15  policy.allow[1].detector: there is no detector "emial". Did you mean "email"?',
  ],
  [
    'a pattern that is none, of an allowance',
    'allow:\n  - reason: c\n    value: { pattern: "(" }\n',
    undefined,
    /policy\.yaml:3:23 {2}policy\.allow\[0\]\.value\.pattern is no pattern/,
  ],
  [
    'a fault in what an alias stands for, where the alias is',
    'allow:\n  - &one { key: a }\n  - *one\n',
    undefined,
    /:2:10 {2}policy\.allow\[0\] has no reason.*\n.*:3:5 {2}policy\.allow\[1\] has no reason/,
  ],
  [
    'digits without quotes, which are a number',
    'allow:\n  - reason: a\n    fingerprint: 12345678\n  - { reason: a, value: 42 }\n',
    undefined,
    /:3:18 {2}.* is the number 12345678; it takes text, in quotes\.\n.*:4:25 {2}.* is the number 42; .*, in quotes\.$/,
  ],
  [
    'an invalid fingerprint',
    'allow:\n  - reason: a\n    fingerprint: abc\n',
    undefined,
    'policy.yaml:3:18  policy.allow[0].fingerprint is the string "abc"; it takes the fingerprint of a finding: 16 or 32 hex digits',
  ],
  [
    'an empty pattern',
    'patterns:\n  - name: a\n    pattern: ""\n',
    undefined,
    'policy.yaml:3:14  policy.patterns[0].pattern is empty.',
  ],
  ['a tag that nobody knows', 'strict: !env STRICT\n', undefined, /policy\.yaml:1:9 {2}Unresolved tag: !env/],
  ['a key that every object has', '{\n"__proto__": {} }', 'json', 'policy.json:2:1  policy has no option "__proto__".'],
  ['UTF-16', Buffer.from('\ufeffstrict: true\n', 'utf16le'), undefined, /policy\.yaml is no UTF-8\.$/],
  ['more than a policy can be', ' '.repeat(2 ** 20 + 1), undefined, 'has 1048577 bytes; it may have 1048576.'],
  [
    'a comment in JSON',
    '{\n  "strict": true // why\n}',
    'json',
    /:2:18 {2}"\/" cannot stand here in JSON; expected "," or "}"\. YAML takes it/,
  ],
  [
    'a comma too many in JSON',
    '{ "allow": [],\n}',
    'json',
    ':2:1  "}" cannot stand here in JSON; expected a name in quotes. YAML takes it',
  ],
  ['a bracket too few in JSON', '{ "allow": [\n', 'json', /:2:1 {2}the JSON ends early; expected a value or "]"\.$/],
  [
    'a bracket of the other kind in JSON',
    '{ "allow": [} }',
    'json',
    /:1:13 {2}"}" cannot stand here in JSON; expected a value or "]"\.$/,
  ],
  ['a key twice in JSON', '{ "strict": true,\n "strict": true }', 'json', /:2:2 {2}Map keys must be unique/],
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

test.each([
  ['a URL of the web', new URL('https://example.com/policy.yaml')],
  ['the same as text', 'https://example.com/policy.yaml'],
  ['a file: URL of another host', 'file://example.com/policy.yaml'],
])('%s is no file', (_what, source) => {
  expect(failureOf(() => findPii({ value: 'x' }, source))).toBe(
    `INVALID_POLICY: the policy is ${source}; it takes a path, or the file: URL of one.`,
  );
});

test('a folder is no file', () => {
  const path = join(folder, 'folder.yaml');
  mkdirSync(path);
  expect(failureOf(() => findPii({ value: 'x' }, path))).toMatch(
    /^INVALID_POLICY: .*folder\.yaml cannot be read: EISDIR/,
  );
});

// Of each type every field, and no other: the compiler sees to it.
const POLICY_FIELDS: Record<keyof PiiPolicy, 'in files' | 'in code'> = {
  levels: 'in files',
  kinds: 'in files',
  allow: 'in files',
  detectors: 'in code',
  patterns: 'in files',
  strict: 'in files',
  fingerprintKeyEnv: 'in files',
};
const ALLOWANCE_FIELDS: Record<keyof PiiAllowance, 'text' | 'text or pattern'> = {
  reason: 'text',
  fingerprint: 'text',
  kind: 'text',
  detector: 'text',
  key: 'text or pattern',
  value: 'text or pattern',
  path: 'text or pattern',
  service: 'text or pattern',
  span: 'text or pattern',
  until: 'text',
};
const PATTERN_FIELDS: Record<keyof PiiPattern, true> = { name: true, kind: true, pattern: true, words: true };

describe('the schema', () => {
  test('has every field of the types, and no other', () => {
    const { properties, definitions } = POLICY_SCHEMA;
    const inFiles = Object.entries(POLICY_FIELDS).flatMap(([field, where]) => (where === 'in files' ? [field] : []));
    expect(Object.keys(properties).sort()).toEqual(['$schema', ...inFiles].sort());
    expect(Object.keys(definitions.allowance.properties).sort()).toEqual(Object.keys(ALLOWANCE_FIELDS).sort());
    expect(Object.keys(definitions.pattern.properties).sort()).toEqual(Object.keys(PATTERN_FIELDS).sort());
    for (const [field, schema] of Object.entries(definitions.allowance.properties))
      expect('anyOf' in schema, field).toBe(ALLOWANCE_FIELDS[field as keyof PiiAllowance] === 'text or pattern');
    expect(definitions.level.enum).toEqual(['error', 'warn', 'off'] satisfies (PiiLevel | 'off')[]);
  });

  test('says of every field what it is, with an example that keeps its rules', () => {
    const { properties, definitions } = POLICY_SCHEMA;
    const fields = { ...properties, ...definitions.allowance.properties, ...definitions.pattern.properties };
    for (const [field, schema] of Object.entries({ ...fields, level: definitions.level })) {
      const { description, examples } = schema as {
        readonly description?: string;
        readonly examples?: readonly unknown[];
      };
      expect(description, field).toMatch(/\.$/);
      expect(examples?.length, field).toBeGreaterThan(0);
      const validate = new Ajv({ strict: false }).compile({ ...schema, definitions });
      for (const example of examples ?? []) expect(validate(example), `${field} ${JSON.stringify(example)}`).toBe(true);
    }
  });

  test('that is published is the one that files are checked against', async () => {
    const published = new URL('../../pii-policy.schema.json', import.meta.url);
    await expect(`${JSON.stringify(POLICY_SCHEMA, null, 2)}\n`).toMatchFileSnapshot(published.pathname);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(POLICY_SCHEMA);
  });

  test('is what the code was made from that files are checked by', async () => {
    const code = { source: true, esm: true, lines: true } as const;
    const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, unicode: false, code });
    const head = [
      '// Made by ajv from policy-schema.ts; `npx vitest run test/pii/policy-file.test.ts --update` makes it anew.',
      ...['lint', 'format', 'assist'].map(what => `// biome-ignore-all ${what}: generated`),
    ];
    ajv.addSchema(POLICY_SCHEMA);
    const made = standaloneCode(ajv, { validate: POLICY_SCHEMA.$id });
    const published = new URL('../../src/pii/policy/validate-policy.js', import.meta.url);
    await expect(`${head.join('\n')}\n${made}\n`).toMatchFileSnapshot(published.pathname);
    expect(made).not.toMatch(/\brequire\(|^import /m);
  });

  test('keeps the rules of draft 7', () => {
    const ajv = new Ajv({ strict: true, strictTypes: false });
    expect(ajv.validateSchema(POLICY_SCHEMA)).toBe(true);
    ajv.compile(POLICY_SCHEMA);
  });
});
