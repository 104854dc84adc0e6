import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type { Span, Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { writeTraces } from '../../src/recording/write-traces.ts';
import { newSpanId, newTraceId } from '../otlp-request.ts';

expect.extend(matchers as never);

/** Text is cut before it is escaped, which can make six characters of one. */
const LONGEST_LINE = 1_000;

/** What would clear a screen, write a title, end a line, hide itself, or turn the rest of the line around. */
const NASTY =
  '\u001b[38;5;201m\u001b[2J\u001b]0;title\u0007\r\n\t\u0000\u0085\u009b31m\u2028\u2029\u202e\u2066\u061c\u200b\u00ad\ufeff\u{e0041}"';
/** Cut anywhere, it may end in half of a character. */
const fill = (length: number): string => 'x😀'.repeat(length / 3);
const MEGABYTE = fill(1_000_000);
/** Text that a service sends in a field, which begins with a word by which a test can find it. */
const hostile = (word: string, length = 3_000): string => `${word}${NASTY}${fill(length)}`;
const NAME = `name${NASTY}${MEGABYTE}`;

/** Control characters, separators, formats and halves of pairs: all that is not seen as itself. Lines may end. */
const RAW = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The runner's own colours; those that are sent have parameters that it never uses. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const COLOUR = /\u001b\[\d{1,2}m/g;

function expectHarmless(texts: Readonly<Record<string, string>>): void {
  const found = Object.entries(texts).flatMap(([what, text]) => {
    const plain = text.replaceAll(COLOUR, '');
    const raw = RAW.exec(plain);
    const longest = Math.max(...plain.split('\n').map(line => line.length));
    return [
      ...(raw === null ? [] : [`${what}: ${JSON.stringify(plain.slice(Math.max(0, raw.index - 60), raw.index + 20))}`]),
      ...(longest <= LONGEST_LINE ? [] : [`${what}: a line of ${longest} characters`]),
      ...(plain === '' ? [`${what}: no text`] : []),
    ];
  });
  expect(found).toEqual([]);
}

function failing(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it passed');
}

function rejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => Promise.reject(new Error('it was fulfilled')),
    (error: unknown) => (error as Error).message,
  );
}

const attribute = (key: string, value = hostile(`value of ${key.slice(0, 9)} `)) => ({
  key,
  value: { stringValue: value },
});

function span(traceId: string, spanId: string, parentSpanId: string, more: object = {}): object {
  return {
    traceId,
    spanId,
    parentSpanId,
    name: NAME,
    kind: 2,
    traceState: hostile('state'),
    startTimeUnixNano: `${Date.now()}000000`,
    endTimeUnixNano: `${Date.now()}000001`,
    status: { code: 2, message: hostile('message') },
    attributes: [
      attribute(hostile('key')),
      attribute(''),
      attribute('k'),
      attribute('db.system'),
      { key: 'list', value: { arrayValue: { values: [{ stringValue: hostile('element') }] } } },
      { key: 'map', value: { kvlistValue: { values: [attribute(hostile('inner'))] } } },
    ],
    events: [
      { name: hostile('event'), attributes: [attribute(hostile('event key'))] },
      { name: 'exception', attributes: [attribute('exception.type'), attribute('exception.message')] },
    ],
    links: [{ traceId: newTraceId(), spanId: newSpanId(), traceState: hostile('state'), attributes: [attribute('l')] }],
    ...more,
  };
}

async function send(receiver: Receiver, service: string, ...spans: object[]): Promise<string> {
  const resource = { attributes: [attribute('service.name', service), attribute(hostile('resource'))] };
  const scope = { name: hostile('scope'), version: hostile('version') };
  return post(receiver, 'traces', { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] });
}

async function post(receiver: Receiver, signal: string, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await fetch(`${receiver.httpUrl}/v1/${signal}`, { method: 'POST', headers, body: text })).text();
}

const started: Receiver[] = [];
async function start(options: ReceiverOptions = {}): Promise<Receiver> {
  const receiver = await startReceiver({ timeout: 250, quiet: 20, ...options });
  started.push(receiver);
  return receiver;
}
afterAll(() => Promise.all(started.map(receiver => receiver.stop())));

const SHOP = hostile('shop');
const BANK = hostile('bank');

