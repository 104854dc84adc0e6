import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { XRaySamplingRule } from '../../src/sampling/xray/rule.ts';
import { startXRaySampling } from '../../src/sampling/xray/start-xray-sampling.ts';
import type { XRaySampling } from '../../src/sampling/xray/xray-sampling.ts';

const RULE: XRaySamplingRule = {
  RuleName: 'orders',
  Priority: 1,
  ReservoirSize: 5,
  FixedRate: 0.5,
  URLPath: '/orders',
};

let sampling: XRaySampling;
beforeEach(async () => {
  sampling = await startXRaySampling({ rules: [RULE], interval: 2 });
});
afterEach(() => sampling.stop());

async function post(path: string, body?: unknown): Promise<Record<string, never>> {
  const response = await fetch(`${sampling.url}${path}`, {
    method: 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, never>;
}
const report = (ClientID: string, RequestCount = 10, RuleName = 'orders') => ({
  ...{ RuleName, ClientID, RequestCount, SampledCount: 4, BorrowCount: 1 },
  Timestamp: Math.floor(Date.now() / 1_000),
});
const targets = (...documents: object[]) => post('/SamplingTargets', { SamplingStatisticsDocuments: documents });

test('GetSamplingRules gives the rules as X-Ray does, with the default rule', async () => {
  const { SamplingRuleRecords: records, NextToken } = await post('/GetSamplingRules');
  expect(NextToken).toBeNull();
  expect(records).toEqual([
    {
      SamplingRule: {
        ...RULE,
        RuleARN: expect.stringContaining('sampling-rule/orders'),
        ...{
          ServiceName: '*',
          ServiceType: '*',
          Host: '*',
          HTTPMethod: '*',
          ResourceARN: '*',
          Attributes: {},
          Version: 1,
        },
      },
      CreatedAt: expect.any(Number),
      ModifiedAt: expect.any(Number),
    },
    expect.objectContaining({ SamplingRule: expect.objectContaining({ RuleName: 'Default', FixedRate: 0.05 }) }),
  ]);
});

test('a reservoir is divided among the samplers that report, and no part of it is lost', async () => {
  const quota = async (client: string): Promise<unknown> => {
    const { SamplingTargetDocuments } = await targets(report(client));
    return (SamplingTargetDocuments as unknown as { ReservoirQuota: number }[])[0]?.ReservoirQuota;
  };
  expect(await quota('a')).toBe(5);
  expect(await quota('b')).toBe(2);
  expect([await quota('a'), await quota('b')]).toEqual([3, 2]);
});

test('a target has the rate, the interval and a time until which the quota holds', async () => {
  const { SamplingTargetDocuments, LastRuleModification } = await targets(report('a'));
  const nowSeconds = Date.now() / 1_000;
  const [target] = SamplingTargetDocuments as unknown as { ReservoirQuotaTTL: number }[];
  expect(target).toMatchObject({ RuleName: 'orders', FixedRate: 0.5, Interval: 2 });
  expect(target?.ReservoirQuotaTTL).toBeGreaterThan(nowSeconds + 2);
  expect(LastRuleModification).toBeLessThanOrEqual(nowSeconds);
});

test('reports are kept, and added up by rule', async () => {
  await targets(report('a', 10), report('a', 0, 'Default'));
  await targets(report('b', 5));
  expect(sampling.statistics).toHaveLength(3);
  expect(sampling.statistics[0]).toEqual({
    ...{ rule: 'orders', client: 'a', requests: 10, sampled: 4, borrowed: 1 },
    atMs: expect.any(Number),
  });
  expect(sampling.totals).toEqual([
    { rule: 'orders', clients: 2, requests: 15, sampled: 8, borrowed: 2 },
    { rule: 'Default', clients: 1, requests: 0, sampled: 4, borrowed: 1 },
  ]);
});

test('a report of a rule that is not there is not processed, and says so', async () => {
  const answer = await targets(report('a', 1, 'gone'));
  expect(answer).toMatchObject({
    SamplingTargetDocuments: [],
    UnprocessedStatistics: [{ RuleName: 'gone', ErrorCode: '400' }],
  });
});

test('a request without statistics gets no targets, as when a sampler has nothing to report', async () => {
  expect(await post('/SamplingTargets', {})).toMatchObject({ SamplingTargetDocuments: [], UnprocessedStatistics: [] });
});

describe('rules that change', () => {
  test('are served from then on, and the time of the change is told to those that report', async () => {
    const { LastRuleModification: before } = await targets(report('a'));
    sampling.setRules([{ ...RULE, RuleName: 'new', FixedRate: 1 }]);
    const { SamplingRuleRecords: records } = await post('/GetSamplingRules');
    expect(records).toEqual([
      expect.objectContaining({ SamplingRule: expect.objectContaining({ RuleName: 'new' }) }),
      expect.anything(),
    ]);
    const { LastRuleModification: after } = await targets(report('a'));
    expect(Number(after)).toBeGreaterThanOrEqual(Number(before));
    expect(sampling.rules.map(({ RuleName }) => RuleName)).toEqual(['new', 'Default']);
  });

  test('that are wrong are refused, and the old ones stay', () => {
    expect(() => sampling.setRules([{ ...RULE, FixedRate: 50 }])).toThrow('from 0 to 1');
    expect(sampling.rules[0]).toMatchObject({ FixedRate: 0.5 });
  });
});

describe('waiting', () => {
  test('for rules ends when a sampler has fetched the present ones', async () => {
    const waits = sampling.waitForRules();
    await post('/GetSamplingRules');
    await waits;
    await sampling.waitForRules();
    sampling.setRules([]);
    const again = sampling.waitForRules({ timeout: 30 });
    await expect(again).rejects.toMatchObject({
      code: 'SAMPLING_TIMEOUT',
      message: expect.stringContaining('no sampler fetched the changed rules within 30 ms'),
    });
    expect(sampling.fetches).toBe(1);
  });

  test('for statistics ends when enough requests have been reported', async () => {
    const waits = sampling.waitForStatistics({ rule: 'orders', requests: 15 });
    await targets(report('a', 10));
    await targets(report('a', 0, 'Default'), report('b', 6));
    expect(await waits).toEqual({ rule: 'orders', clients: 2, requests: 16, sampled: 8, borrowed: 2 });
    expect(await sampling.waitForStatistics({ rule: 'Default', requests: 0 })).toMatchObject({
      requests: 0,
      clients: 1,
    });
    await expect(sampling.waitForStatistics({ rule: 'Default', timeout: 30 })).rejects.toThrow(
      'samplers reported 0 of 1 requests of the rule "Default" within 30 ms',
    );
  });

  test.each([
    [() => sampling.waitForRules({ timeout: 0 }), 'a number above 0'],
    [() => sampling.waitForRules({ timout: 1 } as never), 'Did you mean "timeout"?'],
  ])('%s is refused', (call, text) => {
    expect(call).toThrow(text);
  });
});

test.each<[string, string, string | undefined, number]>([
  ['POST', '/SamplingTargets', '{', 400],
  ['POST', '/SamplingTargets', 'null', 400],
  ['POST', '/SamplingTargets', '{"SamplingStatisticsDocuments":{}}', 400],
  ['POST', '/SamplingTargets', '{"SamplingStatisticsDocuments":[{"RuleName":"orders"}]}', 400],
  [
    'POST',
    '/SamplingTargets',
    '{"SamplingStatisticsDocuments":[{"RuleName":"orders","ClientID":"a","RequestCount":-1}]}',
    400,
  ],
  ['POST', '/Traces', '{}', 404],
  ['GET', '/GetSamplingRules', undefined, 405],
  ['POST', '/SamplingTargets', 'x'.repeat(1024 * 1024 + 1), 413],
])('%s %s with %.60s is answered %i', async (method, path, body, status) => {
  const response = await fetch(`${sampling.url}${path}`, { method, ...(body !== undefined && { body }) });
  expect(response.status).toBe(status);
  expect(sampling.statistics).toEqual([]);
});

test('env names the sampler and its endpoint', () => {
  expect(sampling.env()).toEqual({
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: `endpoint=${sampling.url}`,
  });
});

test('what waits is told at once when it is stopped, and after that', async () => {
  const code = { code: 'SAMPLING_STOPPED' };
  const waits = [sampling.waitForRules(), sampling.waitForStatistics({ rule: 'orders', timeout: 60_000 })];
  const told = Promise.all(waits.map(wait => expect(wait).rejects.toMatchObject(code)));
  await sampling.stop();
  await told;
  await expect(sampling.waitForStatistics()).rejects.toMatchObject(code);
});

test('a rule that it does not have is told at once, with the nearest', async () => {
  await expect(sampling.waitForStatistics({ rule: 'oders', requests: 0 })).rejects.toThrow(
    /INVALID_OPTION: waitForStatistics\(\) option rule is "oders", and there is no such rule\. Did you mean "orders"/,
  );
});

test('stop ends it, and may be called twice; nothing answers then', async () => {
  await sampling.stop();
  await sampling.stop();
  await expect(fetch(`${sampling.url}/GetSamplingRules`, { method: 'POST' })).rejects.toThrow();
});

test.each<[string, unknown, string]>([
  ['no options', undefined, 'UNDEFINED_EXPECTATION'],
  ['no rules', {}, 'UNDEFINED_EXPECTATION'],
  ['an interval of half a second', { rules: [], interval: 0.5 }, 'INVALID_OPTION'],
  ['a port of text', { rules: [], port: '2000' }, 'INVALID_OPTION'],
  ['an unknown option', { rules: [], intervall: 1 }, 'UNKNOWN_OPTION'],
])('%s: refused', async (_, options, code) => {
  await expect(startXRaySampling(options as never)).rejects.toMatchObject({ code });
});

test('a port that is in use is told', async () => {
  const port = Number(new URL(sampling.url).port);
  await expect(startXRaySampling({ rules: [], port })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
});
