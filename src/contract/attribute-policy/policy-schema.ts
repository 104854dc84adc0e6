import { ATTRIBUTE_TYPES } from './attribute-types.ts';

const KINDS = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'UNSPECIFIED'];
const STATUSES = ['UNSET', 'OK', 'ERROR'];
const OPERATIONS = ['http', 'rpc', 'database', 'messaging'];

const PATTERN = { $ref: '#/definitions/pattern' };
const TEXT = { anyOf: [{ type: 'string', minLength: 1 }, PATTERN] };
const ATTRIBUTES = { type: 'object', minProperties: 1, additionalProperties: true };

/** Spans that are meant. */
function spans(description: string, ...examples: readonly unknown[]) {
  return {
    description: `${description} true for every span; criteria, or several of which one must match.`,
    anyOf: [
      { type: 'boolean' },
      { $ref: '#/definitions/criteria' },
      { type: 'array', items: { $ref: '#/definitions/criteria' }, minItems: 1 },
    ],
    examples,
  };
}

/** How an attribute policy is written in a file; published as `tracewright/attribute-policy.schema.json`. */
export const ATTRIBUTE_POLICY_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:tracewright:attribute-policy',
  title: 'An attribute policy of tracewright',
  type: 'object',
  properties: {
    $schema: {
      type: 'string',
      description: 'Where this schema is, for editors.',
      examples: ['./node_modules/tracewright/attribute-policy.schema.json'],
    },
    attributes: {
      description: 'Rules for the attributes of spans, by key. * in a key stands for any text.',
      type: 'object',
      propertyNames: { minLength: 1 },
      additionalProperties: { $ref: '#/definitions/rule' },
      examples: [{ 'app.tenant.id': { required: { kind: 'SERVER' }, type: 'string' } }],
    },
    resource: {
      description: 'Rules for the attributes of resources, by key. * in a key stands for any text.',
      type: 'object',
      propertyNames: { minLength: 1 },
      additionalProperties: { $ref: '#/definitions/rule' },
      examples: [{ 'deployment.environment.name': { required: true, values: ['test'] } }],
    },
    allowed: {
      description:
        'Closed namespaces: of the keys that match, spans may have only those in the list, and those with a rule that does not forbid them.',
      type: 'object',
      propertyNames: { pattern: '\\*' },
      additionalProperties: { type: 'array', items: { type: 'string', minLength: 1 } },
      examples: [{ 'app.*': ['app.feature.*'] }],
    },
    strict: {
      type: 'boolean',
      description: 'Whether a rule that judged nothing fails the assertion.',
      default: false,
      examples: [true],
    },
  },
  anyOf: [
    { required: ['attributes'], properties: { attributes: { minProperties: 1 } } },
    { required: ['resource'], properties: { resource: { minProperties: 1 } } },
    { required: ['allowed'], properties: { allowed: { minProperties: 1 } } },
  ],
  additionalProperties: false,
  definitions: {
    rule: {
      description: 'What is asked of an attribute. A rule without any of it allows the key in a closed namespace.',
      type: 'object',
      properties: {
        description: {
          type: 'string',
          minLength: 1,
          description: 'What the attribute is for. Failure texts show it.',
          examples: ['who pays'],
        },
        required: spans('Which spans must have it.', true, { kind: 'SERVER', service: 'orders' }),
        forbidden: spans('Which spans must not have it.', true, [{ service: 'mailer' }]),
        type: {
          description: 'The type of its value. A whole number counts as a double, too.',
          enum: ATTRIBUTE_TYPES,
          examples: ['string', 'int'],
        },
        values: {
          description: 'The values that it may have, or a pattern for text. Of an array, every element is judged.',
          anyOf: [{ type: 'array', items: { type: ['string', 'number', 'boolean'] }, minItems: 1 }, PATTERN],
          examples: [['open', 'paid'], { pattern: '^ord-\\d+$' }],
        },
        cardinality: {
          description: 'How many different values it may have over all traces.',
          type: 'object',
          properties: { max: { type: 'integer', minimum: 1, description: 'The limit.', examples: [500] } },
          required: ['max'],
          additionalProperties: false,
          examples: [{ max: 500 }],
        },
      },
      additionalProperties: false,
    },
    pattern: {
      description: 'A pattern in the syntax of RE2. It matches anywhere, unless it has ^ and $.',
      type: 'object',
      properties: { pattern: { type: 'string', minLength: 1 } },
      required: ['pattern'],
      additionalProperties: false,
      examples: [{ pattern: '^POST ' }],
    },
    criteria: {
      description: 'A name, or what a span must be: every field that is given must match.',
      anyOf: [
        { type: 'string', minLength: 1 },
        {
          type: 'object',
          properties: {
            name: TEXT,
            kind: { anyOf: [{ enum: KINDS }, PATTERN] },
            service: TEXT,
            status: {
              anyOf: [
                { enum: STATUSES },
                PATTERN,
                {
                  type: 'object',
                  properties: { code: { anyOf: [{ enum: STATUSES }, PATTERN] }, message: TEXT },
                  minProperties: 1,
                  additionalProperties: false,
                },
              ],
            },
            operation: { anyOf: [{ enum: OPERATIONS }, PATTERN] },
            attributes: ATTRIBUTES,
            resource: ATTRIBUTES,
            scope: {
              anyOf: [
                { type: 'string', minLength: 1 },
                PATTERN,
                {
                  type: 'object',
                  properties: { name: TEXT, version: TEXT },
                  minProperties: 1,
                  additionalProperties: false,
                },
              ],
            },
          },
          minProperties: 1,
          additionalProperties: false,
        },
      ],
      examples: ['POST /orders', { kind: 'SERVER', service: { pattern: '^shop-' } }],
    },
  },
};