describe('a trace whose every text is hostile', () => {
  let receiver: Receiver;
  let trace: Trace;
  let root: Span;
  let child: Span;
  beforeAll(async () => {
    receiver = await start();
    trace = await receiver.capture(
      async ({ traceId, spanId }) => {
        const rootId = newSpanId();
        const client = { kind: 3, attributes: [attribute('url.full', `http://${hostile('host')}`), attribute('k')] };
        const producer = { kind: 4, attributes: [attribute('messaging.destination.name')] };
        const called = { kind: 3, attributes: [attribute('server.address'), attribute('url.path')] };
        await send(
          receiver,
          SHOP,
          span(traceId, rootId, spanId),
          span(traceId, newSpanId(), rootId, client),
          span(traceId, newSpanId(), rootId, producer),
          span(traceId, newSpanId(), rootId, called),
          span(traceId, newSpanId(), newSpanId(), { droppedAttributesCount: 3 }),
        );
        // Its context was lost: a trace of its own.
        await send(receiver, BANK, span(newTraceId(), newSpanId(), ''));
      },
      { timeout: 4_000 },
    );
    root = trace.roots[0] as Span;
    child = root.children[0] as Span;
  });

  test('is drawn', () => {
    expect(trace.spans).toHaveLength(5);
    expect(trace.strays).toHaveLength(1);
    expect(root.name.startsWith('name\u001b')).toBe(true);
    expectHarmless({ tree: String(trace), strays: String(trace.strays[0]) });
  });

  test('fails every matcher', () => {
    const texts: Record<string, string> = {};
    const note = (what: string, assertion: () => unknown): void => {
      try {
        texts[what] = failing(assertion);
      } catch (error) {
        throw new Error(what, { cause: error });
      }
    };
    const near = { name: `${NAME}y`, service: SHOP };
    note('name', () => expect(trace).toHaveSpan(`${NAME}y`));
    note('half of a character', () => expect(trace).toHaveSpan('name\ud800'));
    note('letter case', () => expect(trace).toHaveSpan(NAME.replace('name', 'NAME')));
    note('near', () => expect(trace).toHaveSpan(near));
    note('near service', () => expect(trace).toHaveSpan({ service: `${SHOP}y`, name: NAME }));
    note('attributes', () =>
      expect(trace).toHaveSpan({ name: NAME, attributes: { [hostile('key')]: 1, k: 2, list: [1] } }),
    );
    note('map', () => expect(trace).toHaveSpan({ name: NAME, attributes: { map: { a: 1 } } }));
    note('renamed', () => expect(trace).toHaveSpan({ attributes: { 'db.system.name': hostile('other') } }));
    note('events', () => expect(trace).toHaveSpan({ name: NAME, events: [{ name: 'none' }] }));
    note('links', () => expect(trace).toHaveSpan({ name: NAME, links: [{ spanId: '00'.repeat(8) }] }));
    note('resource', () => expect(trace).toHaveSpan({ name: NAME, resource: { [hostile('resource')]: 'none' } }));
    note('scope', () => expect(trace).toHaveSpan({ name: NAME, scope: { name: hostile('scope'), version: '1' } }));
    note('trace state', () => expect(trace).toHaveSpan({ name: NAME, traceState: 'none' }));
    note('status', () => expect(trace).toHaveSpan({ name: NAME, status: { code: 'ERROR', message: 'none' } }));
    note('stray', () => expect(trace).toHaveSpan({ name: NAME, service: BANK }));
    note('times', () => expect(trace).toHaveSpan(NAME, { times: 9 }));
    note('predicate', () => expect(trace).toHaveSpan(() => false));
    note('predicate without an answer', () => expect(trace).toHaveSpan((() => 'yes') as never));
    note('not', () => expect(trace).not.toHaveSpan(NAME));
    note('not, incomplete', () => expect(trace).not.toHaveSpan('none'));
    note('attribute', () => expect(child).toHaveAttribute('k', 'none'));
    note('attribute that is absent', () => expect(root).toHaveAttribute(hostile('absent')));
    note('attribute by its other name', () => expect(root).toHaveAttribute('db.system.name', 'none'));
    note('not attribute', () => expect(root).not.toHaveAttribute(hostile('key')));
    note('attribute of several', () => expect([root, child]).toHaveSpanAttribute('k', 'none'));
    note('attribute as a list', () => expect(root).toHaveAttribute('list', 'none'));
    note('status of a span', () => expect(root).toHaveStatus('OK'));
    note('message of a status', () => expect(root).toHaveStatus('ERROR', 'none'));
    note('not status', () => expect(root).not.toHaveStatus('ERROR'));
    note('child', () => expect(child).toBeChildOf({ name: 'none', service: BANK }));
    note('child of a span', () => expect(root).toBeChildOf(child));
    note('not child', () => expect(child).not.toBeChildOf(root));
    note('propagation', () => expect(trace).toPropagateAcross(SHOP, BANK));
    note('propagation to none', () => expect(trace).toPropagateAcross(SHOP, hostile('none')));
    note('propagation of many', () => expect(trace).toPropagateAcross(SHOP, [BANK, hostile('none')]));
    note('propagation back', () => expect(trace).toPropagateAcross(SHOP, BANK, SHOP, { direct: true }));
    note('propagation from a trace of its own', () => expect(trace).toPropagateAcross(BANK, SHOP));
    note('not propagation', () => expect(trace).not.toPropagateAcross(SHOP, BANK));
    note('a span as a subject', () => expect(root).toHaveSpan('none'));
    note('a span as criteria', () => expect(trace).toHaveSpan(root as never));
    note('a trace as a subject', () => expect(trace).toHaveStatus('OK'));
    note('get', () => trace.get('none'));
    note('get of several', () => trace.get(NAME));
    expectHarmless(texts);
  });

  test('is written, and is no part of what is said when that fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracewright-'));
    expectHarmless({
      'no folder': await rejection(writeTraces(join(folder, 'none', 'x.jsonl'), trace)),
      'a span': await rejection(writeTraces(join(folder, 'x.jsonl'), root as never)),
      spans: await rejection(writeTraces(join(folder, 'x.jsonl'), trace.spans as never)),
    });
    await rm(folder, { recursive: true });
  });

  test('is what waits tell of when their time is up', async () => {
    const wait = { timeout: 400 };
    const late = { startTimeUnixNano: '1000000', endTimeUnixNano: '2000000' };
    await send(receiver, hostile('late'), span(newTraceId(), newSpanId(), '', late));
    await fetch(`${receiver.httpUrl}/${encodeURIComponent(NASTY)}`, {
      method: 'POST',
      body: 'x',
    });
    expectHarmless({
      span: await rejection(receiver.waitForSpan('none', wait)),
      'span, near': await rejection(receiver.waitForSpan({ name: NAME, service: 'none' }, wait)),
      'span, since the start': await rejection(receiver.waitForSpan('none', { ...wait, since: 'start' })),
      trace: await rejection(receiver.waitForTrace({ service: hostile('none') }, wait)),
      'several traces': await rejection(receiver.waitForTrace(NAME, { ...wait, since: 'start' })),
      'a service': await rejection(
        receiver.capture(({ traceId, spanId }) => send(receiver, SHOP, span(traceId, newSpanId(), spanId)), {
          ...wait,
          services: [SHOP, hostile('none')],
        }),
      ),
      'a trace of its own': await rejection(
        receiver.capture(
          async ({ headers }) => {
            await send(receiver, BANK, span(newTraceId(), newSpanId(), ''), span(newTraceId(), newSpanId(), '', late));
            return headers;
          },
          { ...wait, timeout: 800 },
        ),
      ),
      root: await rejection(
        receiver.capture(
          () => send(receiver, BANK, span(newTraceId(), newSpanId(), ''), span(newTraceId(), newSpanId(), '')),
          { ...wait, root: { name: NAME } },
        ),
      ),
    });
  });
});

