import {
  trace as api,
  type Context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import { serviceGraph } from '../../src/propagation/service-graph.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';

// Two services of the real SDK in this process, and a queue between them: messages are objects with a map of headers.

interface Message {
  readonly headers: Record<string, string>;
}

const propagator = new W3CTraceContextPropagator();
const setter = {
  set: (carrier: Record<string, string>, key: string, value: string) => {
    carrier[key] = value;
  },
};
const getter = { get: (carrier: Record<string, string>, key: string) => carrier[key], keys: Object.keys };
const ATTRIBUTES = { 'messaging.system': 'in-process', 'messaging.destination.name': 'orders' };

let receiver: Receiver;
let orders: Tracer;
let mailer: Tracer;
let queue: Message[];
let stop: (() => Promise<void>)[];
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
  queue = [];
  stop = [];
  [orders, mailer] = ['orders', 'mailer'].map(service => {
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${receiver.httpUrl}/v1/traces` }))],
    });
    stop.push(() => provider.shutdown());
    return provider.getTracer('by hand');
  }) as [Tracer, Tracer];
});
afterEach(async () => {
  propagation.disable();
  for (const one of stop) await one();
  await receiver.stop();
});

/** Takes an order in the context of its headers, and sends a message; `inject` writes the context into it. */
function order(headers: Readonly<Record<string, string>>, { inject = true } = {}): void {
  const parent = propagator.extract(ROOT_CONTEXT, { ...headers }, getter);
  const entry = orders.startSpan('POST /orders', { kind: SpanKind.SERVER }, parent);
  const within = api.setSpan(parent, entry);
  const send = orders.startSpan('send orders', { kind: SpanKind.PRODUCER, attributes: ATTRIBUTES }, within);
  const message: Message = { headers: {} };
  if (inject) propagator.inject(api.setSpan(within, send), message.headers, setter);
  queue.push(message);
  send.end();
  entry.end();
}

function contextOf({ headers }: Message): Context {
  return propagator.extract(ROOT_CONTEXT, headers, getter);
}

function linkTo(message: Message): Link[] {
  const context = api.getSpanContext(contextOf(message));
  return context === undefined ? [] : [{ context }];
}

/** Consumes one by one, each in the trace of its sender. */
function consume({ extract = true } = {}): void {
  for (const message of queue.splice(0)) {
    const parent = extract ? contextOf(message) : ROOT_CONTEXT;
    mailer.startSpan('process orders', { kind: SpanKind.CONSUMER, attributes: ATTRIBUTES }, parent).end();
  }
}

/** Consumes all at once: a span of its own trace that links to each sender, and one below it for each message. */
function consumeBatch(): void {
  const messages = queue.splice(0);
  const links = messages.flatMap(linkTo);
  const receive = mailer.startSpan(
    'poll orders',
    { kind: SpanKind.CLIENT, attributes: ATTRIBUTES, links },
    ROOT_CONTEXT,
  );
  for (const message of messages) {
    const options = { kind: SpanKind.CONSUMER, attributes: ATTRIBUTES, links: linkTo(message) };
    mailer.startSpan('process orders', options, api.setSpan(ROOT_CONTEXT, receive)).end();
  }
  receive.end();
}

function capture(work: (headers: Readonly<Record<string, string>>) => void): Promise<Trace<void>> {
  return receiver.capture(({ headers }) => work(headers), { services: ['orders'], quiet: 200 });
}

test('a message that is consumed by itself is a child of its sender', async () => {
  const trace = await capture(headers => {
    order(headers);
    consume();
  });
  expect(trace).toPropagateAcross('orders', 'mailer', {
    via: 'parent',
    sameTrace: true,
    sampled: true,
    timeout: 5_000,
  });
  expect(trace).not.toPropagateAcross('orders', 'mailer', { via: 'link' });
  expect(trace.linked).toEqual([]);
});

test('a batch is a trace of its own, linked: its senders are reached by link', async () => {
  const trace = await capture(headers => {
    order(headers);
    order(headers);
    consumeBatch();
  });
  expect(trace.linked).toHaveLength(1);
  expect(trace).toPropagateAcross('orders', 'mailer', { via: 'link', sameTrace: false });
  expect(trace).not.toPropagateAcross('orders', 'mailer', { via: 'parent' });
  expect(trace.strays).toEqual([]);
  const [edge, ...others] = serviceGraph(trace).edges;
  expect(others).toEqual([]);
  expect(edge).toMatchObject({ from: 'orders', to: 'mailer', kind: 'asynchronous', via: 'link' });
  expect(edge?.hops).toHaveLength(4);
});

test.each<[label: string, faults: { inject?: boolean; extract?: boolean; forget?: boolean }, diagnosis: RegExp]>([
  [
    'the sender does not inject',
    { inject: false },
    /not injected\. orders' message in orders carried no trace context/,
  ],
  [
    'the consumer does not extract',
    { extract: false },
    /not extracted\. orders' message in orders carried this trace's\s+traceparent/,
  ],
  [
    'what lies between forgets the headers',
    { forget: true },
    /dropped between\. orders' message in orders carried this trace's\s+traceparent/,
  ],
])('%s: recorded messages prove it', async (_label, { inject = true, extract = true, forget = false }, diagnosis) => {
  const work = (isRecorded: boolean) => (headers: Readonly<Record<string, string>>) => {
    order(headers, { inject });
    for (const message of queue) if (isRecorded) recordHeaders(message, { receiver, destination: 'orders' });
    if (forget) {
      queue = queue.map(() => ({ headers: {} }));
      for (const message of queue) if (isRecorded) recordHeaders(message, { receiver, destination: 'orders' });
    }
    consume({ extract });
  };
  const alone = await capture(work(false));
  const text = failureOf(() => expect(alone).toPropagateAcross('orders', 'mailer'));
  expect(text).toContain('or the queue dropped it: the spans alone cannot tell.');
  expect(text).toContain('record a message of that queue: recordHeaders(message, { receiver }).');
  const recorded = await capture(work(true));
  expect(failureOf(() => expect(recorded).toPropagateAcross('orders', 'mailer'))).toMatch(diagnosis);
});
