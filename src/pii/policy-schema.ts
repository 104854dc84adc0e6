import { DETECTORS } from './detectors.ts';

const TEXT = {
  description: 'Text that is equal, in which * stands for anything, or { "pattern": "..." } in the syntax of RE2.',
  anyOf: [
    { type: 'string', minLength: 1 },
    {
      type: 'object',
      properties: { pattern: { type: 'string', minLength: 1 } },
      required: ['pattern'],
      additionalProperties: false,
    },
  ],
} as const;

/** How a policy is written in a file; published as `tracewright/pii-policy.schema.json`. */
export const POLICY_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://unpkg.com/tracewright/pii-policy.schema.json',
  title: 'A PII policy of tracewright',
  type: 'object',
  properties: {
    $schema: { type: 'string', description: 'Where this schema is, for editors.' },
    levels: {
      description: 'How each kind counts. Default: error; ip is off.',
      type: 'object',
      properties: Object.fromEntries(
        [...new Set(DETECTORS.map(({ kind }) => kind))].sort().map(kind => [kind, { $ref: '#/definitions/level' }]),
      ),
      additionalProperties: { $ref: '#/definitions/level' },
      examples: [{ ip: 'error', phone: 'warn', 'birth-date': 'off' }],
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
    },
  },
  additionalProperties: false,
  definitions: {
    level: {
      description: 'error fails the assertion, warn is only told, off is not looked for.',
      enum: ['error', 'warn', 'off'],
    },
    allowance: {
      description: 'All that is given must hold.',
      type: 'object',
      properties: {
        reason: {
          type: 'string',
          minLength: 1,
          description: 'Why. It is told when the allowance allows nothing any more.',
        },
        fingerprint: {
          type: 'string',
          pattern: '^[0-9a-f]{8}$',
          description: 'The value that has it, as a finding names it.',
        },
        kind: { type: 'string', minLength: 1, description: 'email, card, iban, phone, ...' },
        detector: { type: 'string', minLength: 1, description: 'As a finding names it.' },
        key: { ...TEXT, title: "The attribute's key, or that of the part that holds the value." },
        value: { ...TEXT, title: 'The value itself.' },
        path: { ...TEXT, title: 'The place: attributes["url.full"]*' },
        service: { ...TEXT, title: 'The service.' },
        span: { ...TEXT, title: "The span's name." },
      },
      required: ['reason'],
      minProperties: 2,
      additionalProperties: false,
    },
    pattern: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, description: 'Its own; findings and allowances name it.' },
        kind: { type: 'string', minLength: 1, description: 'What it finds. Default: its name.' },
        pattern: {
          type: 'string',
          minLength: 1,
          description: 'In the syntax of RE2: no look-around, no back-references.',
        },
        words: {
          type: 'array',
          items: { type: 'string', minLength: 1 },
          minItems: 1,
          description: 'Only under keys that have one of these words.',
        },
      },
      required: ['name', 'pattern'],
      additionalProperties: false,
    },
  },
} as const;
