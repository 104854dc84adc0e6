// Not `toStrictEqual`: it takes an attribute named `constructor` for the constructor.
import { deepStrictEqual } from 'node:assert';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpanData } from '../../src/model/span-data.ts';
import { Trace } from '../../src/model/trace.ts';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { encodeTracesJson } from '../../src/otlp/encode-json.ts';
import { writeTraces } from '../../src/recording/write-traces.ts';
import { buildTrace, TRACE_ID, verbs } from '../build-trace.ts';
import { EVERY_FIELD, EVERY_FIELD_SPAN } from '../otlp/every-field.ts';
import { runs } from '../runs.ts';
import { arbitrarySpans } from './arbitrary-spans.ts';
import { dataOf, readAll, readTraces, tempFolder } from './temp-files.ts';

const { folder, path } = tempFolder();

const traceOf = (spans: readonly SpanData[]) =>
  new Trace<undefined>({ traceId: spans[0]?.traceId ?? TRACE_ID, spans, verbs });

const numbered = (digit: number) => buildTrace([{ name: `t${digit}` }], { traceId: String(digit).repeat(32) });

describe('a trace that was written and read', () => {
  it('has every field of every span as it was, whatever they hold', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(arbitrarySpans, { minLength: 1, maxLength: 3, selector: traceIdOf }),
        async many => {
          const file = path(`any-${run++ % 4}.jsonl${run % 3 === 0 ? '.gz' : ''}`);
          const traces = many.map(traceOf);
          const spans = traces.reduce((sum, trace) => sum + trace.spans.length, 0);
          expect(await writeTraces(file, traces)).toStrictEqual({
            traces: traces.length,
            spans,
            bytes: statSync(file).size,
          });
          for (const order of ['anywhere', 'grouped'] as const) {
            const read = await readAll(file, { order });
            deepStrictEqual(
              read.map(trace => dataOf(trace.spans)),
              traces.map(trace => dataOf(trace.spans)),
            );
          }
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('encodes spans as the decoder reads them, -0 and __proto__ included', () => {
    fc.assert(
      fc.property(arbitrarySpans, spans => {
        const { spans: decoded, rejected } = decodeTracesJson(Buffer.from(encodeTracesJson(spans)));
        const byId = (a: SpanData, b: SpanData) => (a.spanId < b.spanId ? -1 : 1);
        deepStrictEqual([...decoded].sort(byId), [...spans].sort(byId));
        expect(rejected).toStrictEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  it('is written with the names and the types of OTLP', () => {
    expect(JSON.parse(encodeTracesJson([EVERY_FIELD_SPAN]))).toStrictEqual(EVERY_FIELD);
  });

  it('keeps a captured root a root, and what came too late missing', async () => {
    const sent = 'aaaaaaaaaaaaaaaa';
    const trace = buildTrace([{ name: 'GET /', parentId: sent, children: [{ name: 'query' }] }], {
      sentSpanIds: new Set([sent]),
      captured: { unsettled: true },
    });
    const file = path('captured.jsonl');
    await writeTraces(file, [trace, numbered(1)]);
    for (const order of ['anywhere', 'grouped'] as const) {
      const [read, other] = await readAll(file, { order });
      expect(read?.roots.map(span => span.name)).toStrictEqual(['GET /']);
      expect(read?.orphans).toStrictEqual([]);
      expect([read?.unsettled, read?.complete, other?.complete]).toStrictEqual([true, false, true]);
    }
  });

  it('keeps an orphan an orphan', async () => {
    await writeTraces(path('orphan.jsonl'), buildTrace([{ name: 'lost', parentId: 'bbbbbbbbbbbbbbbb' }]));
    const [read] = await readAll(path('orphan.jsonl'));
    expect(read?.orphans.map(span => span.name)).toStrictEqual(['lost']);
  });

  it('can be asked and printed', async () => {
    await writeTraces(path('verbs.jsonl'), buildTrace([{ name: 'a', children: [{ name: 'b' }] }]));
    const [read] = await readAll(path('verbs.jsonl'));
    expect(read?.get('b').parent?.name).toBe('a');
    expect(String(read)).toContain('b');
  });
});

describe('writeTraces', () => {
  it('writes one trace a line', async () => {
    await writeTraces(path('lines.jsonl'), [numbered(1), numbered(2)]);
    const text = readFileSync(path('lines.jsonl'), 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.trimEnd().split('\n');
    expect(lines.map(line => Object.keys(JSON.parse(line)))).toStrictEqual([['resourceSpans'], ['resourceSpans']]);
  });

  it('compresses a file whose name ends in .gz', async () => {
    await writeTraces(path('zipped.jsonl.gz'), numbered(1));
    expect(gunzipSync(readFileSync(path('zipped.jsonl.gz'))).toString()).toContain('"resourceSpans"');
    expect(await readAll(path('zipped.jsonl.gz'))).toHaveLength(1);
  });

  it('takes a trace, an array, a generator, a recording and a receiver, and a file as a URL', async () => {
    const file = path('source.jsonl');
    await writeTraces(pathToFileURL(file), [numbered(1), numbered(2)]);
    async function* later() {
      yield numbered(3);
    }
    const sources = [numbered(1), new Set([numbered(1)]), later(), readTraces(file), { traces: [numbered(4)] }];
    const counts: number[] = [];
    for (const source of sources) counts.push((await writeTraces(path('copy.jsonl'), source)).traces);
    expect(counts).toStrictEqual([1, 1, 1, 2, 1]);
  });

  it('can read and replace one file', async () => {
    await writeTraces(path('self.jsonl'), [numbered(1), numbered(2)]);
    await writeTraces(path('self.jsonl'), readTraces(path('self.jsonl')));
    expect(await readAll(path('self.jsonl'))).toHaveLength(2);
  });

  it('leaves the file as it was, and nothing beside it, when anything fails', async () => {
    const file = path('kept.jsonl');
    await writeTraces(file, numbered(1));
    const before = readFileSync(file, 'utf8');
    async function* breaks() {
      for (let count = 0; count < 200; count++) yield numbered(2);
      throw new Error('the source broke');
    }
    await expect(writeTraces(file, breaks())).rejects.toThrow('the source broke');
    await expect(writeTraces(file, [])).rejects.toThrow('NO_TRACES');
    const enough = new Error('enough');
    await expect(writeTraces(file, breaks(), { signal: AbortSignal.abort(enough) })).rejects.toBe(enough);
    const controller = new AbortController();
    async function* aborts() {
      yield numbered(2);
      controller.abort(enough);
      yield numbered(3);
    }
    await expect(writeTraces(file, aborts(), { signal: controller.signal })).rejects.toBe(enough);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toStrictEqual([]);
  });
});

function traceIdOf(spans: readonly SpanData[]): string {
  return spans[0]?.traceId ?? '';
}
