import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type Receiver, select, startReceiver, type Trace } from '../../src/index.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId } from '../otlp-request.ts';

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(() => receiver.stop());

const HOUR = 3_600_000;
const NOW_MS = Date.now();
const nano = (ms: number) => String(BigInt(Math.round(ms * 1_000)) * 1_000n);
const NOW = nano(NOW_MS);

interface Times {
  readonly start: string;
  readonly end: string;
}

/** Sends a sound root, and below it a span with these times; gives their trace. */
async function traceWith({ start, end }: Times, more: object = {}): Promise<Trace> {
  const traceId = newTraceId();
  const rootId = newSpanId();
  const at = { startTimeUnixNano: nano(NOW_MS - 50), endTimeUnixNano: nano(NOW_MS + 50) };
  const root = { traceId, spanId: rootId, name: 'root', ...at };
  const sound = { traceId, spanId: newSpanId(), parentSpanId: rootId, name: 'sound', ...at };
  const times = { startTimeUnixNano: start, endTimeUnixNano: end };
  const child = { traceId, spanId: newSpanId(), parentSpanId: rootId, name: 'charge', ...times, ...more };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'payments' } }] };
  const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [root, sound, child] }] }] });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body });
  const trace = receiver.traces.find(one => one.traceId === traceId);
  if (trace === undefined) throw new Error('the trace did not arrive');
  return trace;
}

const both = (time: string): Times => ({ start: time, end: time });

const IMPOSSIBLE: readonly [title: string, times: Times, fields: readonly string[], likeness: RegExp][] = [
  ['no times', both('0'), ['startTimeUnixNano', 'endTimeUnixNano'], /received 0, which means that no time was set/],
  ['no start', { start: '0', end: NOW }, ['startTimeUnixNano'], /no time was set/],
  ['no end', { start: NOW, end: '0' }, ['endTimeUnixNano'], /no time was set/],
  [
    'an end before the start',
    { start: NOW, end: nano(NOW_MS - 5) },
    ['endTimeUnixNano'],
    /is not before startTimeUnixNano/,
  ],
  ['seconds', both(NOW.slice(0, -9)), ['startTimeUnixNano', 'endTimeUnixNano'], /looks like seconds/],
  ['milliseconds', both(NOW.slice(0, -6)), ['startTimeUnixNano', 'endTimeUnixNano'], /looks like milliseconds/],
  ['microseconds', both(NOW.slice(0, -3)), ['startTimeUnixNano', 'endTimeUnixNano'], /looks like microseconds/],
  [
    'a monotonic clock',
    { start: '44511913730532', end: '44511918730532' },
    ['startTimeUnixNano', 'endTimeUnixNano'],
    /looks like a monotonic clock/,
  ],
  [
    'a monotonic clock of 30 days, which is no date in microseconds',
    both('2592000000000000'),
    ['startTimeUnixNano', 'endTimeUnixNano'],
    /looks like a monotonic clock/,
  ],
  ['a negative number', both('18446744073709551615'), ['startTimeUnixNano', 'endTimeUnixNano'], /a negative number/],
  [
    'times of 25 hours ago',
    { start: nano(NOW_MS - 25 * HOUR), end: nano(NOW_MS - 25 * HOUR + 5) },
    ['startTimeUnixNano', 'endTimeUnixNano'],
    /is within 24 h of its arrival/,
  ],
  [
    'times of tomorrow',
    both(nano(NOW_MS + 25 * HOUR)),
    ['startTimeUnixNano', 'endTimeUnixNano'],
    /is within 24 h of its arrival/,
  ],
  [
    'a start of 26 hours ago, and an end just now',
    { start: nano(NOW_MS - 26 * HOUR), end: NOW },
    ['startTimeUnixNano'],
    /24 h/,
  ],
];

