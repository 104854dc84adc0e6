import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import '../../matchers/vitest.ts';
import { compileAttributePolicy } from '../../src/contract/attribute-policy/compile-attribute-policy.ts';
import { ATTRIBUTE_POLICY_SCHEMA } from '../../src/contract/attribute-policy/policy-schema.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'attribute-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));
let written = 0;

function file(content: string, extension = 'yaml'): string {
  written += 1;
  const path = join(folder, `policy-${written}.${extension}`);
  writeFileSync(path, content);
  return path;
}

const YAML = `# yaml-language-server: $schema=./node_modules/tracewright/attribute-policy.schema.json
attributes:
  app.tenant.id:
    description: who pays
    required: { kind: SERVER, service: { pattern: '^ord' } }
    type: string
  app.order.status:
    values: [open, paid]
  user.email:
    forbidden: true
resource:
  deployment.environment.name: { required: true, values: [test] }
allowed:
  app.*: [app.feature.*]
`;
const JSON_POLICY = {
  $schema: './node_modules/tracewright/attribute-policy.schema.json',
  attributes: {
    'app.tenant.id': {
      description: 'who pays',
      required: { kind: 'SERVER', service: { pattern: '^ord' } },
      type: 'string',
    },
    'app.order.status': { values: ['open', 'paid'] },
    'user.email': { forbidden: true },
  },
  resource: { 'deployment.environment.name': { required: true, values: ['test'] } },
  allowed: { 'app.*': ['app.feature.*'] },
};

describe.each([
  ['YAML', () => file(YAML)],
  ['JSON', () => file(JSON.stringify(JSON_POLICY), 'json')],
  ['a file: URL', () => pathToFileURL(file(YAML))],
  ['an object', () => JSON_POLICY],
  ['an object of another realm', () => runInNewContext(`(${JSON.stringify(JSON_POLICY)})`)],
])('as %s', (_what, policy) => {
  const resource = { 'deployment.environment.name': 'test' };
  test.each([
    ['all is well', { 'app.tenant.id': 't-1', 'app.feature.x': true }, resource, undefined],
    ['a key is missing', {}, resource, 'app.tenant.id is missing'],
    ['a value is wrong', { 'app.tenant.id': 't-1', 'app.order.status': 'opne' }, resource, 'is not an allowed value'],
    ['a key is forbidden', { 'app.tenant.id': 't-1', 'user.email': 'x' }, resource, 'user.email is forbidden'],
    ['a key is not allowed', { 'app.tenant.id': 't-1', 'app.x': 1 }, resource, 'app.x is not a key'],
    ['a resource is wrong', { 'app.tenant.id': 't-1' }, {}, 'deployment.environment.name (of the resource) is missing'],
  ])('%s', (_name, attributes, own, says) => {
    const trace = buildTrace([{ service: 'orders', kind: 'SERVER', attributes, resource: own }]);
    if (says === undefined) expect(trace).toFollowAttributePolicy(policy());
    else expect(failureOf(() => expect(trace).toFollowAttributePolicy(policy()))).toContain(says);
  });
});

