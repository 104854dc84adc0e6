import { expect, test } from 'vitest';
import { fromXRayTraceId, toXRayTraceId } from '../../src/xray/index.ts';

const HEX = '5759e988bd862e3fe1be46a994272793';
const XRAY = '1-5759e988-bd862e3fe1be46a994272793';

test('ids go both ways', () => {
  expect(toXRayTraceId(HEX)).toBe(XRAY);
  expect(fromXRayTraceId(XRAY)).toBe(HEX);
});

test.each<[string, unknown, RegExp]>([
  ['an X-Ray id', XRAY, /INVALID_OPTION: toXRayTraceId\(\).*It is an X-Ray id already/],
  ['too few digits', HEX.slice(1), /has 31 characters; it takes 32/],
  ['upper-case digits', HEX.toUpperCase(), /upper-case/],
  ['zeros', '0'.repeat(32), /all zeros/],
  ['a number', 7, /takes a trace id as text; received the number 7/],
])('toXRayTraceId refuses %s', (_, given, text) => {
  expect(() => toXRayTraceId(given as string)).toThrow(text);
});

test.each<[string, unknown, RegExp]>([
  ['a W3C id', HEX, /INVALID_OPTION: fromXRayTraceId\(\).*It is a W3C id already/],
  ['another version', `2${XRAY.slice(1)}`, /1-<8 hex digits>-<24 hex digits>/],
  ['a part that is too short', '1-5759e98-bd862e3fe1be46a994272793', /has 7 and 24 digits/],
  ['a header', `Root=${XRAY}`, /INVALID_OPTION/],
  ['undefined', undefined, /received undefined/],
])('fromXRayTraceId refuses %s', (_, given, text) => {
  expect(() => fromXRayTraceId(given as string)).toThrow(text);
});
