import { hostname } from 'node:os';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { TracewrightError } from '../../src/errors.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import type { MeasureSamplingOptions } from '../../src/sampling/measure/measure-options.ts';
import { measureSampling } from '../../src/sampling/measure/measure-sampling.ts';
import { type ServerOptions, startSampledServer } from './sampled-server.ts';

const ROOT = { name: 'GET /orders', service: 'orders' };

let receiver: Receiver;
const stops: (() => Promise<unknown>)[] = [];
async function start(options: Omit<ServerOptions, 'receiver'>, receiverOptions?: ReceiverOptions): Promise<string> {
  if (receiverOptions !== undefined) {
    await receiver.stop();
    receiver = await startReceiver(receiverOptions);
  }
  const server = await startSampledServer({ receiver, ...options });
  stops.push(server.stop);
  return server.url;
}
const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/orders`, { headers }).then(response => response.text());
const measure = (url: string, options: Partial<MeasureSamplingOptions> = {}) =>
  measureSampling(receiver, { requests: 100, request: () => get(url), root: ROOT, ...options });

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map(stop => stop()));
  await receiver.stop();
});

const NO_DOUBTS = { surplus: 0, severalRoots: 0, outside: 0, withParent: 0, rootless: 0 };

/** Samples every nth request. */
function everyNth(n: number): Sampler {
  let count = 0;
  return {
    shouldSample: () => {
      count += 1;
      return { decision: count % n === 0 ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
    },
    toString: () => 'everyNth',
  };
}

describe('measureSampling', () => {
  test('counts exactly the requests that a service sampled, and waits for the last of their spans', async () => {
    const url = await start({ sampler: new ParentBasedSampler({ root: everyNth(7) }), delay: 150 });
    await get(url); // The first of an earlier test.
    const report = await measure(url, { requests: 700, concurrency: 20 });
    expect(report).toMatchObject({ requests: 700, sampled: 100 });
    expect(report.facts).toMatchObject({ doubts: NO_DOUBTS, unsettled: false, losses: [], services: ['orders'] });
    expect(report.ratio).toBeCloseTo(1 / 7);
    expect(report.startTimesMs).toHaveLength(100);
    expect(report.startTimesMs).toEqual([...report.startTimesMs].sort((a, b) => a - b));
    expect(report.requestsPerSecond).toBeCloseTo((700 * 1_000) / report.durationMs);
    expect(report.sampledPerSecond).toBeCloseTo((100 * 1_000) / report.durationMs);
  });

  test('a service that samples 5 % by trace id passes for 5 %, and fails for 15 %', async () => {
    const url = await start({ sampler: new TraceIdRatioBasedSampler(0.05) });
    const report = await measure(url, { requests: 2_000, concurrency: 50 });
    expect(report).toSample(0.05, { margin: 0.025, confidence: 0.9999 });
    expect(report).not.toSample(0.15, { margin: 0.05, confidence: 0.9999 });
  });

  test('each request gets its index and a signal, and nothing that could carry a context', async () => {
    const seen: object[] = [];
    const url = await start({ sampler: new AlwaysOnSampler() });
    await measure(url, {
      requests: 3,
      request: given => {
        seen.push(given);
        return get(url);
      },
    });
    expect(seen).toEqual([0, 1, 2].map(index => ({ index, signal: expect.any(AbortSignal) })));
  });

  test('traces of captures, of earlier requests and of readiness do not count', async () => {
    const url = await start({ sampler: new AlwaysOnSampler() });
    await get(url);
    const captured = receiver.capture(({ headers }) => get(url, headers));
    const report = await measure(url, { requests: 20, concurrency: 2 });
    await captured;
    expect(report).toMatchObject({ requests: 20, sampled: 20 });
    expect(report.facts.doubts).toEqual(NO_DOUBTS);
  });

  test('nothing sampled is told apart from a service that does not export', async () => {
    const off = await start({ sampler: new ParentBasedSampler({ root: new AlwaysOffSampler() }) });
    const unproven = await measure(off, { requests: 400 });
    expect(unproven).toMatchObject({ sampled: 0, facts: { hasExported: false } });
    expect(() => expect(unproven).toSample(0, { margin: 0.025 })).toThrow('INCOMPLETE: nothing was sampled');
    expect(() => expect(unproven).not.toSample(0.05, { margin: 0.025 })).toThrow('INCOMPLETE');
    await receiver.capture(({ headers }) => get(off, headers));
    const proved = await measure(off, { requests: 400 });
    expect(proved).toSample(0, { margin: 0.025 });
    expect(proved).not.toSample(1, { margin: 0.025 });
  });

  test('two traces a request are more than the requests can have caused', async () => {
    const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.5) });
    const url = await start({ sampler, traces: 2, host: hostname() });
    const report = await measure(url, { requests: 200, concurrency: 1, requestsPerSecond: 60 });
    expect(report.sampled).toBeLessThan(300);
    expect(report.facts.doubts.surplus).toBeGreaterThan(10);
    expect(() => expect(report).toSample(1, { margin: 0.1, confidence: 0.9 })).toThrow(
      /INCOMPLETE: more traces arrived than the requests can have caused/,
    );
  });

  test('more traces than requests tell so where the clock of the service is not known', async () => {
    const url = await start({ sampler: new AlwaysOnSampler(), traces: 2, ahead: 3_600_000 });
    const report = await measure(url, { requests: 50 });
    expect(report).toMatchObject({ sampled: 100, facts: { doubts: { surplus: 50 } } });
  });

  test('requests of others are left out while none of ours is under way', async () => {
    const url = await start({ sampler: new AlwaysOnSampler(), host: hostname() });
    const others: Promise<unknown>[] = [];
    const report = await measure(url, {
      requests: 5,
      concurrency: 1,
      requestsPerSecond: 10,
      request: ({ index }) => {
        if (index === 2) setTimeout(() => others.push(get(url)), 50);
        return get(url);
      },
    });
    await Promise.all(others);
    expect(report).toMatchObject({ sampled: 5, facts: { doubts: { ...NO_DOUBTS, outside: 1 } } });
  });

  test('requests that carry a context are told', async () => {
    const url = await start({ sampler: new AlwaysOnSampler() });
    const traceparent = () => `00-${crypto.randomUUID().replaceAll('-', '')}-00f067aa0ba902b7-01`;
    const request = () => get(url, { traceparent: traceparent() });
    const report = await measure(url, { request, quiet: 50, requests: 20 });
    expect(report).toMatchObject({ sampled: 0, facts: { doubts: { withParent: 20 } } });
    expect(() => expect(report).toSample(0, { margin: 0.5, confidence: 0.5 })).toThrow(
      'no trace began with a root that matches, but 20 traces had a matching span below a parent',
    );
  });

  test('a root that the requests do not begin with is told, with the names of those that they do', async () => {
    const url = await start({ sampler: new AlwaysOnSampler() });
    const other = { request: () => fetch(`${url}/customers/7`), requests: 400 };
    // The receiver knows a matching span from before.
    await receiver.capture(({ headers }) => get(url, headers));
    const wrong = await measure(url, other);
    expect(wrong).toMatchObject({ sampled: 0, facts: { hasExported: true, others: { length: 400 } } });
    for (const ratio of [0, 1]) {
      const text =
        /INCOMPLETE: 400 traces began with a root that does not match.*"GET \/customers\/7" \(orders\), 400/s;
      expect(() => expect(wrong).toSample(ratio, { margin: 0.025 })).toThrow(text);
      expect(() => expect(wrong).not.toSample(ratio, { margin: 0.025 })).toThrow(text);
    }
    expect(() => expect(wrong).toSampleAtMost(1)).toThrow(/INCOMPLETE: 400 traces began/);
    const some = await measure(url, {
      requests: 400,
      request: ({ index }) => (index % 20 === 0 ? get(url) : fetch(`${url}/customers/7`)),
    });
    expect(some.sampled).toBe(20);
    expect(() => expect(some).toSample(0.05, { margin: 0.05, confidence: 0.9 })).toThrow(
      /INCOMPLETE: 380 traces began/,
    );
  });

  test('a few traces of others that could not change the verdict leave it as it is', async () => {
    const url = await start({ sampler: new AlwaysOnSampler() });
    const report = await measure(url, {
      requests: 400,
      request: ({ index }) => (index < 2 ? Promise.all([get(url), fetch(`${url}/metrics`)]) : get(url)),
    });
    expect(report).toMatchObject({ sampled: 400, facts: { others: { length: 2 } } });
    expect(report).toSample(1, { margin: 0.025 });
    expect(() => expect(report).not.toSample(1, { margin: 0.025 })).toThrow(/"GET \/metrics" \(orders\), 2 traces/);
  });

  test('two measurements at once are refused, because their traces cannot be told apart', async () => {
    const url = await start({ sampler: new AlwaysOnSampler() });
    const first = measure(url, { requests: 20 });
    await expect(measure(url)).rejects.toThrow(
      /MEASUREMENT_FAILED: measureSampling\(\) is already measuring with this receiver/,
    );
    expect(await first).toMatchObject({ sampled: 20 });
    expect(await measure(url, { requests: 20 })).toMatchObject({ sampled: 20 });
  });

  test('spans that were refused make the report incomplete', async () => {
    const url = await start({ sampler: new AlwaysOnSampler() });
    receiver.injectFault({ next: 1, with: 'INVALID_ARGUMENT' });
    const report = await measure(url, { requests: 30, concurrency: 5 });
    expect(report.sampled).toBeLessThan(30);
    expect(report.facts.losses.length).toBeGreaterThan(0);
    expect(() => expect(report).toSample(0.5, { margin: 0.5, confidence: 0.5 })).toThrow(
      /INCOMPLETE: \d+ spans? .* may hold sampled requests/,
    );
  });

  test('a pace spreads the requests, and a rate limit can be judged', async () => {
    const url = await start({ sampler: everySecond() });
    const report = await measure(url, { requests: 70, requestsPerSecond: 20 });
    expect(report.durationMs).toBeGreaterThan(3_400);
    expect(report.sampled).toBeLessThanOrEqual(5);
    expect(report).toSampleAtMost(1);
    expect(report).toSampleAtMost(2);
  });

  /** Samples the first request of each second. */
  function everySecond(): Sampler {
    let last = 0;
    return {
      shouldSample: (_context, _traceId, name) => {
        const second = Math.floor(Date.now() / 1_000);
        const takes = second !== last && name.startsWith('GET');
        if (takes) last = second;
        return { decision: takes ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
      },
      toString: () => 'everySecond',
    };
  }
});

describe('a request that fails', () => {
  const failure = async (options: Partial<MeasureSamplingOptions>): Promise<TracewrightError> => {
    const error: unknown = await measure('http://127.0.0.1:9', options).catch((reason: unknown) => reason);
    if (error instanceof TracewrightError) return error;
    throw new Error(`expected a TracewrightError, received ${String(error)}`);
  };

  test('ends the measurement, with its index, the reason and how many failed', async () => {
    let sent = 0;
    const cause = new Error('socket hang up');
    const error = await failure({
      requests: 2_000,
      concurrency: 1,
      request: async ({ index }) => {
        sent += 1;
        if (index === 17) throw cause;
      },
    });
    expect(error.message).toBe(
      'MEASUREMENT_FAILED: measureSampling() sends requests that must all be answered. Request 17 (of 2,000, counted from 0) failed: socket hang up. The other 1,982 were not sent.',
    );
    expect(error.cause).toBe(cause);
    expect(sent).toBe(18);
  });

  test.each([
    ['500', '/broken'],
    ['404', undefined],
  ])('an answer with status %s is no sampled request', async (status, path) => {
    const url = path === undefined ? receiver.httpUrl : await start({ sampler: new AlwaysOnSampler() });
    const error = await failure({ requests: 10, request: () => fetch(`${url}${path ?? '/typo'}`) });
    expect(error.message).toContain(`failed: it was answered with status ${status}`);
    expect(error.code).toBe('MEASUREMENT_FAILED');
  });

  test('a status that is wanted is measured where the response is not returned', async () => {
    const url = await start({ sampler: new AlwaysOnSampler() });
    const request = () => fetch(`${url}/broken`).then(response => response.text());
    const report = await measure(url, { requests: 10, request, root: { name: 'GET /broken' } });
    expect(report.sampled).toBe(10);
  });

  test('tells how many failed of those that were under way, and calls the others off', async () => {
    const error = await failure({
      requests: 4,
      concurrency: 4,
      request: async ({ index, signal }) => {
        if (index < 2) throw new Error('refused');
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    expect(error.message).toMatch(/Request 0 .* failed: refused\. 2 of the 4 requests that had been sent failed\.$/);
  });

  test('the time that is up is told, with what to change', async () => {
    const error = await failure({
      requests: 10,
      timeout: 50,
      concurrency: 2,
      request: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    expect(error.code).toBe('MEASUREMENT_FAILED');
    expect(error.message).toContain(
      'got an answer to 0 of 10 requests within 50 ms, 2 at a time. Fix: give it more time, { timeout: 200 }',
    );
  });

  test.each<[string, unknown, string, string]>([
    ['no options', undefined, 'UNDEFINED_EXPECTATION', 'the options is undefined'],
    ['no requests', { requests: 0 }, 'INVALID_OPTION', 'a whole number from 1 to 1,000,000'],
    ['half a request', { requests: 1.5 }, 'INVALID_OPTION', 'a whole number'],
    ['no function', { request: 'GET' }, 'INVALID_OPTION', 'a function that sends one request'],
    ['a function without a promise', { request: () => 1 }, 'INVALID_OPTION', 'must return the promise of its request'],
    ['an undefined root', { root: undefined }, 'UNDEFINED_EXPECTATION', 'root is undefined'],
    ['a root of no criteria', { root: { nam: 'x' } }, 'UNKNOWN_CRITERION', 'Did you mean "name"?'],
    ['no concurrency', { concurrency: 0 }, 'INVALID_OPTION', 'a whole number from 1 to 1,000'],
    ['a negative pace', { requestsPerSecond: -1 }, 'INVALID_OPTION', 'a number above 0'],
    ['a timeout of text', { timeout: '1s' }, 'INVALID_OPTION', 'milliseconds'],
    ['a negative quiet', { quiet: -1 }, 'INVALID_OPTION', 'milliseconds, 0 or more'],
    ['an unknown option', { reqests: 1 }, 'UNKNOWN_OPTION', 'Did you mean "requests"?'],
  ])('%s is refused', async (_, options, code, text) => {
    const given =
      options === undefined ? undefined : { requests: 1, request: async () => {}, root: ROOT, ...(options as object) };
    const error: unknown = await measureSampling(receiver, given as never).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringContaining(text) });
  });

  test.each([[undefined], [startReceiver], [{}], [Promise.resolve()]])('%o is no receiver', async subject => {
    await expect(measureSampling(subject as never, {} as never)).rejects.toMatchObject({ code: 'INVALID_SUBJECT' });
  });
});

test('a report is immutable, and prints as a sentence', async () => {
  const url = await start({ sampler: new ParentBasedSampler({ root: everyNth(2) }) });
  const report = await measure(url, { requests: 10 });
  expect(Object.isFrozen(report) && Object.isFrozen(report.facts) && Object.isFrozen(report.startTimesMs)).toBe(true);
  expect(() => Object.assign(report, { sampled: 1 })).toThrow(TypeError);
  expect(String(report)).toMatch(/^5 of 10 requests sampled \(50 %\) in [\d,]+ ms$/);
  const { low, high } = report.interval(0.95);
  expect([low, high].map(end => end.toFixed(4))).toEqual(['0.1871', '0.8129']);
  expect(() => report.interval(95)).toThrow(RangeError);
});