/** What is wrong with a policy as YAML, where, and whether the schema sees it too: it knows no patterns and no criteria. */
const FAULTS: [what: string, content: string, says: string | RegExp, bySchema?: 'beyond the schema'][] = [
  [
    'a misspelt option',
    'attributes:\n  a: { requird: true }\n',
    '2:8  policy.attributes.a has no option "requird". Did you mean "required"?',
  ],
  ['a misspelt member', 'atributes: {}\n', '1:1  policy has no option "atributes". Did you mean "attributes"?'],
  [
    'a key with dots',
    'attributes:\n  a.b:\n    type: text\n',
    '3:11  policy.attributes["a.b"].type is the string "text"; it takes one of: string, boolean, int',
  ],
  ['a rule that is empty', 'attributes:\n  a:\n', /2:(3|5) {2}policy\.attributes\.a is null; it takes an object/],
  ['a rule that is text', 'attributes:\n  a: required\n', '2:6  policy.attributes.a is the string "required"'],
  [
    'a kind that is none',
    'attributes:\n  a: { required: { kind: SEVER } }\n',
    '2:26  policy.attributes.a.required.kind is "SEVER". Did you mean "SERVER"?',
  ],
  [
    'a criterion that is none',
    'attributes:\n  a:\n    required: { nam: x }\n',
    '3:17  policy.attributes.a.required has no option "nam". Did you mean "name"?',
  ],
  ['criteria that say nothing', 'attributes:\n  a: { required: {} }\n', /2:18 {2}.*empty object/],
  ['no criteria', 'attributes:\n  a: { required: [] }\n', '2:18  policy.attributes.a.required is an empty array'],
  [
    'one of several criteria',
    'attributes:\n  a: { forbidden: [x, 1] }\n',
    '2:23  policy.attributes.a.forbidden[1] is the number 1; it takes true, a name',
  ],
  ['required of nobody', 'attributes:\n  a: { required: ~ }\n', '2:18  policy.attributes.a.required is null'],
  [
    'a status that is none',
    'attributes:\n  a: { required: { status: FAIL } }\n',
    '2:28  policy.attributes.a.required.status is "FAIL". Valid: UNSET, OK, ERROR.',
  ],
  [
    'an operation that is none',
    'attributes:\n  a: { required: { operation: sql } }\n',
    '2:31  policy.attributes.a.required.operation is "sql". Valid: http',
  ],
  [
    'a pattern that is none',
    'attributes:\n  a: { values: { pattern: "(" } }\n',
    /2:27 {2}policy\.attributes\.a\.values\.pattern is no pattern/,
    'beyond the schema',
  ],
  [
    'a pattern in criteria that is none',
    'attributes:\n  a: { required: { name: { pattern: "(?=x)" } } }\n',
    /2:37 {2}.*required\.name\.pattern is no pattern/,
    'beyond the schema',
  ],
  ['no values', 'attributes:\n  a: { values: [] }\n', '2:16  policy.attributes.a.values is an empty array'],
  [
    'a value that is a list',
    'attributes:\n  a: { values: [x, [y]] }\n',
    '2:20  policy.attributes.a.values[1] is an array of 1; it takes text, a number or a boolean.',
  ],
  [
    'values that are text',
    'attributes:\n  a: { values: open }\n',
    '2:16  policy.attributes.a.values is the string "open"; it takes an array of values, or { pattern }.',
  ],
  [
    'a limit without a number',
    'attributes:\n  a: { cardinality: {} }\n',
    '2:21  policy.attributes.a.cardinality has no max.',
  ],
  [
    'a limit that is a number',
    'attributes:\n  a: { cardinality: 5 }\n',
    '2:21  policy.attributes.a.cardinality is the number 5; it takes { max }.',
  ],
  [
    'a limit of none',
    'attributes:\n  a: { cardinality: { max: 0 } }\n',
    '2:28  policy.attributes.a.cardinality.max is the number 0; it takes a whole number from 1 on.',
  ],
  [
    'a limit with a fraction',
    'attributes:\n  a: { cardinality: { max: 1.5 } }\n',
    '2:28  policy.attributes.a.cardinality.max is the number 1.5',
  ],
  [
    'a misspelt limit',
    'attributes:\n  a: { cardinality: { max: 1, mix: 1 } }\n',
    '2:31  policy.attributes.a.cardinality has no option "mix". Did you mean "max"?',
  ],
  [
    'a description that is empty',
    'attributes:\n  a: { description: "" }\n',
    '2:21  policy.attributes.a.description is empty.',
  ],
  [
    'what is forbidden and required',
    'attributes:\n  a: { forbidden: true, required: true }\n',
    '2:6  policy.attributes.a is forbidden on every span, so required can never hold',
    'beyond the schema',
  ],
  [
    'a list of rules',
    'attributes: [a]\n',
    '1:13  policy.attributes is an array of 1; it takes an object of rules by key.',
  ],
  ['a resource that is text', 'resource: a\n', '1:11  policy.resource is the string "a"'],
  [
    'a namespace without a list',
    'allowed: { app.*: app.x }\n',
    '1:19  policy.allowed["app.*"] is the string "app.x"; it takes an array of keys.',
  ],
  [
    'a namespace that is none',
    'allowed: { app: [] }\n',
    '1:17  policy.allowed.app has no *; a namespace is written "app.*".',
  ],
  [
    'a key that is a number',
    'allowed: { app.*: [x, 1] }\n',
    '1:23  policy.allowed["app.*"][1] is the number 1; it takes the key of an attribute.',
  ],
  ['a list of what is allowed', 'allowed: [app.*]\n', '1:10  policy.allowed is an array of 1; it takes an object'],
  [
    'a strictness that is text',
    'attributes: { a: {} }\nstrict: "yes"\n',
    '2:9  policy.strict is the string "yes"; it takes true or false.',
  ],
  ['a policy that says nothing', '{}\n', '1:1  policy says nothing: give it attributes, resource or allowed.'],
  ['rules that are none', 'attributes: {}\nstrict: true\n', '1:1  policy says nothing'],
  ['a list', '- a\n', '1:1  policy is an array of 1; it takes an object.'],
  ['an empty key', 'attributes: { "": {} }\n', /1:19 {2}policy\.attributes\[""\] has no key/],
];

