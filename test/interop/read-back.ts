import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { readTraces } from '../../src/index.ts';
import type { Trace } from '../../src/model/trace.ts';

/** Storing is not announced: the query API is asked until the trace is there. */
const ASKED = { timeout: 20_000, interval: 50 };

/**
 * Asks the query API of a backend for a trace until it has so many spans of it, and reads the answer as a file.
 *
 * @param content what of the answer a file of traces would hold. Default: all of it
 */
export async function readBack(
  url: string,
  spans: number,
  content = (answer: unknown): unknown => answer,
): Promise<Trace> {
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-read-back-'));
  const file = join(folder, 'trace.json');
  try {
    return await vi.waitFor(async () => {
      const response = await fetch(url);
      const answer = await response.text();
      if (!response.ok) throw new Error(`${url} answered ${response.status}: ${answer}`);
      await writeFile(file, JSON.stringify(content(JSON.parse(answer))));
      const [trace] = await readTraces(file).toArray();
      if (trace?.spans.length === spans) return trace;
      throw new Error(`${url} answered with ${trace?.spans.length} of ${spans} spans`);
    }, ASKED);
  } finally {
    await rm(folder, { recursive: true });
  }
}
