import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { describe, expect, it } from 'vitest';
import { encodeLogsResponse, encodeStatus, encodeTraceResponse } from '../../src/otlp/encode-response.ts';
import { bytes, lenField, varintField } from './wire-builder.ts';

function text(body: Uint8Array): string {
  return Buffer.from(body).toString();
}

const PARTIALS: readonly [string, { rejectedSpans: number; errorMessage: string } | undefined, Uint8Array, unknown][] =
  [
    ['full success', undefined, bytes(), {}],
    ['nothing rejected and no message', { rejectedSpans: 0, errorMessage: '' }, bytes(), {}],
    [
      'rejected spans',
      { rejectedSpans: 300, errorMessage: 'no id ü' },
      lenField(1, varintField(1, 300), lenField(2, 'no id ü')),
      { partialSuccess: { rejectedSpans: '300', errorMessage: 'no id ü' } },
    ],
    [
      'a warning',
      { rejectedSpans: 0, errorMessage: 'careful' },
      lenField(1, lenField(2, 'careful')),
      { partialSuccess: { errorMessage: 'careful' } },
    ],
    [
      'rejected spans without a message',
      { rejectedSpans: 1, errorMessage: '' },
      lenField(1, varintField(1, 1)),
      { partialSuccess: { rejectedSpans: '1' } },
    ],
  ];

describe('encodeTraceResponse', () => {
  it.each(PARTIALS)('encodes %s in protobuf', (_name, partial, expected) => {
    expect(encodeTraceResponse('protobuf', partial)).toStrictEqual(expected);
  });

  it.each(PARTIALS)('encodes %s in JSON', (_name, partial, _protobuf, expected) => {
    expect(JSON.parse(text(encodeTraceResponse('json', partial)))).toStrictEqual(expected);
  });

  it('is understood by the JS SDK', () => {
    const partial = { rejectedSpans: 2, errorMessage: 'no id' };
    const fromProtobuf = ProtobufTraceSerializer.deserializeResponse(encodeTraceResponse('protobuf', partial));
    expect(Number(fromProtobuf.partialSuccess?.rejectedSpans)).toBe(2);
    expect(fromProtobuf.partialSuccess?.errorMessage).toBe('no id');
    const fromJson = JsonTraceSerializer.deserializeResponse(encodeTraceResponse('json', partial));
    expect(fromJson.partialSuccess?.errorMessage).toBe('no id');
  });
});

describe('encodeLogsResponse', () => {
  const partial = { rejectedLogRecords: 300, errorMessage: 'no ü' };

  it.each(['protobuf', 'json'] as const)('encodes full success in %s as for traces', encoding => {
    expect(encodeLogsResponse(encoding, undefined)).toStrictEqual(encodeTraceResponse(encoding, undefined));
  });

  it('encodes rejected log records in protobuf', () => {
    expect(encodeLogsResponse('protobuf', partial)).toStrictEqual(
      lenField(1, varintField(1, 300), lenField(2, 'no ü')),
    );
  });

  it('encodes rejected log records in JSON', () => {
    expect(JSON.parse(text(encodeLogsResponse('json', partial)))).toStrictEqual({
      partialSuccess: { rejectedLogRecords: '300', errorMessage: 'no ü' },
    });
  });

  it('encodes a warning in JSON', () => {
    const warning = encodeLogsResponse('json', { rejectedLogRecords: 0, errorMessage: 'careful' });
    expect(JSON.parse(text(warning))).toStrictEqual({ partialSuccess: { errorMessage: 'careful' } });
  });

  it('is understood by the JS SDK', () => {
    const fromProtobuf = ProtobufLogsSerializer.deserializeResponse(encodeLogsResponse('protobuf', partial));
    expect(Number(fromProtobuf.partialSuccess?.rejectedLogRecords)).toBe(300);
    expect(fromProtobuf.partialSuccess?.errorMessage).toBe('no ü');
    const fromJson = JsonLogsSerializer.deserializeResponse(encodeLogsResponse('json', partial));
    expect(fromJson.partialSuccess).toStrictEqual({ rejectedLogRecords: '300', errorMessage: 'no ü' });
  });
});

describe('encodeStatus', () => {
  it('encodes code and message in protobuf', () => {
    expect(encodeStatus('protobuf', { code: 3, message: 'bad' })).toStrictEqual(
      bytes(varintField(1, 3), lenField(2, 'bad')),
    );
  });

  it('leaves defaults out in protobuf', () => {
    expect(encodeStatus('protobuf', { code: 0, message: '' })).toStrictEqual(bytes());
  });

  it('encodes code and message in JSON', () => {
    expect(text(encodeStatus('json', { code: 3, message: 'bad "x"' }))).toBe('{"code":3,"message":"bad \\"x\\""}');
  });

  it('writes half a surrogate pair as valid UTF-8', () => {
    expect(encodeStatus('protobuf', { code: 3, message: 'a\ud83d' })).toStrictEqual(
      bytes(varintField(1, 3), lenField(2, 'a\ufffd')),
    );
  });
});