describe('a policy that is wrong', () => {
  const ajv = new Ajv({ strict: false });
  const keepsSchema = ajv.compile(ATTRIBUTE_POLICY_SCHEMA);

  test.each(FAULTS)('%s is told with its line and column', (_what, content, says, bySchema) => {
    const path = file(content);
    const trace = buildTrace([{}]);
    const text = failureOf(() => expect(trace).toFollowAttributePolicy(path));
    expect(text).toMatch(/^INVALID_POLICY: /);
    expect(text.replaceAll(path, '').replaceAll(/(?<=^INVALID_POLICY: |^):/gm, '')).toMatch(says);
    expect(failureOf(() => expect(trace).not.toFollowAttributePolicy(path))).toBe(text);
    expect(keepsSchema(parse(content))).toBe(bySchema === 'beyond the schema');
  });

  test.each(FAULTS)('%s is told with its path in code', (_what, content) => {
    const given = parse(content);
    const [, inFile = ''] = /\d+:\d+ {2}(.*)/.exec(failureOf(() => compileAttributePolicy(file(content), 'x'))) ?? [];
    const inCode = failureOf(() => compileAttributePolicy(given, 'toFollowAttributePolicy'));
    expect(inCode).toContain(Array.isArray(given) ? 'takes a policy: an object, or the path of a file' : inFile);
    expect(inCode).toMatch(/^INVALID_POLICY: /);
  });

  test('tells every fault, in its order', () => {
    const text = failureOf(() =>
      compileAttributePolicy(file('attributes:\n  a: { type: text }\n  b: { values: [] }\nstrict: 1\n'), 'x'),
    );
    expect(text.split('\n').map(line => /:(\d+):/.exec(line)?.[1])).toEqual(['2', '3', '4']);
    const many = Array.from({ length: 15 }, (_, index) => `  a${index}: { type: x }`).join('\n');
    expect(failureOf(() => compileAttributePolicy(file(`attributes:\n${many}\n`), 'x'))).toContain('... and 5 more');
  });

  test.each([
    ['a path that leads nowhere', 'no-such.yaml', /INVALID_POLICY: the policy's file .*no-such\.yaml cannot be read/],
    ['another kind of file', 'policy.toml', /it takes a \.json, \.yaml or \.yml file/],
    ['a number', 7, /INVALID_POLICY: toFollowAttributePolicy takes a policy: .*; received the number 7/],
    [
      'an undefined value',
      { attributes: { a: { type: undefined } } },
      /UNDEFINED_EXPECTATION: .*policy\.attributes\.a\.type is undefined/,
    ],
    ['nothing', undefined, /UNDEFINED_EXPECTATION/],
  ])('%s', (_what, policy, says) => {
    const matcher = (given: unknown) => given as { toFollowAttributePolicy(policy: unknown): void };
    const trace = buildTrace([{}]);
    expect(failureOf(() => matcher(expect(trace)).toFollowAttributePolicy(policy))).toMatch(says);
    expect(failureOf(() => matcher(expect(trace).not).toFollowAttributePolicy(policy))).toMatch(says);
  });
});

describe('the schema', () => {
  const ajv = new Ajv({ strict: false });
  const { properties, definitions } = ATTRIBUTE_POLICY_SCHEMA;

  test('says of every field what it is, with an example that keeps its rules and that the code takes', () => {
    const fields = { ...properties, ...definitions.rule.properties };
    for (const [field, { description, examples }] of Object.entries(fields)) {
      expect(description, field).toMatch(/\.$/);
      expect(examples.length, field).toBeGreaterThan(0);
      for (const example of examples as readonly unknown[]) {
        const policy = field in properties ? { attributes: { a: {} }, [field]: example } : ruleOf(field, example);
        expect(ajv.validate(ATTRIBUTE_POLICY_SCHEMA, policy), JSON.stringify(policy)).toBe(true);
        expect(() => compileAttributePolicy(policy, 'x'), JSON.stringify(policy)).not.toThrow();
        ajv.removeSchema();
      }
    }
  });

  test('that is published is the one of the code', async () => {
    const published = new URL('../../attribute-policy.schema.json', import.meta.url);
    await expect(`${JSON.stringify(ATTRIBUTE_POLICY_SCHEMA, null, 2)}\n`).toMatchFileSnapshot(published.pathname);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(ATTRIBUTE_POLICY_SCHEMA);
  });

  test('keeps the rules of draft 7', () => {
    expect(
      new Ajv({ strict: true, strictTypes: false, strictRequired: false }).validateSchema(ATTRIBUTE_POLICY_SCHEMA),
    ).toBe(true);
  });
});

function ruleOf(field: string, value: unknown): object {
  return { attributes: { a: { [field]: value } } };
}
