import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import { syntaxFault } from '../../src/model/json-syntax-fault.ts';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { runs } from '../runs.ts';
import { EVERY_FIELD } from './every-field.ts';
import { jsonBytes } from './otlp-json.ts';
import { SPAN_ID, TRACE_ID } from './wire-builder.ts';

function outcome(body: Uint8Array): string {
  try {
    decodeTracesJson(body);
    return 'decoded';
  } catch (error) {
    return error instanceof TracewrightError ? error.code : `not ours: ${String(error)}`;
  }
}

function refusal(text: string) {
  return expect.objectContaining({ code: 'MALFORMED_JSON', message: `MALFORMED_JSON: ${text}` });
}

describe('malformed JSON', () => {
  it.each([
    ['an empty body', '', 'at line 1, column 1 (position 0): expected a value; the body ends.'],
    ['text', 'hello', 'at line 1, column 1 (position 0): expected a value; found "hello".'],
    ['an object that is cut off', '{"a":1', 'at line 1, column 7 (position 6): expected "," or "}"; the body ends.'],
    ['an array that is cut off', '[1', 'at line 1, column 3 (position 2): expected "," or "]"; the body ends.'],
    ['a trailing comma', '{\n  "a": 1,\n}', 'at line 3, column 1 (position 12): expected a name in quotes; found "}".'],
    ['a trailing comma in an array', '[1,]', 'at line 1, column 4 (position 3): expected a value; found "]".'],
    [
      'a name without quotes',
      '{a:1}',
      'at line 1, column 2 (position 1): expected a name in quotes or "}"; found "a:1}".',
    ],
    ['a missing colon', '{"a" 1}', 'at line 1, column 6 (position 5): expected ":"; found "1}".'],
    ['a wrong bracket', '[1}', 'at line 1, column 3 (position 2): expected "," or "]"; found "}".'],
    ['no value', '[x]', 'at line 1, column 2 (position 1): expected a value or "]"; found "x]".'],
    ['text after the end', '{} {}', 'at line 1, column 4 (position 3): expected the end; found "{}".'],
    [
      'an open string',
      '{"a',
      'at line 1, column 4 (position 3): expected the closing quote of a string; the body ends.',
    ],
    [
      'a raw line feed in a string',
      '["\n"]',
      'at line 1, column 3 (position 2): expected no control character in a string; found "\\n\\"]".',
    ],
    [
      'an unknown escape',
      '["\\x"]',
      'at line 1, column 3 (position 2): expected an escape such as \\n or \\u00e9; found "\\\\x\\"]".',
    ],
    [
      'a leading zero of a long number',
      '[01234567890123456789]',
      'at line 1, column 3 (position 2): expected "," or "]"; found "1234567890123456789]".',
    ],
    [
      'a long number as a name',
      '{ 1234567890123456789:1}',
      'at line 1, column 3 (position 2): expected a name in quotes or "}"; found "1234567890123456789:".',
    ],
    [
      'a fault after a long number',
      '{"a":1234567890123456789,}',
      'at line 1, column 26 (position 25): expected a name in quotes; found "}".',
    ],
    ['an array', '[]', 'the body must be an object; found an array of 0.'],
    ['null', 'null', 'the body must be an object; found null.'],
    ['a string', '"x"', 'the body must be an object; found the string "x".'],
    ['a long number', ' 12345678901234567890', 'the body must be an object; found the number 12345678901234567890.'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => decodeTracesJson(Buffer.from(text))).toThrow(refusal(message));
  });

  const SPAN = 'resourceSpans[0].scopeSpans[0].spans[1]';

  it.each<[string, string, string]>([
    ['name', '{"name":5}', `${SPAN}.name must be a string; found the number 5.`],
    [
      'a name of many digits',
      '{"name":12345678901234567890}',
      `${SPAN}.name must be a string; found the number 12345678901234567890.`,
    ],
    ['a span', 'null', `${SPAN} must be an object; found null.`],
    ['traceId', '{"traceId":[1,2]}', `${SPAN}.traceId must be a string of hex digits; found an array of 2.`],
    [
      'attributes',
      '{"attributes":{"k":"v"}}',
      `${SPAN}.attributes must be an array; found an object with the key "k".`,
    ],
    ['an attribute', '{"attributes":["k"]}', `${SPAN}.attributes[0] must be an object; found the string "k".`],
    ['a key', '{"attributes":[{"key":1}]}', `${SPAN}.attributes[0].key must be a string; found the number 1.`],
    [
      'a value',
      '{"attributes":[{"key":"k","value":"v"}]}',
      `${SPAN}.attributes[0].value must be an object; found the string "v".`,
    ],
    [
      'stringValue',
      '{"attributes":[{"value":{"stringValue":{}}}]}',
      `${SPAN}.attributes[0].value.stringValue must be a string; found an empty object.`,
    ],
    [
      'boolValue',
      '{"attributes":[{"value":{"boolValue":"true"}}]}',
      `${SPAN}.attributes[0].value.boolValue must be true or false; found the string "true".`,
    ],
    [
      'intValue',
      '{"attributes":[{"value":{"intValue":"0x10"}}]}',
      `${SPAN}.attributes[0].value.intValue must be an integer, as a number or a string; found the string "0x10".`,
    ],
    [
      'intValue that is empty',
      '{"attributes":[{"value":{"intValue":""}}]}',
      `${SPAN}.attributes[0].value.intValue must be an integer, as a number or a string; found the string "".`,
    ],
    [
      'doubleValue',
      '{"attributes":[{"value":{"doubleValue":"inf"}}]}',
      `${SPAN}.attributes[0].value.doubleValue must be a number, "NaN", "Infinity" or "-Infinity"; found the string "inf".`,
    ],
    [
      'bytesValue',
      '{"attributes":[{"value":{"bytesValue":"a*"}}]}',
      `${SPAN}.attributes[0].value.bytesValue must be base64; found the string "a*".`,
    ],
    [
      'bytesValue of 5 digits',
      '{"attributes":[{"value":{"bytesValue":"AAAAA"}}]}',
      `${SPAN}.attributes[0].value.bytesValue must be base64; found the string "AAAAA".`,
    ],
    [
      'arrayValue',
      '{"attributes":[{"value":{"arrayValue":[]}}]}',
      `${SPAN}.attributes[0].value.arrayValue must be an object; found an array of 0.`,
    ],
    [
      'an element',
      '{"attributes":[{"value":{"arrayValue":{"values":[{},1]}}}]}',
      `${SPAN}.attributes[0].value.arrayValue.values[1] must be an object; found the number 1.`,
    ],
    [
      'a time',
      '{"startTimeUnixNano":"2026-11-01"}',
      `${SPAN}.startTimeUnixNano must be an integer, as a number or a string; found the string "2026-11-01".`,
    ],
    [
      'a count',
      '{"droppedLinksCount":true}',
      `${SPAN}.droppedLinksCount must be an integer, as a number or a string; found the boolean true.`,
    ],
    ['a kind', '{"kind":true}', `${SPAN}.kind must be a span kind (a number or a name); found the boolean true.`],
    [
      'an unknown name of a kind',
      '{"kind":"SPAN_KIND_SERVR"}',
      `${SPAN}.kind must be a span kind; found the string "SPAN_KIND_SERVR". Did you mean "SPAN_KIND_SERVER"? Valid: SPAN_KIND_UNSPECIFIED, SPAN_KIND_INTERNAL, SPAN_KIND_SERVER, SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER, SPAN_KIND_CONSUMER.`,
    ],
    [
      'an unknown name of a status',
      '{"status":{"code":"OK"}}',
      `${SPAN}.status.code must be a status code; found the string "OK". Valid: STATUS_CODE_UNSET, STATUS_CODE_OK, STATUS_CODE_ERROR.`,
    ],
    ['an event name', '{"events":[{},{"name":[]}]}', `${SPAN}.events[1].name must be a string; found an array of 0.`],
    ['a link', '{"links":{}}', `${SPAN}.links must be an array; found an empty object.`],
  ])('refuses the wrong type of %s, with its path', (_name, span, message) => {
    const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}"},${span}]}]}]}`;
    expect(() => decodeTracesJson(Buffer.from(body))).toThrow(refusal(message));
  });

  it.each([
    ['resourceSpans', { resourceSpans: {} }, 'resourceSpans must be an array; found an empty object.'],
    [
      'a resource',
      { resourceSpans: [{ resource: 1 }] },
      'resourceSpans[0].resource must be an object; found the number 1.',
    ],
    [
      'a key of an entity',
      { resourceSpans: [{}, { resource: { entityRefs: [{ idKeys: ['a', 2] }] } }] },
      'resourceSpans[1].resource.entityRefs[0].idKeys[1] must be a string; found the number 2.',
    ],
    [
      'a scope name',
      { resourceSpans: [{ scopeSpans: [{}, {}, { scope: { name: false } }] }] },
      'resourceSpans[0].scopeSpans[2].scope.name must be a string; found the boolean false.',
    ],
    [
      'a schema URL',
      { resourceSpans: [{ scopeSpans: [{ schemaUrl: 1 }] }] },
      'resourceSpans[0].scopeSpans[0].schemaUrl must be a string; found the number 1.',
    ],
  ])('refuses the wrong type of %s', (_name, request, message) => {
    expect(() => decodeTracesJson(jsonBytes(request))).toThrow(refusal(message));
  });

  it('cuts and escapes what it found', () => {
    const body = jsonBytes({ resourceSpans: `\u0007${'x'.repeat(5000)}` });
    const found = `"\\u0007${'x'.repeat(79)}"… (5001 characters)`;
    expect(() => decodeTracesJson(body)).toThrow(refusal(`resourceSpans must be an array; found the string ${found}.`));
  });

  it('survives a million open brackets', () => {
    expect(outcome(Buffer.from('['.repeat(1_000_000)))).toBe('MALFORMED_JSON');
    expect(outcome(Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe('MALFORMED_JSON');
  });

  it('survives a number of four million digits', () => {
    const span = `{"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}","startTimeUnixNano":${'9'.repeat(4_000_000)}}`;
    const body = Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`);
    expect(decodeTracesJson(body)).toMatchObject({
      spans: [{ startTimeUnixNano: 0n }],
      problems: [
        { field: 'startTimeUnixNano', rule: 'is an integer, 0 to 2^64 - 1 (received Infinity)' },
        { field: 'endTimeUnixNano', code: 'IMPOSSIBLE_TIME' },
      ],
    });
  });

  it('finds a fault exactly where JSON.parse refuses a text', () => {
    const valid = JSON.stringify(EVERY_FIELD);
    const seen = { valid: 0, invalid: 0 };
    const change = fc.tuple(
      fc.nat(valid.length),
      fc.nat(3),
      fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', '1e5', 'null', ' ', '\n'),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 2 }), changes => {
        let text = valid;
        for (const [at, removed, added] of changes) text = text.slice(0, at) + added + text.slice(at + removed);
        const parses = isJson(text);
        seen[parses ? 'valid' : 'invalid']++;
        expect(syntaxFault(text) === undefined).toBe(parses);
      }),
      { numRuns: runs(3000) },
    );
    expect(seen.valid).toBeGreaterThan(0);
    expect(seen.invalid).toBeGreaterThan(0);
  });

  it('refuses or decodes any JSON, and throws nothing else', () => {
    const names = [
      'resourceSpans',
      'scopeSpans',
      'spans',
      'attributes',
      'key',
      'value',
      'intValue',
      'arrayValue',
      'values',
    ];
    const key = fc.oneof(fc.constantFrom(...names), fc.string());
    const value = fc.jsonValue();
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(key, value), value), json => {
        expect(outcome(jsonBytes(json))).toMatch(/^(decoded|MALFORMED_JSON)$/);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('refuses or decodes a valid body with bytes changed, and throws nothing else', () => {
    const valid = jsonBytes(EVERY_FIELD);
    const change = fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), changes => {
        const body = valid.slice();
        for (const [index, byte] of changes) body[index] = byte;
        expect(outcome(body)).toMatch(/^(decoded|MALFORMED_JSON)$/);
      }),
      { numRuns: runs(3000) },
    );
  });

  it('refuses a valid body that is cut anywhere', () => {
    const body = jsonBytes(EVERY_FIELD);
    const outcomes = new Set(Array.from(body, (_, length) => outcome(body.subarray(0, length))));
    expect([...outcomes]).toStrictEqual(['MALFORMED_JSON']);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
