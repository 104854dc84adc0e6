import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type Receiver, startReceiver } from '../../src/index.ts';
import { newSpanId, newTraceId, type SpanToSend, traceRequest } from '../otlp-request.ts';
import { runs } from '../runs.ts';

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver({ quiet: 0 });
});

afterAll(() => receiver.stop());

const WAYS = ['stored', 'malformed', 'other path', 'other type', 'refused', 'cut off', 'invalid id'] as const;
type Way = (typeof WAYS)[number];

/** An export: how it is sent the first time, whether it is sent again, and which of its spans break the assertion. */
interface Export {
  readonly way: Way;
  readonly again: boolean;
  readonly spans: readonly { readonly breaks: boolean; readonly inTrace: boolean }[];
  /** Where a cut goes, as a part of the body. */
  readonly cut: number;
}

const exports: fc.Arbitrary<Export> = fc.record({
  way: fc.constantFrom(...WAYS),
  again: fc.boolean(),
  spans: fc.array(fc.record({ breaks: fc.boolean(), inTrace: fc.boolean() }), { minLength: 1, maxLength: 3 }),
  cut: fc.double({ min: 0.1, max: 0.95, noNaN: true }),
});

test('no absence passes while a span that breaks it was sent and not stored, and none is incomplete once all is stored', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(exports, { maxLength: 5 }), async sent => {
      const lost: SpanToSend[] = [];
      const trace = await receiver.capture(async ({ traceId, spanId }) => {
        await post('/v1/traces', body([{ traceId, parentSpanId: spanId, name: 'root' }]));
        for (const one of sent) lost.push(...(await exportOnce(one, traceId, spanId)));
      });
      const stored = [trace, ...trace.strays].some(({ spans }) => spans.some(({ name }) => name === 'breaks'));
      const breaks = stored || lost.some(({ name }) => name === 'breaks');
      const assertion = (): void => expect(trace).not.toHaveSpan('breaks');
      if (breaks) expect(assertion).toThrow();
      if (!breaks && lost.length === 0) {
        assertion();
        expect(trace.losses).toEqual([]);
      }
    }),
    { numRuns: runs(60) },
  );
});

/** Sends an export; returns the spans that are not stored in the end. */
async function exportOnce(
  { way, again, spans, cut }: Export,
  traceId: string,
  parentSpanId: string,
): Promise<SpanToSend[]> {
  const given = spans.map(({ breaks, inTrace }) => ({
    spanId: newSpanId(),
    name: breaks ? 'breaks' : 'fine',
    ...(inTrace ? { traceId, parentSpanId } : { traceId: newTraceId() }),
  }));
  const whole = body(given);
  if (way === 'invalid id') {
    const [first, ...others] = given;
    await post('/v1/traces', body([{ ...first, spanId: 'ab' }, ...others]));
    return first === undefined ? [] : [first];
  }
  await sendBy(way, whole, Math.max(64, Math.floor(cut * whole.length)));
  if (way === 'stored') return [];
  if (!again) return given;
  await post('/v1/traces', whole);
  return [];
}

function sendBy(way: Exclude<Way, 'invalid id'>, whole: string, cut: number): Promise<unknown> {
  switch (way) {
    case 'stored':
      return post('/v1/traces', whole);
    case 'malformed':
      return post('/v1/traces', whole.slice(0, Math.max(cut, 250)));
    case 'other path':
      return post('/v1/trace', whole);
    case 'other type':
      return post('/v1/traces', whole, 'text/plain');
    case 'refused':
      receiver.injectFault({ next: 1, with: 'UNAVAILABLE' });
      return post('/v1/traces', whole);
    case 'cut off':
      return cutOff(whole, cut);
  }
}

function body(spans: readonly SpanToSend[]): string {
  return JSON.stringify(traceRequest(...spans));
}

function post(path: string, sent: string, type = 'application/json'): Promise<Response> {
  return fetch(`${receiver.httpUrl}${path}`, { method: 'POST', headers: { 'content-type': type }, body: sent });
}

function cutOff(whole: string, at: number): Promise<void> {
  return new Promise(resolve => {
    const { hostname, port } = new URL(receiver.httpUrl);
    const socket = connect(Number(port), hostname, () => {
      const head = `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${whole.length}\r\n\r\n`;
      socket.write(head + whole.slice(0, at), () => socket.end());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}