describe.each(IMPOSSIBLE)('%s', (_title, times, fields, likeness) => {
  test('are problems with service, field, value and likeness, under one code', async () => {
    const trace = await traceWith(times);
    const { spanId } = trace.get('charge');
    expect(trace.problems.map(({ field }) => field)).toEqual(fields);
    for (const problem of trace.problems) {
      expect(problem).toMatchObject({ code: 'IMPOSSIBLE_TIME', service: 'payments', span: 'charge', spanId });
      expect(problem.rule).toMatch(likeness);
      expect(receiver.problems).toContainEqual(problem);
    }
    expect(() => expect(trace).toBeComplete()).toThrow(/startTimeUnixNano|endTimeUnixNano/);
    expect(trace).not.toBeComplete();
  });

  test('make durations incomplete in both polarities', async () => {
    const trace = await traceWith(times);
    for (const subject of [trace, trace.get('charge')]) {
      for (const ms of [2_000, 1e15]) {
        expect(() => expect(subject).toTakeLessThan(ms)).toThrow(/INCOMPLETE/);
        expect(() => expect(subject).not.toTakeLessThan(ms)).toThrow(/INCOMPLETE/);
      }
    }
    for (const selector of ['span[name=charge duration<1]', 'span[name=charge duration>=1]']) {
      expect(() => expect(trace).toHaveSpan(select(selector))).toThrow(/how long|a time cannot be right/);
      expect(() => expect(trace).not.toHaveSpan(select(selector))).toThrow(/INCOMPLETE/);
    }
  });

  test('leave the sound spans beside them what they are', async () => {
    const trace = await traceWith(times);
    expect(trace.get('sound')).toTakeLessThan(101);
    expect(trace.get('sound')).not.toTakeLessThan(99);
    expect(trace).toHaveSpan(select('span[name=sound duration>99]'));
    expect(trace).not.toHaveSpan(select('span[name=sound duration<99]'));
    expect(trace).toHaveSpan('charge', { times: 1 });
  });

  test('print no absurd duration', async () => {
    const trace = await traceWith(times);
    const texts = [
      String(trace),
      failureOf(() => expect(trace).toTakeLessThan(1)),
      failureOf(() => expect(trace.get('charge')).toTakeLessThan(1)),
      failureOf(() => expect(trace.get('charge')).toHappenBefore('sound')),
      failureOf(() => expect(trace.get('sound')).toHappenBefore('charge')),
      failureOf(() => expect(trace).toHaveSpan('refund')),
      failureOf(() => expect(trace).toHaveSpan(select('[duration>900]'))),
      failureOf(() => expect(trace).toHaveNoRepeats({ max: 1, of: 'refund' })),
      failureOf(() => expect(trace).toHappenInOrder(['charge', 'sound'])),
      failureOf(() => expect(trace).toHaveSpanTree({ name: 'root', children: ['charge', 'x'] }, { ordered: true })),
      failureOf(() => expect({ span: trace.get('charge') }).toEqual({ span: 1 })),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/-[\d,.]+ (?:ms|s)\b/);
      // A trace of 100 ms.
      for (const [, number, unit] of text.matchAll(/(?<![\d.])([\d,.]+) (ms|s)\b(?! or | cut)/g)) {
        expect(Number(number?.replaceAll(',', '')) * (unit === 's' ? 1_000 : 1), text).toBeLessThanOrEqual(1_000);
      }
    }
  });
});

