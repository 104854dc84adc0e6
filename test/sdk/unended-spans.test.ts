import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { context, propagation, type Span, type TracerProvider, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type {} from '../../matchers/vitest.ts';
import { readTraces } from '../../src/index.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { writeTraces } from '../../src/recording/write-traces.ts';
import { startSdk } from '../../src/sdk/index.ts';
import { SDK_VERSIONS } from './sdk-versions.ts';

expect.extend({ ...matchers });

let receiver: Receiver;
const open: Span[] = [];
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 300 });
});
afterEach(async () => {
  for (const span of open.splice(0)) span.end();
  await receiver.stop();
  trace.disable();
  context.disable();
  propagation.disable();
});

const tracer = trace.getTracer('shop');

/** A root that ends, and in it a span that does not. */
function forget(name = 'forgotten'): void {
  tracer.startActiveSpan('root', root => {
    open.push(tracer.startSpan(name));
    root.end();
  });
}

const joined = (version: keyof typeof SDK_VERSIONS) => async () => {
  const { provider, simple, memory } = SDK_VERSIONS[version];
  await startSdk({ receiver, provider: provider({ processors: [simple(memory())] }) as TracerProvider });
};

describe.each([
  ['an SDK that startSdk built', async () => void (await startSdk({ receiver, service: 'shop' }))],
  ['a joined provider of SDK 1.x', joined('1.x')],
  ['a joined provider of SDK 2.x', joined('2.x')],
])('%s', (_what, start) => {
  beforeEach(start);

  test('a span that never ended makes the trace incomplete, by name', async () => {
    const captured = await receiver.capture(() => forget());
    expect(captured.complete).toBe(false);
    expect(captured.unended.map(({ name, service, parentSpanId }) => [name, service, parentSpanId])).toStrictEqual([
      ['forgotten', 'shop', captured.get('root').spanId],
    ]);
    const text = /the span "forgotten" was started and never ended \(shop, trace [0-9a-f]{8}\)/;
    expect(() => expect(captured).toBeComplete()).toThrow(text);
    for (const absence of [
      () => expect(captured).not.toHaveSpan('other'),
      () => expect(captured).toHaveNoErrors(),
      () => expect(captured).toHaveSpan('root', { times: 1 }),
      () => expect(captured).toBeFreeOfPii(),
      () => expect(captured).toHaveSpanTree({ name: 'root' }, { exact: true }),
    ]) {
      expect(absence).toThrow(/INCOMPLETE/);
      expect(absence).toThrow(text);
    }
    expect(captured).toHaveSpan('root');
  });

  test('a parent that never ended is named, in place of its id', async () => {
    const captured = await receiver.capture(() => {
      const parent = tracer.startSpan('parent');
      open.push(parent);
      tracer.startSpan('child', {}, trace.setSpan(context.active(), parent)).end();
    });
    expect(captured.orphans.map(({ name }) => name)).toStrictEqual(['child']);
    expect(() => expect(captured).toBeComplete()).toThrow(/the span "parent" was started and never ended/);
    expect(() => expect(captured).toBeComplete()).not.toThrow(/the parent [0-9a-f]{8} of/);
  });

  test('with { orphans: "allow" } such a parent is expected, and a leaf is not', async () => {
    const captured = await receiver.capture(
      () => {
        const parent = tracer.startSpan('parent');
        open.push(parent);
        tracer.startSpan('child', {}, trace.setSpan(context.active(), parent)).end();
      },
      { orphans: 'allow' },
    );
    expect(captured).not.toHaveSpan('other');
    const withLeaf = await receiver.capture(() => forget(), { orphans: 'allow' });
    expect(() => expect(withLeaf).not.toHaveSpan('other')).toThrow(/"forgotten" was started and never ended/);
  });

  test('where nothing else was exported, the timeout names it', async () => {
    const capturing = receiver.capture(() => {
      open.push(tracer.startSpan('only'));
    });
    await expect(capturing).rejects.toThrow(
      /TRACE_TIMEOUT: .*\nThe span "only" was started and never ended \(shop, trace [0-9a-f]{8}\)\.\nAn SDK exports/,
    );
  });

  test('a span that ends late is waited for', async () => {
    const captured = await receiver.capture(
      () =>
        tracer.startActiveSpan('root', root => {
          const late = tracer.startSpan('late');
          setTimeout(() => late.end(), 150);
          root.end();
        }),
      { timeout: 4_000 },
    );
    expect(captured).toBeComplete();
    expect(captured).toHaveSpan('late');
  });

  test('spans of other traces, and spans that are not sampled, make nothing incomplete', async () => {
    open.push(tracer.startSpan('elsewhere', { root: true }));
    const captured = await receiver.capture(() => tracer.startActiveSpan('root', root => root.end()));
    expect(captured).toBeComplete();
    expect(captured.unended).toStrictEqual([]);
    const unsampled = await receiver.capture(() => forget(), { sampled: false });
    expect(unsampled.unended).toStrictEqual([]);
  });

  test('its name is the one that it has by now, masked in texts', async () => {
    const captured = await receiver.capture(() => {
      forget('draft');
      open.at(-1)?.updateName('mail to ada@example.com');
    });
    expect(captured.unended[0]?.name).toBe('mail to ada@example.com');
    const texts = [inspect(captured.unended), JSON.stringify(captured.unended), JSON.stringify(captured)];
    expect(texts.join('')).not.toContain('ada@example.com');
    expect(() => expect(captured).toBeComplete()).not.toThrow(/ada@example\.com/);
  });

  test('a snapshot stays as it was when the span ends later', async () => {
    const captured = await receiver.capture(() => forget());
    const [before] = receiver.traces;
    expect(before?.unended).toHaveLength(1);
    for (const span of open.splice(0)) span.end();
    const late = await receiver.waitForSpan('forgotten');
    expect(late.trace).toBeComplete();
    expect([captured.unended.length, before?.unended.length, late.trace.unended.length]).toStrictEqual([1, 1, 0]);
  });
});

test('a trace file keeps it', async () => {
  await startSdk({ receiver, service: 'shop' });
  const captured = await receiver.capture(() => forget());
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-'));
  await writeTraces(join(folder, 'x.jsonl'), captured);
  const [read] = await readTraces(join(folder, 'x.jsonl')).toArray();
  expect(read?.unended).toEqual(captured.unended);
  expect(() => expect(read).toBeComplete()).toThrow(/"forgotten" was started and never ended/);
  rmSync(folder, { recursive: true });
});
