import fc from 'fast-check';
import type { AnyValueJson, RequestJson } from './otlp-json.ts';

/** Requests that hold all that JSON can say as exactly as protobuf; some break a rule. */
export function requestsInJson(): fc.Arbitrary<RequestJson> {
  const { any } = fc.letrec<{ any: AnyValueJson }>(tie => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.record({ stringValue: fc.string({ unit: 'grapheme' }) }),
      fc.record({ boolValue: fc.boolean() }),
      fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
      fc.record({ doubleValue: fc.double({ noDefaultInfinity: true, noNaN: true }).filter(n => !Object.is(n, -0)) }),
      fc.record({ bytesValue: fc.base64String() }),
      fc.constant({}),
      fc.record({ arrayValue: fc.record({ values: fc.array(tie('any')) }) }),
      fc.record({
        kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: tie('any') })) }),
      }),
    ),
  }));
  const attributes = fc.array(
    fc.record({ key: fc.oneof(fc.string(), fc.constantFrom('', 'k', '__proto__')), value: any }),
  );
  const time = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
  const digits = (size: number) =>
    fc.uint8Array({ minLength: size, maxLength: size }).map(id => Buffer.from(id).toString('hex'));
  const traceId = fc.oneof({ weight: 9, arbitrary: digits(16) }, digits(15), fc.constant('0'.repeat(32)));
  const spanId = fc.oneof({ weight: 9, arbitrary: digits(8) }, digits(9), fc.constant(''));
  const span = fc.record(
    {
      traceId,
      spanId,
      parentSpanId: spanId,
      name: fc.string({ unit: 'grapheme' }),
      kind: fc.integer({ min: -1, max: 7 }),
      startTimeUnixNano: time,
      endTimeUnixNano: time,
      attributes,
      events: fc.array(fc.record({ timeUnixNano: time, name: fc.string(), attributes }), { maxLength: 2 }),
      links: fc.array(fc.record({ traceId, spanId, attributes }), { maxLength: 2 }),
      status: fc.record({ message: fc.string(), code: fc.integer({ min: 0, max: 4 }) }),
      flags: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    },
    { requiredKeys: ['traceId', 'spanId'] },
  );
  const scopeSpans = fc.record({
    scope: fc.record({ name: fc.string(), attributes }),
    spans: fc.array(span, { maxLength: 3 }),
  });
  return fc.record({
    resourceSpans: fc.array(
      fc.record({
        resource: fc.record({ attributes }),
        scopeSpans: fc.array(scopeSpans, { maxLength: 2 }),
        schemaUrl: fc.string(),
      }),
      { maxLength: 2 },
    ),
  });
}
