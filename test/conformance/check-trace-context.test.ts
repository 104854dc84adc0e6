import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { ConformanceOptions } from '../../matchers/to-honor-trace-context.ts';
import { checkTraceContext } from '../../src/conformance/check-trace-context.ts';
import { failureOf } from '../failure-of.ts';
import { type Slip, startHandMade } from './services/hand-made.ts';
import { steady } from './steady.ts';

const atEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of atEnd.splice(0)) await end();
});

async function handMade(...slips: readonly Slip[]): Promise<string> {
  const service = await startHandMade(...slips);
  atEnd.push(() => service.stop());
  return service.url;
}

/** A server that takes requests and never answers. */
async function silent(): Promise<string> {
  const server = createServer(() => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  atEnd.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a report is plain data that cannot be changed, and survives a copy of the package', async () => {
  const report = await checkTraceContext(new URL(await handMade('takes version ff')));
  const [failing, ...others] = report.cases.filter(({ counts, outcome }) => counts && outcome === 'fail');
  expect(others).toEqual([]);
  expect(failing).toMatchObject({
    id: 'traceparent-version-ff',
    rule: 'Version ff is invalid: a new trace begins.',
    format: 'w3c',
    requests: 1,
    findings: [{ sent: [['traceparent', expect.stringMatching(/^ff-7c1b0d9e/)]] }],
  });
  expect(failing?.findings[0]?.received).toEqual([[['traceparent', expect.stringMatching(/^00-7c1b0d9e/)]]]);
  expect(() => Object.assign(report, { cases: [] })).toThrow(TypeError);
  expect(() => Object.assign(report.cases[0] ?? {}, { outcome: 'pass' })).toThrow(TypeError);
  expect(JSON.parse(JSON.stringify(report)).cases).toHaveLength(report.cases.length);
  expect(Symbol.for('tracewright.TraceContextReport') in report).toBe(true);
});

test('two checks of one service send ids of their own, so that neither sees the requests of the other', async () => {
  const url = await handMade();
  const reports = await Promise.all([checkTraceContext(url), checkTraceContext(url), checkTraceContext(url)]);
  for (const report of reports) expect(report).toHonorTraceContext();
});

test('it works negated and as an asymmetric matcher', async () => {
  const [right, wrong] = await Promise.all([
    checkTraceContext(await handMade()),
    checkTraceContext(await handMade('takes version ff')),
  ]);
  const matcher = expect as unknown as Record<'toHonorTraceContext', (options?: ConformanceOptions) => unknown>;
  const negated = expect.not as unknown as typeof matcher;
  expect({ report: right }).toEqual({ report: matcher.toHonorTraceContext() });
  expect({ report: wrong }).toEqual({ report: matcher.toHonorTraceContext({ known: ['traceparent-version-ff'] }) });
  expect({ report: wrong }).toEqual({ report: negated.toHonorTraceContext() });
  expect({ report: wrong }).not.toEqual({ report: matcher.toHonorTraceContext() });
  expect({ report: right }).not.toEqual({ report: negated.toHonorTraceContext() });
  expect(steady(failureOf(() => expect(right).not.toHonorTraceContext()))).toMatchInlineSnapshot(`
    "expect(report).not.toHonorTraceContext()

    Expected the service to break a rule for trace context headers:  http://127.0.0.1:PORT/test
    It follows them all: 37 cases passed."
  `);
});

test('a service that could not be checked fails both polarities', async () => {
  const report = await checkTraceContext('http://127.0.0.1:9');
  expect(report.unusable?.problem).toBe('nothing listens there (ECONNREFUSED)');
  expect(() => expect(report).toHonorTraceContext()).toThrow('The service could not be checked');
  expect(() => expect(report).not.toHonorTraceContext()).toThrow('The service could not be checked');
});

test('a service that never answers is given up after 4 seconds, within the time that most runners give a test', async () => {
  const report = await checkTraceContext(await silent());
  expect(report.unusable?.problem).toBe('it did not answer within 4,000 ms');
});
