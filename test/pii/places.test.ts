import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../../src/model/attributes.ts';
import type { PiiDetector } from '../../src/pii/detector.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { cpuMs } from '../cpu-ms.ts';

/** Finds a word that nothing else holds, so that only the place decides. */
const CANDY: PiiDetector = {
  name: 'candy',
  kind: 'candy',
  confidence: 'high',
  detect: text => Array.from(text.matchAll(/zuckerl/g), ({ index }) => ({ start: index, end: index + 7 })),
};
const policy = { detectors: [CANDY] };

function pathsOf(span: SpanSpec): string[] {
  return findPii(buildTrace([span]), policy).map(({ path }) => path);
}

describe('in a span', () => {
  test.each<[place: string, span: SpanSpec, path: string]>([
    ['its name', { name: 'eat zuckerl' }, 'name'],
    ['an attribute', { attributes: { 'app.food': 'a zuckerl' } }, 'attributes["app.food"]'],
    ['the key of an attribute', { attributes: { 'app.zuckerl': 1 } }, 'attributes, the key'],
    ['a list', { attributes: { 'app.food': ['a', 'zuckerl'] } }, 'attributes["app.food"][1]'],
    [
      'a map within a list',
      { attributes: { food: [{ kind: { name: 'zuckerl' } }] as AttributeValue } },
      'attributes["food"][0].kind.name',
    ],
    ['bytes', { attributes: { food: Buffer.from('a zuckerl') } }, 'attributes["food"] (bytes)'],
    [
      'bytes that are no UTF-8',
      { attributes: { food: Buffer.from('\xff zuckerl', 'latin1') } },
      'attributes["food"] (bytes)',
    ],
    [
      'the arguments of a process',
      { attributes: { 'process.command_args': ['eat', 'a', 'zuckerl'] } },
      'attributes["process.command_args"]',
    ],
    ['the name of an event', { events: [{ name: 'zuckerl' }] }, 'events[0].name'],
    [
      'an exception',
      { events: [{ name: 'exception', attributes: { 'exception.message': 'no zuckerl' } }] },
      'events[0].attributes["exception.message"]',
    ],
    ['a link', { links: [{ attributes: { food: 'zuckerl' } }] }, 'links[0].attributes["food"]'],
    ['the tracestate of a link', { links: [{ traceState: 'a=zuckerl' }] }, 'links[0].traceState, "a"'],
    ['its status', { status: { code: 'ERROR', message: 'zuckerl' } }, 'status message'],
    ['its tracestate', { data: { traceState: 'a=zuckerl' } }, 'traceState, "a"'],
    ['its resource', { resource: { 'host.name': 'zuckerl' } }, 'resource["host.name"]'],
    ['its scope', { scope: { name: 'zuckerl' } }, 'scope name'],
    ['the attributes of its scope', { scope: { attributes: { food: 'zuckerl' } } }, 'scope["food"]'],
  ])('%s', (_place, span, path) => {
    expect(pathsOf(span)).toEqual([path]);
  });

  test('ids and times are not looked at', () => {
    const digits: PiiDetector = {
      ...CANDY,
      detect: text => (/^[\da-f]{16,32}$/.test(text) ? [{ start: 0, end: text.length }] : []),
    };
    const span: SpanSpec = { links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }] };
    expect(findPii(buildTrace([span]), { detectors: [digits] })).toEqual([]);
  });

  test('a resource that spans share is told once a service', () => {
    const resource = { 'host.name': 'zuckerl' };
    const trace = buildTrace([{ resource, children: [{ resource }, { service: 'other', resource }] }]);
    expect(
      findPii(trace, policy)
        .map(({ service }) => service)
        .sort(),
    ).toEqual(['gateway', 'gateway', 'other']);
  });
});

