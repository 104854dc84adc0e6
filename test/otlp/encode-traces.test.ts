import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { encodeTracesJson } from '../../src/otlp/encode-json.ts';
import { encodeTracesProtobuf } from '../../src/otlp/encode-protobuf.ts';
import { runs } from '../runs.ts';
import { encodeRequest } from './encode-request.ts';
import { EVERY_FIELD } from './every-field.ts';
import { randomRequest } from './random-request.ts';

test('every field of trace.proto survives the protobuf encoder', () => {
  const { spans, problems } = decodeTracesProtobuf(Buffer.from(encodeRequest(EVERY_FIELD)));
  const again = decodeTracesProtobuf(encodeTracesProtobuf(spans));
  expect(again.spans.length).toBeGreaterThan(0);
  assert.deepStrictEqual(again.spans, spans);
  expect(again.problems).toEqual(problems);
});

test('random spans are the same after either encoder', () => {
  fc.assert(
    fc.property(fc.gen(), draw => {
      const { spans } = decodeTracesProtobuf(randomRequest(draw, false));
      const protobuf = decodeTracesProtobuf(encodeTracesProtobuf(spans));
      const json = decodeTracesJson(Buffer.from(encodeTracesJson(spans)));
      assert.deepStrictEqual(protobuf.spans, json.spans);
      // The encoders group spans by resource and scope.
      assert.deepStrictEqual(new Set(protobuf.spans), new Set(spans));
    }),
    { numRuns: runs(200) },
  );
});

test.for([
  ['the largest int64', 2n ** 63n - 1n],
  ['the smallest int64', -(2n ** 63n)],
  ['a negative number', -1],
  ['a negative zero', -0],
  ['an infinite number', Number.POSITIVE_INFINITY],
  ['an empty text', ''],
  ['false', false],
  ['an empty value', null],
  ['bytes', new Uint8Array([0, 255])],
  ['no bytes', new Uint8Array()],
  ['an empty list', []],
  ['a list in a map in a list', [{ a: [null, 1.5, 'x'] }]],
] as const)('%s survives as an attribute', ([, value]) => {
  const [span] = decodeTracesProtobuf(Buffer.from(encodeRequest(EVERY_FIELD))).spans;
  assert(span !== undefined);
  const [again] = decodeTracesProtobuf(encodeTracesProtobuf([{ ...span, attributes: { value } }])).spans;
  assert.deepStrictEqual(again?.attributes, { value });
});
