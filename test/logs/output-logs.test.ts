import { describe, expect, test } from 'vitest';
import { joinRecords } from '../../src/store/join-records.ts';
import type { HeldLine } from '../../src/store/output-lines.ts';
import { OutputLogs } from '../../src/store/output-logs.ts';
import { buildLogRecord } from '../build-log-record.ts';

const TRACE = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);
const read = ({ text }: { readonly text: string }) => buildLogRecord({ body: text, traceId: text.slice(0, 32) });

function bodies(lines: readonly HeldLine[]): unknown[] {
  return lines.map(line => line.record?.body);
}

describe('the lines of services', () => {
  test('are found by trace, as they were at a moment', () => {
    const logs = new OutputLogs();
    const source = logs.open('orders', read);
    source.add(`${TRACE} 1`, 'stdout');
    source.add(`${OTHER} 2`, 'stdout');
    const { size } = logs;
    source.add(`${TRACE} 3`, 'stderr');
    expect(bodies(logs.ofTrace(TRACE))).toEqual([`${TRACE} 1`, `${TRACE} 3`]);
    expect(bodies(logs.ofTrace(TRACE, size))).toEqual([`${TRACE} 1`]);
    expect(logs.lastArrivalMs(TRACE)).toBeGreaterThan(0);
    expect(logs.lastArrivalMs('c'.repeat(32))).toBe(0);
  });

  test('are read only when somebody looks', () => {
    let reads = 0;
    const logs = new OutputLogs();
    const source = logs.open('orders', line => {
      reads += 1;
      return read(line);
    });
    for (let line = 0; line < 100; line++) source.add(`${TRACE} ${line}`, 'stdout');
    expect(reads).toBe(0);
    expect(logs.ofTrace(TRACE)).toHaveLength(100);
    expect(source.records).toHaveLength(100);
    expect(reads).toBe(100);
  });

  test('are bounded: the oldest make room, which is a problem, and a loss for what began before', () => {
    const logs = new OutputLogs({ lines: 3, characters: 1_000 }, { lines: 2, characters: 1_000 });
    const source = logs.open('orders', read);
    const before = Date.now();
    for (let line = 0; line < 5; line++) {
      source.add(`${TRACE} ${line}`, 'stdout');
      logs.ofTrace(TRACE);
    }
    expect(bodies(logs.ofTrace(TRACE))).toEqual([2, 3, 4].map(line => `${TRACE} ${line}`));
    expect(source.records.map(({ body }) => body)).toEqual([3, 4].map(line => `${TRACE} ${line}`));
    expect(source.losses).toMatchObject([{ signal: 'logs', protocol: 'output', count: 3, services: ['orders'] }]);
    expect(logs.lossesSince(before)).toMatchObject([{ signal: 'logs', count: 2 }]);
    expect(logs.lossesSince(Date.now() + 1_000)).toEqual([]);
    expect(logs.problems).toMatchObject([{ service: 'orders', field: 'output' }]);
    logs.clear();
    expect([logs.ofTrace(TRACE), logs.lossesSince(0), logs.problems, logs.all()]).toEqual([[], [], [], []]);
    expect(source.records).toHaveLength(2);
    source.add(`${TRACE} 6`, 'stdout');
    expect(bodies(logs.ofTrace(TRACE))).toEqual([`${TRACE} 6`]);
  });

  test('are bounded by their characters, too', () => {
    const logs = new OutputLogs({ lines: 1_000, characters: 100 });
    const source = logs.open('orders', read);
    for (let line = 0; line < 10; line++) source.add(`${TRACE} ${line}`, 'stdout');
    expect(logs.all()).toHaveLength(2);
  });

  test('a line that is too long is a problem and a loss', () => {
    const logs = new OutputLogs();
    const source = logs.open('orders', read);
    source.addTooLong(1_000);
    expect(logs.problems).toMatchObject([{ service: 'orders', rule: 'a line is at most 1,000 characters long' }]);
    expect(source.losses).toHaveLength(1);
    expect(logs.lossesSince(0)).toMatchObject([{ count: 1, from: 'orders' }]);
  });
});

describe('a record that came over OTLP and is in the output', () => {
  const ids = { traceId: TRACE, spanId: 'c'.repeat(16) };
  const exported = (...bodies: readonly string[]) =>
    bodies.map((body, index) => ({ record: buildLogRecord({ ...ids, body }), index, arrivedMs: 10 + index }));
  const written = (...bodies: readonly string[]): readonly HeldLine[] => {
    const logs = new OutputLogs();
    const source = logs.open('orders', ({ text }) => buildLogRecord({ ...ids, body: text }));
    for (const body of bodies) source.add(body, 'stdout');
    return logs.ofTrace(TRACE);
  };

  test.each<[string, readonly string[], readonly string[], readonly string[], number]>([
    ['counts once', ['paid'], ['paid'], ['paid'], 1],
    ['counts as often as it was written', ['paid'], ['paid', 'paid'], ['paid', 'paid'], 1],
    ['counts as often as it was exported', ['paid', 'paid'], ['paid'], ['paid', 'paid'], 1],
    ['is not another one', ['paid'], ['sent'], ['paid', 'sent'], 0],
  ])('%s', (_, otlp, lines, all, pairs) => {
    const { records, lineOf } = joinRecords(exported(...otlp), written(...lines));
    expect(records.map(({ body }) => body).sort()).toEqual([...all].sort());
    expect(lineOf.size).toBe(pairs);
  });

  test('is known by its line, when that is its body', () => {
    const line = '{"event":"paid"}';
    const logs = new OutputLogs();
    logs.open('orders', () => buildLogRecord({ ...ids, body: 'paid' })).add(line, 'stdout');
    const { records, lineOf } = joinRecords(exported(line), logs.ofTrace(TRACE));
    expect(records).toHaveLength(1);
    expect([...lineOf.values()].map(({ body }) => body)).toEqual(['paid']);
  });

  test('is another one in another span', () => {
    const other = [
      { record: buildLogRecord({ ...ids, spanId: 'd'.repeat(16), body: 'paid' }), index: 0, arrivedMs: 1 },
    ];
    expect(joinRecords(other, written('paid')).records).toHaveLength(2);
  });
});