describe('in a value', () => {
  test.each<[form: string, key: string, value: string, steps: string]>([
    ['a query parameter', 'url.full', 'https://x.test/find?q=a+zuckerl&page=2', 'value, parameter "q"'],
    ['percent-encoded', 'url.full', 'https://x.test/find?q=%7A%75%63%6B%65%72%6C', 'value, parameter "q"'],
    ['percent-encoded twice', 'url.full', '?q=%257Auckerl', 'value, parameter "q", percent-decoded'],
    ['a form', 'app.body', 'a=1&food=zuckerl', 'value, parameter "food"'],
    ['a form of one field', 'app.body', 'food=a+zuckerl', 'value, "food"'],
    ['JSON', 'app.body', '{"meal":{"food":["a","zuckerl"]}}', 'value, JSON field meal.food[1]'],
    [
      'JSON in JSON',
      'app.body',
      JSON.stringify({ inner: JSON.stringify({ food: 'zuckerl' }) }),
      'value, JSON field inner, JSON field food',
    ],
    ['a URL with a port', 'url.full', 'http://shop:8080/eat?food=zuckerl', 'value, parameter "food"'],
    ['JSON in a sentence', 'app.body', 'got {"food":"zuckerl"} back', 'value, "food"'],
    ['an escaped text', 'app.body', '\\u007auckerl', 'value, unescaped'],
    ['a literal of SQL', 'db.query.text', "SELECT 1 WHERE food = 'zuckerl'", 'value, "food"'],
    [
      'a literal of an INSERT',
      'db.query.text',
      "INSERT INTO t (id, food) VALUES (1, 'it''s zuckerl'), (2, 'x')",
      'value, column "food"',
    ],
    ['a header', 'app.log', 'X-Food: zuckerl\nHost: x', 'value, "X-Food"'],
    ['a cookie', 'http.request.header.cookie', 'a=1; food=zuckerl', 'value, "food"'],
    ['baggage', 'app.baggage', 'a=1,food=zuckerl;p=1', 'value, "food"'],
    ['base64', 'app.body', Buffer.from('some zuckerl here').toString('base64'), 'value, base64'],
    [
      'base64 of JSON',
      'app.body',
      Buffer.from('{"food":"zuckerl"}').toString('base64'),
      'value, base64, JSON field food',
    ],
    ['base64 in a sentence', 'app.log', `sent ${Buffer.from('some zuckerl').toString('base64')} on`, 'value, base64'],
    ['base64url', 'app.log', Buffer.from('~~~~ zuckerl ~~~~').toString('base64url'), 'value, base64'],
    ['an element of XML', 'app.body', '<a><food lang="de">zuckerl</food></a>', 'value, element "food"'],
    ['a text by itself', 'app.body', 'plain zuckerl', 'value'],
  ])('%s', (_form, key, value, steps) => {
    expect(findPii({ key, value }, policy).map(({ path }) => path)).toEqual([steps]);
  });

  test('a part has the key that says what it is', () => {
    const byKey: PiiDetector = {
      ...CANDY,
      detect: (text, { words }) => (words.includes('food') ? [{ start: 0, end: text.length }] : []),
    };
    const found = findPii(
      { key: 'db.query.text', value: "INSERT INTO t (id, food) VALUES (1, 'x')" },
      { detectors: [byKey] },
    );
    expect(found.map(({ key, path }) => [key, path])).toEqual([['food', 'value, column "food"']]);
  });

  test.each([
    ['[', '[['.repeat(40_000)],
    ['=', 'a='.repeat(40_000)],
    [':', ':'.repeat(65_536)],
    ['%', '%41'.repeat(22_000)],
    ['quotes', `VALUES ('${"'".repeat(65_000)}`],
    ['base64', 'QUJD'.repeat(16_000)],
    ['keys', 'abcdefgh'.repeat(8_000)],
  ])('64 KiB of %s take no longer than they may', (_what, text) => {
    const started = cpuMs();
    findPii({ key: 'app.body', value: text }, policy);
    expect(cpuMs() - started).toBeLessThan(5_000);
  });
});