test('spans that a fault failed, and that did not come again', async () => {
  const receiver = await start();
  const fault = receiver.injectFault({ next: 1 });
  await send(receiver, SHOP, span(newTraceId(), newSpanId(), ''), span(newTraceId(), newSpanId(), ''));
  const other = receiver.injectFault({ next: 9, signal: 'logs' });
  await send(receiver, SHOP, span(newTraceId(), newSpanId(), ''));
  expectHarmless({
    recovered: await rejection(fault.recovered({ timeout: 100 })),
    exhausted: await rejection(other.exhausted({ timeout: 100 })),
    ...Object.fromEntries(receiver.stats.rejections.map(({ reason }, index) => [`rejection ${index}`, reason])),
  });
});

test('requests that are refused, over HTTP and gRPC', async () => {
  const receiver = await start({ maxRequestBytes: 40_000_000 });
  const id = newTraceId();
  const answers = [
    await send(receiver, SHOP, span(NASTY, newSpanId(), ''), span(id, hostile('id'), ''), span(id, newSpanId(), NASTY)),
    await send(receiver, SHOP, span(id, newSpanId(), '', { kind: NASTY }), span('ab', newSpanId(), '')),
    await post(receiver, 'traces', `{"resourceSpans":[${NASTY}`),
    await post(receiver, 'traces', `{"resourceSpans":"${'\u202e'.repeat(9)}${MEGABYTE}"}`),
    await post(receiver, 'traces', { [hostile('unknown')]: 1, resourceSpans: [{ scopeSpans: hostile('list') }] }),
    await post(receiver, 'logs', {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId: hostile('id'), body: { stringValue: NASTY } }] }] }],
    }),
    await raw(
      receiver,
      `POST /${'\u0085\u009b31m'}${'x'.repeat(3_000)} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`,
    ),
    await raw(
      receiver,
      `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: ${'\u009b31m'}text\r\ncontent-length: 0\r\n\r\n`,
    ),
    await raw(
      receiver,
      `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-encoding: \u009b${'y'.repeat(3_000)}\r\ncontent-length: 0\r\n\r\n`,
    ),
    await raw(receiver, `\u001b[2J\u0000 ${'z'.repeat(3_000)}\r\n\r\n`),
    await overHttp2(receiver, { ':path': `/${'\u0085'}${'x'.repeat(3_000)}`, 'content-type': 'application/grpc' }),
    await overHttp2(receiver, { ':path': '/x', 'content-type': `text/${'y'.repeat(3_000)}` }),
  ];
  const { rejections } = receiver.stats;
  expect(rejections.length).toBeGreaterThan(8);
  expectHarmless({
    ...Object.fromEntries(
      answers.map((text, index) => [`answer ${index}`, text.replaceAll('\r\n', '\n').replaceAll('\n', '') || '-']),
    ),
    ...Object.fromEntries(
      rejections.flatMap(({ reason, path, from }, index) => [
        [`rejection ${index}`, reason],
        [`path ${index}`, path || '-'],
        [`sender ${index}`, from || '-'],
      ]),
    ),
    ...Object.fromEntries(receiver.problems.map(({ field, rule }, index) => [`problem ${index}`, `${field} ${rule}`])),
    wait: await rejection(receiver.waitForSpan('none', { timeout: 50 })),
  });
});

