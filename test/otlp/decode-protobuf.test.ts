import { describe, expect, it } from 'vitest';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import { encodeRequest } from './encode-request.ts';
import { EVERY_FIELD, EVERY_FIELD_SPAN } from './every-field.ts';
import {
  bytes,
  fixed32Field,
  fixed64Field,
  hex,
  IDS,
  lenField,
  requestOfSpans,
  requestOfValue,
  SPAN_ID,
  TRACE_ID,
  tag,
  varintField,
} from './wire-builder.ts';

function onlySpan(body: Uint8Array) {
  const { spans } = decodeTracesProtobuf(body);
  expect(spans).toHaveLength(1);
  return spans[0];
}

function decodedValue(...anyValue: readonly Uint8Array[]) {
  return onlySpan(requestOfValue(...anyValue))?.attributes.k;
}

describe('decodeTracesProtobuf', () => {
  it('reads a view into a larger buffer', () => {
    const body = encodeRequest(EVERY_FIELD);
    const padded = Buffer.concat([Buffer.from([255, 255, 255]), body, Buffer.from([255])]);
    expect(decodeTracesProtobuf(padded.subarray(3, 3 + body.length)).spans).toStrictEqual([EVERY_FIELD_SPAN]);
  });

  it('keeps bytes that do not change with the body', () => {
    const body = requestOfValue(lenField(7, [1, 2, 3]));
    const { spans } = decodeTracesProtobuf(body);
    body.fill(0);
    expect(spans[0]?.attributes.k).toStrictEqual(new Uint8Array([1, 2, 3]));
  });

  it('finds the service of a problem and of a rejected span in a resource that follows them', () => {
    const spans = lenField(2, lenField(2, IDS, lenField(9)), lenField(2, lenField(5, 'lost')));
    const resource = lenField(1, lenField(1, lenField(1, 'service.name'), lenField(2, lenField(1, 'late'))));
    const { problems, rejected, spans: kept } = decodeTracesProtobuf(lenField(1, spans, resource));
    expect(problems).toMatchObject([
      { service: 'late', field: 'attributes[""]' },
      { service: 'late', span: 'lost', field: 'traceId' },
    ]);
    expect(rejected).toMatchObject([{ service: 'late', span: 'lost' }]);
    expect(kept[0]?.resource.attributes).toStrictEqual({ 'service.name': 'late' });
  });

  describe('follows proto3 where fields repeat', () => {
    it('the last scalar wins', () => {
      const span = bytes(
        lenField(1, 'x'),
        IDS,
        lenField(5, 'a'),
        lenField(5, 'b'),
        fixed32Field(16, 1),
        fixed32Field(16, 2),
      );
      expect(onlySpan(requestOfSpans(span))).toMatchObject({ traceId: TRACE_ID, name: 'b', flags: 2 });
    });

    it('a second status merges with the first', () => {
      const span = bytes(IDS, lenField(15, lenField(2, 'no')), lenField(15, varintField(3, 2)));
      expect(onlySpan(requestOfSpans(span))?.status).toStrictEqual({ code: 'ERROR', message: 'no' });
    });

    it('a second resource and a second scope merge with the first', () => {
      const attribute = (key: string) => lenField(1, lenField(1, key));
      const scope = bytes(lenField(1, lenField(1, 'lib')), lenField(1, lenField(2, '2')), lenField(2, IDS));
      const body = lenField(1, lenField(1, attribute('a')), lenField(2, scope), lenField(1, attribute('b')));
      expect(onlySpan(body)).toMatchObject({
        resource: { attributes: { a: null, b: null } },
        scope: { name: 'lib', version: '2' },
      });
    });

    it('the last kind of an AnyValue wins', () => {
      expect(decodedValue(lenField(1, 'text'), varintField(3, 7))).toBe(7);
    });

    it('two arrays and two kvlists of one AnyValue merge', () => {
      expect(
        decodedValue(lenField(5, lenField(1, varintField(3, 1))), lenField(5, lenField(1, varintField(3, 2)))),
      ).toEqual([1, 2]);
      expect(
        decodedValue(lenField(6, lenField(1, lenField(1, 'a'))), lenField(6, lenField(1, lenField(1, 'b')))),
      ).toEqual({
        a: null,
        b: null,
      });
    });

    it('a second value of one attribute merges with the first', () => {
      const attribute = lenField(9, lenField(1, 'k'), lenField(2, varintField(3, 1)), lenField(2));
      expect(onlySpan(requestOfSpans(bytes(IDS, attribute)))?.attributes).toStrictEqual({ k: 1 });
    });
  });

  it.each<[string, Uint8Array]>([
    ['VARINT', bytes(tag(99, 0), [255, 255, 255, 255, 255, 255, 255, 255, 255, 1])],
    ['I64', fixed64Field(99, 1n)],
    ['LEN', lenField(99, 'skipped')],
    ['I32', fixed32Field(99, 1)],
    [
      'SGROUP',
      bytes(tag(99, 3), varintField(1, 5), lenField(2, 'x'), tag(7, 3), fixed64Field(3, 1n), tag(7, 4), tag(99, 4)),
    ],
    ['the highest field number', lenField(2 ** 29 - 1, 'skipped')],
    ['InstrumentationLibrarySpans', lenField(1000, 'skipped')],
  ])('skips unknown fields: %s', (_name, unknown) => {
    const span = bytes(
      unknown,
      IDS,
      unknown,
      lenField(5, 'kept'),
      lenField(11, unknown),
      lenField(15, unknown),
      unknown,
    );
    const attribute = lenField(9, unknown, lenField(1, 'k'), lenField(2, unknown, varintField(2, 1)));
    const scope = bytes(lenField(1, unknown), unknown, lenField(2, span, attribute));
    const body = bytes(unknown, lenField(1, unknown, lenField(1, unknown), lenField(2, scope)), unknown);
    expect(onlySpan(body)).toMatchObject({ name: 'kept', attributes: { k: true }, events: [{ name: '' }] });
  });

  it('takes the lower 32 bits of a longer varint for a uint32, and all of them for a bool', () => {
    const attribute = lenField(9, lenField(1, 'k'), lenField(2, varintField(2, 2n ** 40n)));
    const span = onlySpan(requestOfSpans(bytes(IDS, varintField(10, 2n ** 32n + 5n), attribute)));
    expect(span).toMatchObject({ droppedAttributesCount: 5, attributes: { k: true } });
  });

  it.each<[string, Uint8Array, string, string]>([
    ['a name', lenField(5, [97, 255]), 'name', 'is valid UTF-8'],
    ['a trace state', lenField(3, [255]), 'traceState', 'is valid UTF-8'],
    ['a value', lenField(9, lenField(2, lenField(1, [255])), lenField(1, 'k')), 'attributes["k"]', 'is valid UTF-8'],
    ['a key', lenField(9, lenField(1, [255])), 'attributes["�"]', 'has a key of valid UTF-8'],
    ['an event name', lenField(11, lenField(2, [0xc3])), 'events[0].name', 'is valid UTF-8'],
    ['a status message', lenField(15, lenField(2, [0xed, 0xa0, 0x80])), 'status.message', 'is valid UTF-8'],
    [
      'a value in an array in a kvlist',
      lenField(
        9,
        lenField(1, 'k'),
        lenField(
          2,
          lenField(
            6,
            lenField(1, lenField(1, 'in'), lenField(2, lenField(5, lenField(1), lenField(1, lenField(1, [255]))))),
          ),
        ),
      ),
      'attributes["k"]["in"][1]',
      'is valid UTF-8',
    ],
    [
      'string_value_strindex',
      lenField(9, lenField(1, 'k'), lenField(2, varintField(8, 1))),
      'attributes["k"]',
      'holds its text (string_value_strindex is for profiles only)',
    ],
  ])('records a problem: %s', (_name, part, field, rule) => {
    const { problems, spans } = decodeTracesProtobuf(requestOfSpans(bytes(IDS, part)));
    expect(spans).toHaveLength(1);
    expect(problems).toMatchObject([{ traceId: TRACE_ID, spanId: SPAN_ID, field, rule }]);
  });

  it('replaces what is not UTF-8 by U+FFFD', () => {
    expect(onlySpan(requestOfSpans(bytes(IDS, lenField(5, [97, 255, 98]))))?.name).toBe('a\ufffdb');
  });

  it('reads string_value_strindex as null', () => {
    expect(decodedValue(lenField(1, 'text'), varintField(8, 3))).toBeNull();
  });

  it('records key_strindex, and an entity reference and schema URLs that are not UTF-8', () => {
    const resource = lenField(1, lenField(1, varintField(3, 1)), lenField(3, lenField(3, [255])));
    const scope = lenField(2, lenField(2, IDS), lenField(3, [255]));
    const { problems } = decodeTracesProtobuf(lenField(1, resource, scope, lenField(3, [255])));
    expect(problems.map(problem => problem.field).sort()).toStrictEqual([
      'resource.attributes[""]',
      'resource.attributes[""]',
      'resource.entityRefs[0].idKeys[0]',
      'resource.schemaUrl',
      'scope.schemaUrl',
    ]);
  });

  it('names a problem of a resource without spans by its service alone', () => {
    const { problems } = decodeTracesProtobuf(lenField(1, lenField(1, lenField(1, lenField(1, hex('ff'))))));
    expect(problems).toMatchObject([{ service: 'unknown_service', span: '', traceId: '', spanId: '' }]);
  });
});