describe('the order of impossible times', () => {
  test.each(IMPOSSIBLE.filter(([title]) => !title.includes('26 hours')))('%s', async (_title, times) => {
    const trace = await traceWith(times);
    const [charge, sound] = [trace.get('charge'), trace.get('sound')];
    for (const [one, other] of [
      [charge, sound],
      [sound, charge],
    ] as const) {
      expect(() => expect(one).toHappenBefore(other)).toThrow(/INCOMPLETE: the order cannot be known/);
      expect(() => expect(one).not.toHappenBefore(other)).toThrow(/INCOMPLETE: the order cannot be known/);
    }
    for (const order of [
      ['charge', 'sound'],
      ['sound', 'charge'],
    ]) {
      expect(() => expect(trace).toHappenInOrder(order)).toThrow(/INCOMPLETE/);
      expect(() => expect(trace).not.toHappenInOrder(order)).toThrow(/INCOMPLETE/);
      const tree = { name: 'root', children: order };
      expect(() => expect(trace).toHaveSpanTree(tree, { ordered: true })).toThrow(/INCOMPLETE/);
      expect(() => expect(trace).not.toHaveSpanTree(tree, { ordered: true })).toThrow(/INCOMPLETE/);
    }
    for (const place of [':first', ':last', ':nth-child(1)']) {
      const placed = select(`span[name=sound]${place === ':nth-child(1)' ? place : ''}`);
      if (place === ':nth-child(1)') expect(() => expect(trace).not.toHaveSpan(placed)).toThrow();
      const end = select(`span > span${place}:not([name=charge])`);
      expect(() => expect(trace).not.toHaveSpan(end)).toThrow(/INCOMPLETE|Expected no span/);
    }
  });

  test('a span of 26 hours that ended just now is healthy in its end', async () => {
    const trace = await traceWith({ start: nano(NOW_MS - 26 * HOUR), end: nano(NOW_MS - 60) });
    expect(trace.get('charge')).toHappenBefore('sound');
    expect(() => expect(trace.get('charge')).not.toHappenBefore('sound')).toThrow(/"charge" not to happen before/);
    expect(() => expect(trace.get('sound')).toHappenBefore('charge')).toThrow(/INCOMPLETE/);
    expect(() => expect(trace.get('sound')).not.toHappenBefore('charge')).toThrow(/INCOMPLETE/);
  });
});

describe('innocent neighbours', () => {
  test.each<[string, Times]>([
    ['a span of 0 ns', both(NOW)],
    ['a clock that is 23 hours behind', { start: nano(NOW_MS - 23 * HOUR), end: nano(NOW_MS - 23 * HOUR + 5) }],
    ['a clock that is 23 hours ahead', { start: nano(NOW_MS + 23 * HOUR), end: nano(NOW_MS + 23 * HOUR + 5) }],
    ['a clock that is some minutes behind', { start: nano(NOW_MS - 200_000), end: nano(NOW_MS - 199_000) }],
    ['a span of 5 hours', { start: nano(NOW_MS - 5 * HOUR), end: NOW }],
  ])('%s has no problem, and a duration', async (_title, times) => {
    const trace = await traceWith(times);
    expect(trace.problems).toEqual([]);
    expect(trace).toBeComplete();
    expect(trace.get('charge')).toTakeLessThan(6 * HOUR);
    expect(trace).toTakeLessThan(30 * HOUR);
  });

  test('an event without a time is none, and one in milliseconds is', async () => {
    const event = (timeUnixNano?: string) => ({ events: [{ name: 'retry', timeUnixNano }] });
    expect((await traceWith(both(NOW), event())).problems).toEqual([]);
    expect((await traceWith(both(NOW), event('0'))).problems).toEqual([]);
    expect((await traceWith(both(NOW), event(NOW))).problems).toEqual([]);
    expect((await traceWith(both(NOW), event(NOW.slice(0, -6)))).problems).toMatchObject([
      { code: 'IMPOSSIBLE_TIME', field: 'events[0].timeUnixNano', rule: expect.stringContaining('milliseconds') },
    ]);
  });

  test('a log record may lack its time, and may be old; milliseconds are a problem', async () => {
    const send = async (timeUnixNano: string) => {
      const traceId = newTraceId();
      const logRecords = [{ traceId, spanId: newSpanId(), timeUnixNano, body: { stringValue: 'x' } }];
      const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
      await fetch(`${receiver.httpUrl}/v1/logs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return receiver.problems.filter(problem => problem.traceId === traceId);
    };
    expect(await send('0')).toEqual([]);
    expect(await send(nano(NOW_MS - 90 * 24 * HOUR))).toEqual([]);
    expect(await send(NOW.slice(0, -6))).toMatchObject([
      { code: 'IMPOSSIBLE_TIME', field: 'logRecord.timeUnixNano', rule: expect.stringContaining('milliseconds') },
    ]);
  });
});