test('a bound that was passed', async () => {
  const receiver = await start({ maxSpans: 1 });
  await send(receiver, SHOP, span(newTraceId(), newSpanId(), ''));
  await send(receiver, SHOP, span(newTraceId(), newSpanId(), ''));
  expectHarmless({
    reason: receiver.overflow?.reason ?? '',
    wait: await rejection(receiver.waitForSpan(NAME)),
    matcher: failing(() => expect(receiver.traces[0]).toHaveSpan('none')),
  });
});

async function raw(receiver: Receiver, bytes: string): Promise<string> {
  const { hostname, port } = new URL(receiver.httpUrl);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', chunk => chunks.push(chunk)).on('error', () => {});
  socket.write(Buffer.from(bytes, 'latin1'));
  socket.setTimeout(300, () => socket.end());
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1').split('\r\n\r\n').slice(1).join('');
}

async function overHttp2(receiver: Receiver, headers: Record<string, string>): Promise<string> {
  const session = connectHttp2(receiver.grpcUrl).on('error', () => {});
  const stream = session.request({ ':method': 'POST', ...headers }).on('error', () => {});
  const message = new Promise<string>(resolve => {
    stream.on('response', all => resolve(String(all['grpc-message'] ?? all[':status'])));
    stream.on('close', () => resolve('-'));
  });
  stream.end();
  const text = await message;
  session.destroy();
  return text;
}
