import fc from 'fast-check';
import { type Attributes, type AttributeValue, setAttribute } from '../../src/model/attributes.ts';
import { type Resource, type Scope, SPAN_KINDS, type SpanData, STATUS_CODES } from '../../src/model/span-data.ts';

/** A record with the prototype of an object literal, as the model's objects have. */
function plain<Message>(model: { [Key in keyof Message]: fc.Arbitrary<Message[Key]> }): fc.Arbitrary<Message> {
  return fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<Message>;
}

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: digits, maxLength: digits })
    .map(characters => characters.join(''))
    .filter(id => !/^0+$/.test(id));

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '\n', '\u2028', '\u0000', '日本', '🦊', '}]', '\\"'),
);
const key = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'service.name', '0', '-1'),
);
const uint32 = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const time = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

/** An int64 is a number while it is safe. */
const int64 = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map(value => (Number.isSafeInteger(Number(value)) ? Number(value) : value));

const double = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 5e-324, 1e21, 2 ** 53, 1e300),
);

const { attributes } = fc.letrec<{ value: AttributeValue; attributes: Attributes }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, fc.boolean(), int64, double, fc.uint8Array({ maxLength: 9 }), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('attributes'),
  ),
  attributes: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(entries => {
    const made: Record<string, AttributeValue> = {};
    for (const [name, held] of entries) setAttribute(made, name, held);
    return made;
  }),
}));

const resource: fc.Arbitrary<Resource> = plain({
  attributes,
  droppedAttributesCount: uint32,
  entityRefs: fc.array(
    plain({ schemaUrl: text, type: text, idKeys: fc.array(text), descriptionKeys: fc.array(text) }),
    { maxLength: 2 },
  ),
  schemaUrl: text,
});

const scope: fc.Arbitrary<Scope> = plain({
  name: text,
  version: text,
  attributes,
  droppedAttributesCount: uint32,
  schemaUrl: text,
});

function span(traceId: string, resources: readonly Resource[], scopes: readonly Scope[]): fc.Arbitrary<SpanData> {
  return plain({
    traceId: fc.constant(traceId),
    spanId: hex(16),
    parentSpanId: fc.oneof(fc.constant(undefined), hex(16)),
    traceState: text,
    flags: uint32,
    name: text,
    kind: fc.constantFrom(...SPAN_KINDS),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    droppedAttributesCount: uint32,
    events: fc.array(plain({ name: text, timeUnixNano: time, attributes, droppedAttributesCount: uint32 }), {
      maxLength: 2,
    }),
    droppedEventsCount: uint32,
    links: fc.array(
      plain({
        traceId: hex(32),
        spanId: hex(16),
        traceState: text,
        attributes,
        droppedAttributesCount: uint32,
        flags: uint32,
      }),
      { maxLength: 2 },
    ),
    droppedLinksCount: uint32,
    status: plain({ code: fc.constantFrom(...STATUS_CODES), message: text }),
    resource: fc.constantFrom(...resources),
    scope: fc.constantFrom(...scopes),
  });
}

/** The spans of one trace: several resources and scopes, anything that a span can hold. */
export const arbitrarySpans: fc.Arbitrary<SpanData[]> = fc
  .tuple(hex(32), fc.array(resource, { minLength: 1, maxLength: 2 }), fc.array(scope, { minLength: 1, maxLength: 2 }))
  .chain(([traceId, resources, scopes]) =>
    fc.uniqueArray(span(traceId, resources, scopes), {
      minLength: 1,
      maxLength: 4,
      selector: ({ spanId }) => spanId,
    }),
  );
