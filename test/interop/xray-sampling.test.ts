import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { measureSampling } from '../../src/sampling/measure/measure-sampling.ts';
import type { XRaySamplingRule } from '../../src/sampling/xray/rule.ts';
import { simulateXRaySampling } from '../../src/sampling/xray/simulate.ts';
import { startXRaySampling } from '../../src/sampling/xray/start-xray-sampling.ts';
import type { XRaySampling } from '../../src/sampling/xray/xray-sampling.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The official X-Ray remote sampler of each language, in a service with the SDK of that language. */
const COMMANDS = {
  node: ['node', '.cache/xray/node/orders.js'],
  java: ['java', '-cp', '.cache/xray/java/classes:.cache/xray/java/*', 'XRayOrders'],
} as const;

const rule = (RuleName: string, Priority: number, fields: Partial<XRaySamplingRule>): XRaySamplingRule => ({
  RuleName,
  Priority,
  ReservoirSize: 0,
  FixedRate: 0,
  ...fields,
});
const RULES = [
  rule('health', 1, { URLPath: '/health*' }),
  rule('vip', 2, { URLPath: '/vip/?', HTTPMethod: 'GET', FixedRate: 1 }),
  rule('orders', 3, { URLPath: '/orders', ServiceName: 'ord*', FixedRate: 0.2 }),
  rule('limited', 4, { URLPath: '/limited', ReservoirSize: 5 }),
];
const REQUESTS = 400;

let receiver: Receiver;
let sampling: XRaySampling;
let orders: Service;
async function start(language: keyof typeof COMMANDS): Promise<void> {
  receiver = await startReceiver();
  sampling = await startXRaySampling({ rules: RULES });
  orders = await startService(COMMANDS[language], {
    ...{ name: 'orders', receiver, port: 'PORT', cwd: at('.'), timeout: 40_000 },
    ...{ ready: { url: '/health' }, env: sampling.env() },
  });
  // The first report comes 10 s after the start. It names the rules that the sampler has taken over.
  await sampling.waitForStatistics({ rule: 'limited', requests: 0, timeout: 30_000 });
}
async function stop(): Promise<void> {
  await receiver.stop();
  await sampling.stop();
}

const measure = (path: string, options: { readonly requests?: number; readonly requestsPerSecond?: number } = {}) =>
  measureSampling(receiver, {
    requests: REQUESTS,
    request: ({ signal }) => fetch(`${orders.url}${path}`, { signal }).then(response => response.text()),
    root: { name: `GET ${path}`, service: 'orders' },
    ...options,
  });

describe.each(['node', 'java'] as const)('the X-Ray remote sampler of %s', language => {
  beforeAll(() => start(language), 90_000);
  afterAll(stop, 20_000);

  test('samples by the rules that are served: pattern, priority, method and rate', async () => {
    expect(await measure('/vip/1')).toMatchObject({ requests: REQUESTS, sampled: REQUESTS });
    const part = await measure('/orders', { requests: 2_000 });
    expect(part).toSample(0.2, { margin: 0.05 });
    expect(part).not.toSample(0.4, { margin: 0.05 });
    expect(await measure('/healthz')).toMatchObject({ sampled: 0 });
  });

  test('keeps to its quota of a reservoir, and reports what it did', async () => {
    const startMs = Date.now();
    const limited = await measure('/limited', { requests: 240, requestsPerSecond: 60 });
    expect(limited).toSampleAtMost(5);
    expect(limited).not.toSampleAtMost(1);
    const times = Array.from({ length: 240 }, (_, index) => ({ at: startMs + (index * 1_000) / 60, path: '/limited' }));
    const { expected } = simulateXRaySampling(
      RULES,
      times.map(time => ({ ...time, service: 'orders' })),
    );
    expect(limited.sampled).toBeGreaterThanOrEqual(expected.low);
    expect(limited.sampled).toBeLessThanOrEqual(expected.high);
    const totals = await sampling.waitForStatistics({ rule: 'limited', requests: 240, timeout: 30_000 });
    expect(totals).toMatchObject({ clients: 1, requests: 240, sampled: limited.sampled });
  });
});

// Java's sampler asks for rules each 300 s, which nothing changes from outside.
describe('rules that change', () => {
  beforeAll(() => start('node'), 90_000);
  afterAll(stop, 20_000);

  test('are taken over by the sampler of Node, which hears of them with its next report', async () => {
    expect(await measure('/orders', { requests: 40 })).not.toMatchObject({ sampled: 40 });
    sampling.setRules([rule('all', 1, { FixedRate: 1 })]);
    await sampling.waitForStatistics({ rule: 'all', requests: 0, timeout: 40_000 });
    expect(await measure('/orders', { requests: 40 })).toMatchObject({ sampled: 40 });
  });
});
