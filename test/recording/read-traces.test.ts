import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ReadProgress, RejectedRecordedSpan } from '../../src/recording/read-options.ts';
import { writeTraces } from '../../src/recording/write-traces.ts';
import { buildTrace } from '../build-trace.ts';
import { EVERY_FIELD, EVERY_FIELD_SPAN } from '../otlp/every-field.ts';
import { dataOf, readAll, readTraces, tempFolder } from './temp-files.ts';

const { path, write } = tempFolder();

const LINE = JSON.stringify(EVERY_FIELD);

/** A line with these spans: trace `a`, `b`, ..., ids counted up. */
function line(...spans: [trace: string, id: number, name?: string][]): string {
  const made = spans.map(([trace, id, name = `${trace}${id}`]) => ({
    traceId: trace.repeat(32),
    spanId: String(id).padStart(16, '0'),
    name,
    startTimeUnixNano: String(id),
    endTimeUnixNano: String(id),
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: made }] }] });
}

async function namesIn(file: string, options = {}): Promise<string[]> {
  const traces = await readAll(file, options);
  return traces.map(trace => trace.spans.map(span => span.name).join(' '));
}

describe('a file of OTLP', () => {
  it.each<[string, string | Uint8Array]>([
    ['one line', `${LINE}\n`],
    ['a line without its end', LINE],
    ['CRLF and blank lines', `\r\n${LINE}\r\n\r\n  \r\n`],
    ['a byte order mark', `\ufeff${LINE}\n`],
    ['empty requests around it', `{}\n${LINE}\n{"resourceSpans":[]}\n{"resourceSpans":null}\n`],
    ['unknown members', `{"version":[1,{"a":"}"}],${LINE.slice(1)}\n`],
    ['one document, indented', JSON.stringify(EVERY_FIELD, undefined, 2)],
    ['gzip', gzipSync(LINE)],
    ['gzip in several members', Buffer.concat([gzipSync(LINE.slice(0, 100)), gzipSync(LINE.slice(100))])],
    ['the same request twice', `${LINE}\n${LINE}\n`],
  ])('is read: %s', async (_name, content) => {
    const [read, ...others] = await readAll(write('otlp.jsonl', content));
    expect(dataOf(read?.spans ?? [])).toStrictEqual([EVERY_FIELD_SPAN]);
    expect(others).toStrictEqual([]);
  });

  it('is read alike wherever its chunks end', async () => {
    const odd = line(['a', 1, 'quote " brace } backslash \\ bracket ] é 🦊']);
    const lines = Array.from({ length: 3000 }, () => odd).join('\n');
    const [read] = await readAll(write('chunks.jsonl', `${' '.repeat(7)}${lines}`));
    expect(read?.spans.map(span => span.name)).toStrictEqual(['quote " brace } backslash \\ bracket ] é 🦊']);
  });

  it('may have the spans of a trace all over it: traces come by first appearance', async () => {
    const file = write(
      'anywhere.jsonl',
      [line(['a', 1], ['b', 2]), line(['c', 3], ['a', 4]), line(['b', 5])].join('\n'),
    );
    expect(await namesIn(file)).toStrictEqual(['a1 a4', 'b2 b5', 'c3']);
  });

  it('hands out a trace as soon as the next begins, when it is grouped', async () => {
    const file = write(
      'grouped.jsonl',
      [line(['a', 1]), line(['a', 2], ['b', 3]), line(['c', 4]), '{"oops'].join('\n'),
    );
    const seen: string[] = [];
    const reading = async () => {
      for await (const trace of readTraces(file, { order: 'grouped' })) seen.push(trace.traceId.slice(0, 1));
    };
    await expect(reading()).rejects.toThrow('MALFORMED_TRACE_FILE');
    expect(seen).toStrictEqual(['a', 'b']);
  });

  it('carries the problems of spans, each with its own trace', async () => {
    // Files may be old.
    const times = { startTimeUnixNano: '1300000000000000000', endTimeUnixNano: '1300000000000000001' };
    const bad = JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                { traceId: 'a'.repeat(32), spanId: '1'.repeat(16), name: 'ok', ...times },
                { traceId: 'b'.repeat(32), spanId: '2'.repeat(16), name: 'bad', parentSpanId: 'abc', ...times },
              ],
            },
          ],
        },
      ],
    });
    for (const order of ['anywhere', 'grouped'] as const) {
      const traces = await readAll(write('problems.jsonl', bad), { order });
      expect(traces.map(trace => trace.problems.map(problem => `${problem.span}: ${problem.field}`))).toStrictEqual([
        [],
        ['bad: parentSpanId'],
      ]);
    }
  });

  it('hands spans without valid ids to onRejected, with their lines, and reads the rest', async () => {
    const file = write('rejected.jsonl', [line(['a', 1]), line(['0', 2], ['a', 3])].join('\n'));
    const rejected: RejectedRecordedSpan[] = [];
    expect(await namesIn(file, { onRejected: (one: RejectedRecordedSpan) => rejected.push(one) })).toStrictEqual([
      'a1 a3',
    ]);
    expect(rejected).toStrictEqual([
      {
        line: 2,
        reason: 'traceId is all zero; it must be 16 bytes, not all zero (span "02" of service "unknown_service")',
        service: 'unknown_service',
        span: '02',
      },
    ]);
  });
});

