import { readFileSync } from 'node:fs';
import { expect as jestExpect } from 'expect';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LogRecord } from '../../../src/model/log-record.ts';
import type { Trace } from '../../../src/model/trace.ts';
import type { Receiver } from '../../../src/receiver/receiver.ts';
import { startReceiver } from '../../../src/receiver/start-receiver.ts';
import { traceOf } from '../../../src/receiver/trace-of.ts';
import { faultyRequests, logsRequest, traceRequest, valuesIn } from './telemetry.ts';

// The values are in a file, so that no source that a runner shows around a failure holds them.
const values: Record<string, string> = JSON.parse(readFileSync(process.env.VALUES ?? '', 'utf8'));
const otherValues = { ...values, email: `emmy.${values.email}` };

let receiver: Receiver;
let trace: Trace;
let other: Trace;
let records: readonly LogRecord[];
/** Has problems, losses and rejections. */
let faulty: Receiver;
let lossy: Trace;
let lossyToo: Trace;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 5_000 });
  trace = await receiver.capture(context => post('/v1/traces', traceRequest(context, values)));
  other = await receiver.capture(context => post('/v1/traces', traceRequest(context, otherValues)));
  await post('/v1/logs', logsRequest(values));
  await post('/v1/logs', logsRequest(otherValues));
  records = receiver.logs;
  faulty = await startReceiver({ grpcPort: false, timeout: 5_000 });
  lossy = await faulty.capture(context => postFaulty(context, values));
  lossyToo = await faulty.capture(context => postFaulty(context, otherValues));
});
afterAll(() => Promise.all([receiver.stop(), faulty.stop()]));

async function postFaulty(context: Parameters<typeof faultyRequests>[0], sent: typeof values): Promise<void> {
  for (const [path, body] of faultyRequests(context, sent)) await post(path, body, faulty);
  await post('/v1/logs', logsRequest(sent, context.traceId), faulty);
}

function post(path: string, body: unknown, to = receiver): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(to.httpUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function captureThrowing(error: unknown): Promise<unknown> {
  return receiver.capture(async context => {
    await post('/v1/traces', traceRequest(context, values));
    throw error;
  });
}

test('the captured function throws', () => captureThrowing(new Error('the function failed')));

test('the captured function throws, and the test wraps the error', async () => {
  const error = await captureThrowing(new Error('the function failed')).catch((thrown: unknown) => thrown);
  throw new Error(`wrapped, with its ${traceOf(error)}`, { cause: error });
});

test('an error with everything as a property', () => {
  const [span, record] = [trace.spans[0], records[0]];
  throw Object.assign(new Error('everything'), {
    trace,
    span,
    record,
    receiver,
    list: [{ deep: { trace } }],
    ...facts(),
  });
});

test('a trace is thrown', () => {
  throw trace;
});

/** What a receiver notes, as users get it. */
function facts() {
  const { rejections } = faulty.stats;
  return { problems: faulty.problems, rejections, ofTrace: lossy.problems, losses: lossy.losses, logs: lossy.logs };
}

type Pair = readonly [received: unknown, expected: unknown];
const PAIRS: Record<string, () => Pair> = {
  trace: () => [trace, other],
  traces: () => [[trace, other], [other]],
  span: () => [trace.spans[0], other.spans[0]],
  spans: () => [trace.spans, other.spans],
  'log record': () => [records[0], records[1]],
  'log records': () => [records, []],
  receiver: () => [receiver, trace],
  problems: () => [faulty.problems, []],
  'problems of two traces': () => [lossy.problems, lossyToo.problems],
  'one problem': () => [lossy.problems[0], lossyToo.problems[0]],
  losses: () => [lossy.losses, []],
  'one loss': () => [lossy.losses[0], lossyToo.losses[0]],
  rejections: () => [faulty.stats.rejections, []],
  'one rejection': () => [faulty.stats.rejections[0], faulty.stats.rejections[1]],
  'log records beside losses': () => [lossy.logs, []],
  'all of these': () => [{ deep: new Map([['a', [facts()]]]) }, { deep: new Map([['a', []]]) }],
  'nested ones': () => [
    { map: new Map([['a', trace]]), list: [{ span: trace.spans[1], receiver }] },
    { map: new Map([['a', other]]), list: [{ span: other.spans[1], receiver: records }] },
  ],
  'another kind': () => [trace.spans[0], { name: 'another' }],
  'a getter of a trace': () => [trace, { roots: [], logs: [] }],
  'a getter of a span': () => [trace.spans[0], { parent: undefined, trace: 1 }],
  'a getter of a receiver': () => [receiver, { spans: [], stats: 1 }],
};

for (const [name, pair] of Object.entries(PAIRS)) {
  for (const matcher of ['toBe', 'toEqual', 'toStrictEqual'] as const) {
    test(`${matcher}: ${name}`, () => {
      const [received, expected] = pair();
      expect(received)[matcher](expected);
    });
    test(`${matcher} of Jest: ${name}`, () => {
      const [received, expected] = pair();
      jestExpect(received)[matcher](expected);
    });
  }
}

test('negated equality', () => expect(trace).not.toEqual(trace));
test('toContainEqual', () => expect(trace.spans).toContainEqual(other.spans[0]));
test('toContainEqual of Jest', () => jestExpect(trace.spans).toContainEqual(other.spans[0]));
test('toBeNull', () => expect(trace.spans[0]).toBeNull());
test('toHaveLength of Jest', () => jestExpect(trace.spans).toHaveLength(99));
test('toHaveLength of Jest: problems', () => jestExpect(faulty.problems).toHaveLength(99));

test('snapshots', () => {
  expect(trace).toMatchSnapshot();
  expect({ spans: trace.spans, records, receiver }).toMatchSnapshot();
  expect(facts()).toMatchSnapshot();
});

test('what a test prints', () => {
  const all = { trace, span: trace.spans[0], records, receiver, ...facts() };
  console.log(trace, trace.spans, records, receiver, { deep: { deeper: all } });
  console.dir(all, { depth: null, showHidden: true });
  console.log('%o %O %j %s', trace.spans[0], trace.spans[0], trace.spans[0], trace);
  console.log('%o %O %j', facts(), facts(), facts());
  for (const noted of Object.values(facts())) console.log('%o', noted, noted, `NOTED: ${noted.length > 0}`);
  console.log(JSON.stringify(all));
  console.log(`VALUES: ${valuesIn(trace, values).join()}`);
});
