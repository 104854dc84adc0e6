import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CaptureArgument,
  type Receiver,
  readTraces,
  startReceiver,
  type Trace,
  writeTraces,
} from '../../src/index.ts';
import { send } from '../otlp-request.ts';
import { dataOf, tempFolder } from './temp-files.ts';

const { path } = tempFolder();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());

/** What a service exports that was called with this context. */
const serve = ({ traceId, spanId }: CaptureArgument) =>
  send(receiver, { traceId, parentSpanId: spanId, name: 'GET /', service: 'shop' });

async function readOne(file: string): Promise<Trace> {
  for await (const trace of readTraces(file)) return trace;
  throw new Error('no trace');
}

describe('a captured trace', () => {
  it('is as complete after it was written and read as before, with the same root', async () => {
    const trace = await receiver.capture(serve, { services: ['shop'] });
    await writeTraces(path('captured.jsonl'), trace);
    const read = await readOne(path('captured.jsonl'));
    expect(dataOf(read.spans)).toStrictEqual(dataOf(trace.spans));
    expect([read.roots.length, read.orphans.length, read.complete]).toStrictEqual([1, 0, true]);
    expect(String(read)).toBe(String(trace));
    expect(() => read.get('POST /')).toThrow('NO_MATCH');
  });

  it('is written with all that its receiver holds', async () => {
    await receiver.capture(serve, { services: ['shop'] });
    const { traces } = await writeTraces(path('receiver.jsonl.gz'), receiver);
    expect(traces).toBe(receiver.traces.length);
    expect((await readOne(path('receiver.jsonl.gz'))).complete).toBe(true);
  });
});
