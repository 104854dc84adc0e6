import { BAGGAGE_LIMITS, extractBaggage } from '../propagation/formats/baggage.ts';
import type { ConformanceCase, ConformanceRequest, RawHeader } from './conformance-case.ts';
import { valuesOf } from './read-calls.ts';

/** @see https://www.w3.org/TR/baggage/ */
export const BAGGAGE_CASES: readonly ConformanceCase[] = [
  rule('baggage-handed-on', 'Baggage is passed on, with a trace context and without one.', [
    handsOn(sent('tier=gold'), { tier: 'gold' }),
    handsOn(
      [...sent('tier=gold,cart=17'), ['traceparent', '00-7c1b0d9e42f84a3c9d5e6f7081928374-5a3c9e7b1d2f4860-01']],
      {
        tier: 'gold',
        cart: '17',
      },
    ),
  ]),
  rule('baggage-name-case', 'The name of the header is baggage in any case.', [
    handsOn([['Baggage', 'tier=gold']], { tier: 'gold' }),
    handsOn([['BAGGAGE', 'tier=gold']], { tier: 'gold' }),
  ]),
  rule('baggage-several-headers', 'Several headers are one list.', [
    handsOn(sent('tier=gold', 'cart=17'), { tier: 'gold', cart: '17' }),
  ]),
  rule('baggage-blanks', 'Blanks around keys, values and members are not part of them.', [
    handsOn(sent('tier = gold , cart=17\t,  shop=berlin'), { tier: 'gold', cart: '17', shop: 'berlin' }),
  ]),
  rule('baggage-percent-encoding', 'A value keeps its meaning, whichever of its characters are percent-encoded.', [
    handsOn(sent('name=J%C3%BCrgen%20%26%20Co%2C%20%25'), { name: 'Jürgen & Co, %' }),
    handsOn(sent('equals=a=b'), { equals: 'a=b' }),
  ]),
  rule('baggage-properties', 'A member with properties is passed on, at least its value.', [
    handsOn(sent('tier=gold;since=2020;vip,cart=17'), { tier: 'gold', cart: '17' }),
  ]),
  rule('baggage-members', `${BAGGAGE_LIMITS.members} members are passed on.`, [
    handsOn(
      sent(
        numbered(BAGGAGE_LIMITS.members, 1)
          .map(pair => pair.join('='))
          .join(','),
      ),
      Object.fromEntries(numbered(BAGGAGE_LIMITS.members, 1)),
    ),
  ]),
  rule('baggage-bytes', `${BAGGAGE_LIMITS.bytes.toLocaleString('en-US')} bytes are passed on whole.`, [
    fullOf(BAGGAGE_LIMITS.bytes),
  ]),
  rule('baggage-whole-members', 'Over the limits, a whole member may be dropped, but no member is cut.', [
    inWholes(numbered(BAGGAGE_LIMITS.members + 6, 8)),
    inWholes(numbered(17, 500)),
  ]),
];

function rule(id: string, text: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { id, rule: text, format: 'baggage', level: 1, strict: false, ofSuite: false, requests };
}

function sent(...values: readonly string[]): RawHeader[] {
  return values.map(value => ['baggage', value]);
}

/** Baggage that every call must carry. */
export function baggageRequest(value: string): ConformanceRequest {
  const one = handsOn(sent(`tier=${value}`), { tier: value });
  return { ...one, judge: calls => calls.map(call => one.judge([call])).find(problem => problem !== undefined) };
}

function handsOn(headers: readonly RawHeader[], entries: Readonly<Record<string, string>>): ConformanceRequest {
  return {
    headers,
    judge: ([call]) => {
      const baggage = extractBaggage({ baggage: valuesOf(call ?? [], 'baggage') });
      for (const [key, value] of Object.entries(entries)) {
        const found = baggage.entries.find(entry => entry.key === key);
        if (found === undefined) return `the baggage entry ${key} was not passed on`;
        if (found.value !== value)
          return `the value of the baggage entry ${key} became ${JSON.stringify(found.value.slice(0, 60))}`;
      }
      return undefined;
    },
  };
}

/** Any of the members may be missing; what comes back is as it was sent. */
function inWholes(members: readonly (readonly [key: string, value: string])[]): ConformanceRequest {
  const values = new Map(members);
  return {
    headers: sent(members.map(pair => pair.join('=')).join(',')),
    judge: ([call]) => {
      const { entries, refused } = extractBaggage({ baggage: valuesOf(call ?? [], 'baggage') });
      const [broken] = refused;
      if (broken !== undefined) return `the member ${broken.value.slice(0, 60)} is none: ${broken.reason}`;
      const cut = entries.find(({ key, value }) => value !== (values.get(key) ?? value));
      return cut === undefined ? undefined : `the value of the baggage entry ${cut.key} was cut to ${cut.value.length}`;
    },
  };
}

function numbered(count: number, length: number): [string, string][] {
  return Array.from({ length: count }, (_value, index) => [`k${index + 1}`, 'v'.repeat(length)]);
}

/** Members of some length that fill the header to the last byte. */
function fullOf(bytes: number): ConformanceRequest {
  const entries = numbered(16, 500);
  const length = entries.map(pair => pair.join('=')).join(',').length;
  entries.push(['rest', 'v'.repeat(bytes - length - ',rest='.length)]);
  return handsOn(sent(entries.map(pair => pair.join('=')).join(',')), Object.fromEntries(entries));
}
