import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import { TracewrightError } from '../../src/errors.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import type { Trace } from '../../src/model/trace.ts';
import { encodeTracesJson } from '../../src/otlp/encode-json.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { buildTrace } from '../build-trace.ts';
import { identified, mailerTrace, shopTrace } from '../gallery/shop-trace.ts';
import { newTraceId } from '../otlp-request.ts';
import type { Example } from './example.ts';
import { EXAMPLES } from './examples.ts';
import { MUTATIONS, type MutationName, type Telemetry, UNSAMPLED_TRACE } from './mutate.ts';
import { NEGATED_EXAMPLES } from './negated-examples.ts';

const ALL = [...EXAMPLES, ...NEGATED_EXAMPLES];
let receiver: Receiver;
let original: Telemetry;

beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, xray: { indexedAttributes: ['app.order.id'] } });
  const shop = shopTrace();
  const [heartbeat] = buildTrace([{ name: 'heartbeat', id: 'b'.repeat(16) }], { traceId: 'b'.repeat(32) }).spans;
  if (heartbeat === undefined) throw new Error('no heartbeat');
  original = [...shop.spans, heartbeat, ...mailerTrace(shop).spans].map(span => identified({ ...span }));
});

afterAll(() => receiver.stop());

/** Sends spans as if they had begun just now: what is days old on arrival has wrong times. */
async function post(spans: readonly SpanData[]): Promise<void> {
  const later = BigInt(Date.now()) * 1_000_000n - (original[0]?.startTimeUnixNano ?? 0n);
  const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: encodeTracesJson(spans.map(span => movedBy(later, span))),
  });
  expect(response.status).toBe(200);
}

function movedBy(later: bigint, span: SpanData): SpanData {
  return {
    ...span,
    startTimeUnixNano: span.startTimeUnixNano + later,
    endTimeUnixNano: span.endTimeUnixNano + later,
    events: span.events.map(event => ({ ...event, timeUnixNano: event.timeUnixNano + later })),
  };
}

/** The spans as if a capture had sent their context to the gateway: the other traces are new ones. */
function underContext(
  spans: readonly SpanData[],
  { traceId, spanId }: { traceId: string; spanId: string },
): SpanData[] {
  const ids = new Map([[original[0]?.traceId, traceId]]);
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? newTraceId();
    ids.set(id, known);
    return known;
  };
  return spans
    .filter(span => span.traceId !== UNSAMPLED_TRACE)
    .map(span => ({
      ...span,
      traceId: idOf(span.traceId),
      parentSpanId: span.parentSpanId ?? (idOf(span.traceId) === traceId ? spanId : undefined),
      links: span.links.map(link => ({ ...link, traceId: idOf(link.traceId) })),
    }));
}

/** The telemetry as a receiver takes it in and a test captures it. */
async function received(spans: readonly SpanData[]): Promise<[Trace, Trace, Trace, Trace]> {
  receiver.clear();
  const asUnsampled = (traceId: string) =>
    post(spans.map(span => (span.traceId === UNSAMPLED_TRACE ? { ...span, traceId } : span)));
  const unsampled = await receiver.capture(({ traceId }) => asUnsampled(traceId), { sampled: false, quiet: 1 });
  const byId = new Map(receiver.traces.map(trace => [trace.traceId, trace]));
  const [trace, mailer] = [original.at(0), original.at(-1)].map(span => byId.get(span?.traceId ?? ''));
  if (trace === undefined || mailer === undefined) throw new Error('a trace is missing');
  const captured = await receiver.capture(context => post(underContext(spans, context)), {
    orphans: 'allow',
    quiet: 1,
  });
  return [trace, mailer, unsampled, captured];
}

/** What an example says: of a span that it asks for and that is not there, it fails too. */
function outcomeOf(assertion: () => void): 'passes' | 'fails' | 'incomplete' {
  try {
    assertion();
    return 'passes';
  } catch (error) {
    if (error instanceof TracewrightError && ['NO_MATCH', 'SEVERAL_MATCHES', 'INVALID_SUBJECT'].includes(error.code))
      return 'fails';
    const text = error instanceof Error ? stripVTControlCharacters(error.message) : '';
    // Anything else is a mistake in the example.
    if (!text.startsWith('expect(')) throw error;
    return /^INCOMPLETE/m.test(text) ? 'incomplete' : 'fails';
  }
}

/** What every example says of this telemetry. */
async function outcomesOf(spans: Telemetry): Promise<Record<string, string>> {
  const traces = await received(spans);
  return Object.fromEntries(ALL.map(({ title, assert }) => [title, outcomeOf(() => assert(...traces))]));
}

test.each(ALL)('$title: holds for what was sent', async ({ assert }) => {
  assert(...(await received(original)));
});

test.each(Object.keys(MUTATIONS) as MutationName[])(
  'of a service that %s, every example says what it must',
  async name => {
    const expected = ({ catches, incomplete = [] }: Example) =>
      catches.includes(name) ? 'fails' : incomplete.includes(name) ? 'incomplete' : 'passes';
    expect(await outcomesOf(MUTATIONS[name](original))).toEqual(
      Object.fromEntries(ALL.map(example => [example.title, expected(example)])),
    );
  },
);

test('every mutation is caught, every example catches one, and none is listed twice', () => {
  const caught = new Set(ALL.flatMap(({ catches }) => catches));
  expect(Object.keys(MUTATIONS).filter(name => !caught.has(name as MutationName))).toEqual([]);
  expect(ALL.filter(({ catches }) => catches.length === 0).map(({ title }) => title)).toEqual([]);
  const cells = ALL.flatMap(({ title, catches, incomplete = [] }) =>
    [...catches, ...incomplete].map(name => title + name),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(new Set(ALL.map(({ title }) => title)).size).toBe(ALL.length);
});

test('every matcher has an example', () => {
  const named = new Set(EXAMPLES.map(({ title }) => /^\w+/.exec(title)?.[0]));
  // They judge log records, which no mutation changes (test/matchers has them), or a report on a service.
  const others = [
    'toCorrelateWith',
    'toHaveCorrelatedLogs',
    'toHaveLogs',
    'toHonorTraceContext',
    'toSample',
    'toSampleAtMost',
  ];
  expect(Object.keys(matchers).filter(name => !named.has(name))).toEqual(others);
});
