import { afterEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { CASES } from '../../src/conformance/cases.ts';
import { checkTraceContext } from '../../src/conformance/check-trace-context.ts';
import { type Slip, startHandMade } from './services/hand-made.ts';

const ALL = { formats: ['w3c', 'baggage', 'xray'], level: 2, strict: true } as const;
const TIMEOUT_MS = 15_000;

const atEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of atEnd.splice(0)) await end();
});

async function handMade(...slips: readonly Slip[]): Promise<string> {
  const service = await startHandMade(...slips);
  atEnd.push(() => service.stop());
  return service.url;
}

test('there are the 41 cases of Trace Context, 14 of them of its tracestate, and ids are unique', () => {
  const suite = CASES.filter(({ ofSuite }) => ofSuite);
  expect(suite).toHaveLength(41);
  expect(CASES.slice(0, 41)).toEqual(suite);
  expect(suite.filter(({ id }) => id.startsWith('tracestate-'))).toHaveLength(14);
  expect(suite.filter(({ strict }) => strict)).toHaveLength(6);
  expect(suite.filter(({ level }) => level === 2).map(({ id }) => id)).toEqual(['traceparent-random-flag']);
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
});

describe('a hand-made service', () => {
  test('without slips keeps all rules', async () => {
    const report = await checkTraceContext(await handMade(), { ...ALL, timeout: TIMEOUT_MS });
    expect(report.cases.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
    expect(report).toHonorTraceContext();
  });

  const FAULTS: readonly (readonly [Slip, readonly string[]])[] = [
    ['takes the first of two traceparents', ['traceparent-duplicated']],
    ['reads trace-parent too', ['traceparent-name']],
    ['takes version ff', ['traceparent-version-ff']],
    ['refuses versions of the future', ['traceparent-version-future']],
    ['takes ids of zeros', ['traceparent-trace-id-zero', 'traceparent-parent-id-zero', 'calls-restart']],
    ['takes version 00 with more after the flags', ['traceparent-version-00']],
    ['keeps the tracestate without a traceparent', ['tracestate-without-traceparent']],
    ['turns the tracestate round', ['tracestate-several-headers']],
    ['drops the random flag', ['traceparent-random-flag']],
    ['takes 33 members', ['tracestate-member-count']],
  ];

  test.each<readonly [slip: Slip, cases: readonly string[]]>([
    ...FAULTS,
    [
      'reads the first tracestate header only',
      ['tracestate-empty', 'tracestate-several-headers', 'tracestate-member-count', 'tracestate-key-length'],
    ],
    ['uses one parent id for all calls', ['calls-continue', 'calls-begin', 'calls-restart']],
    ['loses percent-encoding of baggage', ['baggage-percent-encoding']],
    ['always samples in X-Ray', ['xray-sampled']],
    ['closes a connection that is used again', []],
    ['cuts baggage at its limit', ['baggage-whole-members']],
    ['hands a version of the future on', ['traceparent-version-future']],
    ['wants no blanks between members', ['tracestate-blanks']],
    ['takes blanks after a key', ['tracestate-key-characters']],
    [
      'hands the parent id on as it is',
      ['traceparent-alone', 'traceparent-random-flag', 'calls-continue', 'calls-begin', 'calls-restart'],
    ],
    [
      'leaves the Parent out of X-Ray',
      ['xray-continued', 'xray-name-case', 'xray-sampled', 'xray-field-order', 'xray-more-fields'],
    ],
    [
      'wants the name in lower case',
      [
        ...['traceparent-name-case', 'tracestate-name-case', 'baggage-name-case'],
        ...CASES.filter(({ id, format }) => format === 'xray' && !/missing|malformed/.test(id)).map(({ id }) => id),
      ],
    ],
  ])('that %s has exactly its failures', async (slip, cases) => {
    expect(await failing(await handMade(slip))).toEqual(new Set(cases));
  });

  test('with ten slips has the failures of these ten, and no others', async () => {
    const url = await handMade(...FAULTS.map(([slip]) => slip));
    expect(await failing(url)).toEqual(new Set(FAULTS.flatMap(([, cases]) => cases)));
  });

  async function failing(url: string): Promise<Set<string>> {
    const { cases } = await checkTraceContext(url, { ...ALL, timeout: TIMEOUT_MS });
    expect(cases.filter(({ outcome }) => outcome === 'not-run')).toEqual([]);
    return new Set(cases.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id));
  }
});
