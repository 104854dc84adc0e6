import { DETECTORS } from '../detectors.ts';

/** Text, or a pattern. */
function textTest(what: string, ...examples: readonly (string | { readonly pattern: string })[]) {
  return {
    description: `${what} Equal text, in which * stands for anything, or { "pattern": "..." } in the syntax of RE2.`,
    anyOf: [
      { type: 'string', minLength: 1 },
      {
        type: 'object',
        properties: { pattern: { type: 'string', minLength: 1 } },
        required: ['pattern'],
        additionalProperties: false,
      },
    ],
    examples,
  };
}

function name(description: string, ...examples: readonly string[]) {
  return { type: 'string', minLength: 1, description, examples };
}

/** How a policy is written in a file; published as `tracewright/pii-policy.schema.json`. */
export const POLICY_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:tracewright:pii-policy',
  title: 'A PII policy of tracewright',
  type: 'object',
  properties: {
    $schema: {
      type: 'string',
      description: 'Where this schema is, for editors.',
      examples: ['./node_modules/tracewright/pii-policy.schema.json'],
    },
    levels: {
      description: 'How each kind counts. Default: error; ip is off, and gen-ai-content is warn.',
      type: 'object',
      properties: Object.fromEntries(
        [...new Set(DETECTORS.map(({ kind }) => kind))].sort().map(kind => [kind, { $ref: '#/definitions/level' }]),
      ),
      additionalProperties: { $ref: '#/definitions/level' },
      examples: [{ ip: 'error', phone: 'warn', 'birth-date': 'off' }],
    },
    kinds: {
      description: 'Only these kinds count, each as an error. They take the place of levels. Default: all.',
      type: 'array',
      items: name('A kind.', 'gen-ai-content'),
      minItems: 1,
      examples: [['gen-ai-content']],
    },
    allow: {
      description: 'What may be there after all, and why.',
      type: 'array',
      items: { $ref: '#/definitions/allowance' },
      examples: [[{ key: 'user.email', value: '*@example.com', reason: 'the seeded users' }]],
    },
    patterns: {
      description: 'Patterns of your own.',
      type: 'array',
      items: { $ref: '#/definitions/pattern' },
      examples: [[{ name: 'customer-number', pattern: 'KD-\\d{8}', words: ['customer'] }]],
    },
    strict: {
      type: 'boolean',
      description: 'Whether an allowance that allows nothing fails the assertion.',
      default: false,
      examples: [true],
    },
    fingerprintKeyEnv: {
      type: 'string',
      pattern: '^[A-Za-z_]\\w{0,127}$',
      description: 'The environment variable that holds the key of fingerprints. The key never stands in a policy.',
      default: 'TRACEWRIGHT_FINGERPRINT_KEY',
      examples: ['PII_FINGERPRINT_KEY'],
    },
  },
  additionalProperties: false,
  definitions: {
    level: {
      description: 'error fails the assertion, warn is only told, off is not looked for.',
      enum: ['error', 'warn', 'off'],
      examples: ['warn'],
    },
    allowance: {
      description: 'All that is given must hold.',
      type: 'object',
      properties: {
        reason: name('Why. It is told when the allowance allows nothing any more.', 'the seeded customers'),
        fingerprint: {
          type: 'string',
          pattern: '^(?:[0-9a-f]{16}|[0-9a-f]{32})$',
          description:
            'Of the value, as a finding has it. 32 digits need the key in the environment; 16 digits, of a random token, do not.',
          examples: ['9b2f6a4c0d1e83b75c7741f09a6de258', '5f1c09e2a7b3d846'],
        },
        kind: name('What was found.', 'email', 'card'),
        detector: name('What found it.', 'payment-card'),
        key: textTest(
          "The attribute's key, or that of a part: a query parameter, a member of JSON, a column.",
          'user.email',
        ),
        value: textTest('The value itself.', '*@example.com', { pattern: '^KD-0{8}$' }),
        path: textTest('The place.', 'attributes["url.full"]*'),
        service: textTest('The service.', 'signup'),
        span: textTest("The span's name.", 'POST /signup'),
        until: {
          type: 'string',
          pattern: '^\\d{4}-\\d{2}-\\d{2}$',
          description: 'The last day of the allowance, in UTC. From the next day on, the policy fails.',
          examples: ['2027-03-01'],
        },
      },
      required: ['reason'],
      minProperties: 2,
      additionalProperties: false,
    },
    pattern: {
      type: 'object',
      properties: {
        name: name('Its own; findings and allowances name it.', 'customer-number'),
        kind: name('What it finds. Default: its name.', 'national-id'),
        pattern: name('In the syntax of RE2: no look-around, no back-references. Never the empty text.', 'KD-\\d{8}'),
        words: {
          type: 'array',
          items: name('A single word, in any case.', 'customer'),
          minItems: 1,
          description: 'Only under keys that have one of these words: customerNumber has customer and number.',
          examples: [['customer']],
        },
      },
      required: ['name', 'pattern'],
      additionalProperties: false,
    },
  },
} as const;
