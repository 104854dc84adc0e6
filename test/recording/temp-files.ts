import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import type { Span, Trace } from '../../src/model/trace.ts';
import type { ReadTracesOptions } from '../../src/recording/read-options.ts';
import { createReadTraces } from '../../src/recording/read-traces.ts';
import { verbs } from '../build-trace.ts';

export const readTraces = createReadTraces(verbs);

/** A folder of its own for the tests of a file, removed after them. */
export function tempFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-recording-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    path: (name: string) => join(folder, name),
    /** A file with this content: text, bytes, or a value as JSON. */
    write(name: string, content: unknown): string {
      const isRaw = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(join(folder, name), isRaw ? content : JSON.stringify(content));
      return join(folder, name);
    },
    /** The text of the error, with the folder's name left out. */
    async errorOf(action: Promise<unknown> | (() => unknown)): Promise<string> {
      try {
        await (typeof action === 'function' ? action() : action);
      } catch (error) {
        if (error instanceof TracewrightError) return error.message.replaceAll(folder, 'DIR');
        throw error;
      }
      throw new Error('nothing was thrown');
    },
  };
}

export async function readAll(file: string, options?: ReadTracesOptions): Promise<Trace[]> {
  const traces: Trace[] = [];
  for await (const trace of readTraces(file, options)) traces.push(trace);
  return traces;
}

/** What was sent of each span, as plain objects. */
export function dataOf(spans: readonly (Span | SpanData)[]): SpanData[] {
  return spans.map(span => ({ ...span }));
}