describe('readTraces', () => {
  it('reads the file anew each time', async () => {
    await writeTraces(path('twice.jsonl'), buildTrace([{}]));
    const source = readTraces(path('twice.jsonl'));
    for (let time = 0; time < 2; time++) {
      let traces = 0;
      for await (const _ of source) traces++;
      expect(traces).toBe(1);
    }
  });

  it('tells how far it is, up to the whole file', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => line(['a', index + 1]));
    const file = write('progress.jsonl', lines.join('\n'));
    const reports: ReadProgress[] = [];
    await readAll(file, { onProgress: report => reports.push(report) });
    const total = reports[0]?.totalBytes;
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.map(report => report.bytesRead)).toStrictEqual(
      reports.map(report => report.bytesRead).sort(upwards),
    );
    expect(reports.at(-1)).toStrictEqual({ bytesRead: total, totalBytes: total, traces: 1, spans: 5000 });
  });

  it('ends with the reason of its signal', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => line(['a', index + 1]));
    const file = write('aborted.jsonl', lines.join('\n'));
    const controller = new AbortController();
    const enough = new Error('enough');
    const reading = readAll(file, { signal: controller.signal, onProgress: () => controller.abort(enough) });
    await expect(reading).rejects.toBe(enough);
    await expect(readAll(file, { signal: AbortSignal.abort(enough) })).rejects.toBe(enough);
  });

  it('can be left early', async () => {
    const file = write('early.jsonl', [line(['a', 1]), line(['b', 2])].join('\n'));
    for await (const trace of readTraces(file, { order: 'grouped' })) {
      expect(trace.spans[0]?.name).toBe('a1');
      break;
    }
  });
});

function upwards(a: number, b: number): number {
  return a - b;
}

describe('a file with lines of other signals', () => {
  const logRecord = { body: { stringValue: 'hello' } };
  const logs = (...counts: number[]) => ({
    resourceLogs: counts.map(count => ({ scopeLogs: [{ logRecords: new Array(count).fill(logRecord) }] })),
  });
  const dataPoints = [{ asInt: '1' }, { asInt: '2' }];
  const metrics = {
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              { name: 'a', gauge: { dataPoints } },
              { name: 'b', histogram: { dataPoints: [{}] } },
            ],
          },
          { metrics: [{ name: 'c', sum: {} }, { name: 'd' }] },
        ],
      },
    ],
  };
  const profiles = {
    resourceProfiles: [{ scopeProfiles: [{ profiles: [{}, {}] }] }],
    dictionary: { stringTable: [''] },
  };
  const NONE = { lines: 0, records: 0 };

  it.each<[string, unknown[], object]>([
    ['logs', [logs(1, 2), logs(4)], { logs: { lines: 2, records: 7 } }],
    ['metrics', [metrics], { metrics: { lines: 1, records: 3 } }],
    ['profiles', [profiles], { profiles: { lines: 1, records: 2 } }],
    [
      'all of them',
      [metrics, logs(1), profiles],
      { logs: { lines: 1, records: 1 }, metrics: { lines: 1, records: 3 }, profiles: { lines: 1, records: 2 } },
    ],
    ['empty requests', [{ resourceLogs: [] }, { resourceMetrics: null }], { logs: { lines: 1, records: 0 } }],
    ['none', [], {}],
  ])('is read, and they are counted: %s', async (_name, lines, counts) => {
    const others = lines.map(one => JSON.stringify(one));
    for (const order of ['anywhere', 'grouped'] as const) {
      const file = readTraces(write('mixed.jsonl', [...others, line(['a', 1]), ...others, line(['a', 2])].join('\n')), {
        order,
      });
      const [read, ...rest] = await file.toArray();
      expect(read?.spans.map(({ name }) => name)).toStrictEqual(['a1', 'a2']);
      expect(rest).toStrictEqual([]);
      const twice = Object.fromEntries(
        Object.entries({ logs: NONE, metrics: NONE, profiles: NONE, ...counts }).map(([signal, count]) => [
          signal,
          { lines: 2 * count.lines, records: 2 * count.records },
        ]),
      );
      expect(file.otherSignals).toStrictEqual(twice);
    }
  });

  it('may have them in the same line, and in a document with line breaks', async () => {
    const both = { ...(JSON.parse(line(['a', 1])) as object), ...logs(3) };
    for (const content of [JSON.stringify(both), JSON.stringify(both, undefined, 2)]) {
      const file = readTraces(write('both.jsonl', content));
      expect((await file.toArray())[0]?.spans).toHaveLength(1);
      expect(file.otherSignals.logs).toStrictEqual({ lines: 1, records: 3 });
    }
  });

  it('is counted anew each time that it is read', async () => {
    const file = readTraces(write('again.jsonl', `${JSON.stringify(logs(2))}\n${line(['a', 1])}`));
    expect(file.otherSignals.logs).toStrictEqual(NONE);
    const [first] = await file.toArray();
    const [second] = await file.toArray();
    expect(dataOf(second?.spans ?? [])).toStrictEqual(dataOf(first?.spans ?? []));
    expect(file.otherSignals.logs).toStrictEqual({ lines: 1, records: 2 });
  });
});

describe('toArray', () => {
  it('gives all traces, in the order of iteration', async () => {
    const file = readTraces(write('array.jsonl', [line(['a', 1], ['b', 2]), line(['c', 3])].join('\n')));
    expect((await file.toArray()).map(({ traceId }) => traceId[0])).toStrictEqual(['a', 'b', 'c']);
  });

  it('rejects as the iteration does, and opens nothing before it is called', async () => {
    const file = readTraces(path('not-there.jsonl'));
    await expect(file.toArray()).rejects.toMatchObject({ code: 'TRACE_FILE_UNREADABLE' });
  });
});
