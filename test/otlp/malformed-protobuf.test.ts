import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { runs } from '../runs.ts';
import { encodeRequest } from './encode-request.ts';
import { EVERY_FIELD } from './every-field.ts';
import { bytes, hex, IDS, lenField, requestOfSpans, requestOfValue, tag, varint, varintField } from './wire-builder.ts';

/** The code of what is thrown; 'decoded' when nothing is. */
function outcome(body: Uint8Array): string {
  try {
    decodeTracesProtobuf(body);
    return 'decoded';
  } catch (error) {
    return error instanceof TracewrightError ? error.code : `not ours: ${String(error)}`;
  }
}

const nineContinued = Array.from({ length: 9 }, () => 255);
const groups = (depth: number) =>
  bytes(...Array.from({ length: depth }, () => tag(99, 3)), ...Array.from({ length: depth }, () => tag(99, 4)));

describe('malformed protobuf', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'a body that ends inside a tag',
      hex('80'),
      'at byte 0, in ExportTraceServiceRequest: the body ends inside a varint.',
    ],
    [
      'a body that ends inside a length',
      hex('0a'),
      'at byte 1, in ExportTraceServiceRequest field 1 resource_spans repeated ResourceSpans: the body ends inside a varint.',
    ],
    [
      'a length beyond the body',
      hex('0a05'),
      'at byte 1, in ExportTraceServiceRequest field 1 resource_spans repeated ResourceSpans: the length is 5 bytes; the body has 0 left.',
    ],
    [
      'a length beyond the enclosing message',
      bytes(lenField(1, hex('1205')), lenField(1, '')),
      'at byte 3, in ResourceSpans field 2 scope_spans repeated ScopeSpans: the length is 5 bytes; the enclosing message has 0 left.',
    ],
    [
      'a length of 2^31',
      bytes(tag(1, 2), varint(2 ** 31)),
      'at byte 1, in ExportTraceServiceRequest field 1 resource_spans repeated ResourceSpans: the length is 2147483648 bytes; the limit is 2147483647.',
    ],
    [
      'a length of 2^40 in an unknown field',
      bytes(tag(99, 2), varint(2 ** 40)),
      'at byte 2, in ExportTraceServiceRequest field 99: the length is 1099511627776 bytes; the limit is 2147483647.',
    ],
    ['field number 0', hex('0200'), 'at byte 0, in ExportTraceServiceRequest: a field has number 0; the lowest is 1.'],
    [
      'field number 0 inside a group',
      hex('9b060000'),
      'at byte 2, in ExportTraceServiceRequest field 99: a field has number 0; the lowest is 1.',
    ],
    [
      'a tag beyond 32 bits',
      varint64Tag(),
      'at byte 0, in ExportTraceServiceRequest: a tag is over 32 bits long; the limit is 4294967295.',
    ],
    [
      'wire type 6',
      hex('0e'),
      'at byte 0, in ExportTraceServiceRequest field 1 resource_spans repeated ResourceSpans: wire type 6 does not exist; the highest is 5.',
    ],
    [
      'wire type 7 of an unknown field',
      hex('9f06'),
      'at byte 0, in ExportTraceServiceRequest field 99: wire type 7 does not exist; the highest is 5.',
    ],
    [
      'another wire type than the field has',
      requestOfSpans(bytes(IDS, varintField(5, 1))),
      'at byte 52, in Span field 5 name string: the wire type is 0 (VARINT); it must be 2 (LEN).',
    ],
    [
      'a group for a field that is a message',
      hex('0b0c'),
      'at byte 0, in ExportTraceServiceRequest field 1 resource_spans repeated ResourceSpans: the wire type is 3 (SGROUP); it must be 2 (LEN).',
    ],
    [
      'flags of 3 bytes',
      requestOfSpans(bytes(tag(16, 5), [1, 2, 3])),
      'at byte 8, in Span field 16 flags fixed32: the value takes 4 bytes; the body has 3 left.',
    ],
    [
      'a time that runs into the next message',
      bytes(requestOfSpans(bytes(tag(7, 1), [1, 2, 3])), requestOfSpans(IDS)),
      'at byte 7, in Span field 7 start_time_unix_nano fixed64: the value takes 8 bytes; the enclosing message has 3 left.',
    ],
    [
      'an unknown I64 past the end',
      bytes(tag(99, 1), [1, 2, 3]),
      'at byte 2, in ExportTraceServiceRequest field 99: the value takes 8 bytes; the body has 3 left.',
    ],
    [
      'an unknown I32 past the end',
      bytes(tag(99, 5), [1]),
      'at byte 2, in ExportTraceServiceRequest field 99: the value takes 4 bytes; the body has 1 left.',
    ],
    [
      'an int64 of 65 bits',
      requestOfValue(tag(3, 0), nineContinued, [2]),
      'at byte 60, in AnyValue field 3 int_value int64: a varint is over 64 bits long.',
    ],
    [
      'an int64 of eleven bytes',
      requestOfValue(tag(3, 0), nineContinued, [255, 1]),
      'at byte 60, in AnyValue field 3 int_value int64: a varint is over 64 bits long.',
    ],
    [
      'a varint that runs into the next message',
      bytes(requestOfSpans(bytes(tag(6, 0), [128])), requestOfSpans(IDS)),
      'at byte 7, in Span field 6 kind enum: the enclosing message ends inside a varint.',
    ],
    [
      'the end of a group that did not begin',
      bytes(tag(99, 4)),
      'at byte 0, in ExportTraceServiceRequest field 99: a group ends that did not begin.',
    ],
    [
      'a group that does not end',
      bytes(tag(99, 3), varintField(1, 1)),
      'at byte 4, in ExportTraceServiceRequest field 99: the body ends inside a group.',
    ],
    [
      'a group that ends as another',
      bytes(tag(99, 3), tag(98, 4)),
      'at byte 2, in ExportTraceServiceRequest field 99: group 99 ends as group 98.',
    ],
    [
      'wire type 7 inside a group',
      hex('9b060f'),
      'at byte 2, in ExportTraceServiceRequest field 99: wire type 7 does not exist; the highest is 5.',
    ],
    [
      'groups 101 levels deep',
      groups(101),
      'at byte 200, in ExportTraceServiceRequest field 99: groups are nested over 100 levels deep.',
    ],
  ])('refuses %s', (_name, body, text) => {
    expect(() => decodeTracesProtobuf(body)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_PROTOBUF', message: `MALFORMED_PROTOBUF: ${text}` }),
    );
  });

  it('skips groups 100 levels deep', () => {
    expect(decodeTracesProtobuf(bytes(groups(100), requestOfSpans(IDS))).spans).toHaveLength(1);
  });

  it('refuses groups a million levels deep', () => {
    expect(outcome(new Uint8Array(2_000_000).map((_, index) => (index % 2 === 0 ? 0x9b : 0x06)))).toBe(
      'MALFORMED_PROTOBUF',
    );
  });

  it('refuses a valid message that is cut at any byte but the end of a field of its top level', () => {
    const body = encodeRequest(EVERY_FIELD);
    const outcomes = Array.from(body, (_, length) => outcome(body.subarray(0, length)));
    expect(outcomes).toStrictEqual(['decoded', ...Array.from({ length: body.length - 1 }, () => 'MALFORMED_PROTOBUF')]);
    expect(outcome(body)).toBe('decoded');
  });

  it('refuses or decodes random bytes, and throws nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), body => {
        expect(outcome(body)).toMatch(/^(decoded|MALFORMED_PROTOBUF)$/);
      }),
      { numRuns: runs(3000) },
    );
  });

  it('refuses or decodes a valid message with bytes changed, and throws nothing else', () => {
    const valid = encodeRequest(EVERY_FIELD);
    const change = fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }));
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        const body = valid.slice();
        for (const [index, byte] of changes) body[index] = byte;
        const result = outcome(body);
        seen.add(result);
        expect(result).toMatch(/^(decoded|MALFORMED_PROTOBUF)$/);
      }),
      { numRuns: runs(4000) },
    );
    expect([...seen].sort()).toStrictEqual(['MALFORMED_PROTOBUF', 'decoded']);
  });
});

function varint64Tag(): Uint8Array {
  return bytes(varint(2n ** 32n + 10n), [0]);
}
