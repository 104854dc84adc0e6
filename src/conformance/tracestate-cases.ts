import type { ConformanceCase, ConformanceRequest, RawHeader } from './conformance-case.ts';
import { judgeOne } from './read-calls.ts';
import { discards, handsOn, inTrace, keptProblem, staysInTrace, traceparent, withState } from './w3c-requests.ts';

/** All characters that a key may have, and a value. */
const KEY = `${letters(0x61, 0x7a)}0123456789_-*/`;
const VALUE = `${letters(0x20, 0x2b)}${letters(0x2d, 0x3c)}${letters(0x3e, 0x7e)}`;

/** @see https://www.w3.org/TR/trace-context/#tracestate-header */
export const TRACESTATE_CASES: readonly ConformanceCase[] = [
  rule('tracestate-without-traceparent', 'A tracestate without a traceparent is discarded.', [
    discarded('foo=1'),
    discarded('foo=1,bar=2'),
  ]),
  rule('tracestate-handed-on', 'A tracestate is passed on with the trace.', [
    handsOn(sent('foo=1,bar=2'), { foo: '1', bar: '2' }, { inTrace: true }),
  ]),
  rule('tracestate-name', 'A header of another name is not a tracestate.', [
    discards([['trace-state', 'foo=1']], 'foo'),
    discards([['trace.state', 'foo=1']], 'foo'),
  ]),
  rule('tracestate-name-case', 'The name of the header is tracestate in any case.', [
    ...['TraceState', 'TrAcEsTaTe', 'TRACESTATE'].map(name => handsOn([[name, 'foo=1']], { foo: '1' })),
  ]),
  rule('tracestate-empty', 'An empty tracestate counts as none, alone or beside another one.', [
    staysInTrace([
      ['traceparent', traceparent({ flags: '00' })],
      ['tracestate', ''],
    ]),
    handsOn(sent('foo=1', ''), { foo: '1' }, { inTrace: true }),
    handsOn(sent('', 'foo=1'), { foo: '1' }, { inTrace: true }),
  ]),
  rule('tracestate-several-headers', 'Several headers are one list, in their order.', [
    handsOn(
      sent('foo=1,bar=2', 'rojo=1,congo=2', 'baz=3'),
      { foo: '1', bar: '2', rojo: '1', congo: '2', baz: '3' },
      { ordered: true, inTrace: true },
    ),
  ]),
  strictRule('tracestate-duplicated-keys', 'A key that appears twice is passed on twice or once.', [
    keepsOne(sent('foo=1,foo=1'), '1'),
    keepsOne(sent('foo=1,foo=2'), '1', '2'),
    keepsOne(sent('foo=1', 'foo=1'), '1'),
    keepsOne(sent('foo=1', 'foo=2'), '1', '2'),
  ]),
  rule('tracestate-characters', 'Every character that the grammar allows is passed on.', [
    handsOn(sent(`${KEY}=${VALUE}`), { [KEY]: VALUE }),
    handsOn(sent(`${KEY}@a-z0-9_-*/=${VALUE}`), { [`${KEY}@a-z0-9_-*/`]: VALUE }),
  ]),
  rule('tracestate-blanks', 'Blanks around a member are not part of it.', [
    handsOn(sent('foo=1 \t , \t bar=2, \t baz=3'), { foo: '1', bar: '2', baz: '3' }),
    handsOn(sent('foo=1\t \t,\t \tbar=2,\t \tbaz=3'), { foo: '1', bar: '2', baz: '3' }),
    ...[' foo=1', '\tfoo=1', 'foo=1 ', 'foo=1\t', '\t foo=1 \t'].map(value =>
      handsOn(sent(value), { foo: '1' }, { inTrace: true }),
    ),
  ]),
  strictRule('tracestate-key-characters', 'A tracestate with a key of other characters is discarded.', [
    discards(sent('foo =1'), 'foo '),
    discards(sent('FOO=1'), 'FOO'),
    discards(sent('foo.bar=1'), 'foo.bar'),
  ]),
  strictRule('tracestate-key-at', 'A key does not begin with @. From level 2 on, it may have @ anywhere else.', [
    levelTwo(handsOn(sent('foo@=1,bar=2'), { 'foo@': '1', bar: '2' })),
    discards(sent('@foo=1,bar=2'), 'bar'),
    levelTwo(handsOn(sent('foo@@bar=1,bar=2'), { 'foo@@bar': '1', bar: '2' })),
    levelTwo(handsOn(sent('foo@bar@baz=1,bar=2'), { 'foo@bar@baz': '1', bar: '2' })),
  ]),
  strictRule('tracestate-member-count', 'A tracestate has 32 members at most: one with more is discarded.', [
    handsOn(members(32), { m01: '1' }, { count: 32 }),
    discards(members(33), 'm01'),
  ]),
  strictRule(
    'tracestate-key-length',
    'A key has 256 characters at most: a tracestate with a longer one is discarded.',
    [
      handsOn(sent('foo=1', `${'z'.repeat(256)}=1`), { foo: '1', ['z'.repeat(256)]: '1' }),
      discards(sent('foo=1', `${'z'.repeat(257)}=1`), 'foo'),
      keepsKey(`${'t'.repeat(241)}@${'v'.repeat(14)}`),
      levelTwo(keepsKey(`${'t'.repeat(242)}@v`)),
      levelTwo(keepsKey(`t@${'v'.repeat(15)}`)),
    ],
  ),
  strictRule('tracestate-value-characters', 'A tracestate with a value of other characters is discarded.', [
    discards(sent('foo=bar=baz'), 'foo'),
    discards(sent('foo=,bar=3'), 'foo', 'bar'),
  ]),
];

function rule(id: string, text: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { id, rule: text, format: 'w3c', level: 1, strict: false, ofSuite: true, requests };
}

function strictRule(id: string, text: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { ...rule(id, text, requests), strict: true };
}

function sent(...values: readonly string[]): RawHeader[] {
  return values.map(value => ['tracestate', value]);
}

/**
 * Level 1 has another grammar of keys: one @ at most, with up to 241 characters before it and up to 14 after it. A
 * service of level 1 may drop what only level 2 allows, and a service of level 2 may keep it: level 1 asks for neither.
 *
 * @see https://www.w3.org/TR/trace-context-1/#key
 */
function levelTwo(request: ConformanceRequest): ConformanceRequest {
  return { ...request, fromLevel: 2 };
}

function keepsKey(key: string): ConformanceRequest {
  return handsOn(sent('foo=1', `${key}=1`), { foo: '1', [key]: '1' });
}

function discarded(value: string): ConformanceRequest {
  return { headers: sent(value), judge: judgeOne(context => keptProblem(context, ['foo', 'bar'])) };
}

function keepsOne(headers: readonly RawHeader[], ...values: readonly string[]): ConformanceRequest {
  return withState(headers, context => {
    const isKept = context.members.some(([key, value]) => key === 'foo' && values.includes(value));
    return inTrace(context) ?? (isKept ? undefined : 'the tracestate member foo was not passed on');
  });
}

/** So many members, in headers of ten. */
function members(count: number): RawHeader[] {
  const all = Array.from(
    { length: count },
    (_value, index) => `m${String(index + 1).padStart(2, '0')}=${String(index + 1)}`,
  );
  const headers: RawHeader[] = [];
  for (let at = 0; at < all.length; at += 10) headers.push(['tracestate', all.slice(at, at + 10).join(',')]);
  return headers;
}

function letters(first: number, last: number): string {
  return String.fromCharCode(...Array.from({ length: last - first + 1 }, (_value, index) => first + index));
}
