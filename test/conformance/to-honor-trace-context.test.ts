import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { ConformanceOptions } from '../../matchers/to-honor-trace-context.ts';
import { CASES } from '../../src/conformance/cases.ts';
import type { CheckTraceContextOptions } from '../../src/conformance/check-options.ts';
import { type CheckedService, checkTraceContext } from '../../src/conformance/check-trace-context.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startService } from '../../src/services/start-service.ts';
import { failureOf as textOf } from '../failure-of.ts';
import { type Slip, startHandMade } from './services/hand-made.ts';
import { steady } from './steady.ts';

const ALL = { formats: ['w3c', 'baggage', 'xray'], level: 2, strict: true } as const;
/** On a machine that is busy, half a second a request is not much. */
const TIMEOUT_MS = 15_000;

const atEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of atEnd.splice(0)) await end();
});

async function handMade(...slips: readonly Slip[]): Promise<string> {
  const service = await startHandMade(...slips);
  atEnd.push(() => service.stop());
  return service.url;
}

async function serverOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  atEnd.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function failureOf(
  service: string | CheckedService,
  options: CheckTraceContextOptions = {},
  ...known: [ConformanceOptions?]
): Promise<string> {
  const report = await checkTraceContext(service, options);
  return steady(textOf(() => expect(report).toHonorTraceContext(...known)));
}

describe('the official Node service', () => {
  async function officialNode() {
    const receiver = await startReceiver({ grpcPort: false });
    atEnd.push(() => receiver.stop());
    const register = ['--require', '@opentelemetry/auto-instrumentations-node/register'];
    return startService(['node', ...register, 'otel-node.cjs'], {
      name: 'official',
      receiver,
      port: 'PORT',
      cwd: new URL('services', import.meta.url).pathname,
      timeout: TIMEOUT_MS,
    });
  }
  const KNOWN = {
    'tracestate-key-at': 'the SDK has the key grammar of before 2026-06-29',
    'tracestate-key-length': 'of a long key only the member is dropped',
    'tracestate-member-count': 'the first 32 are kept',
    'tracestate-value-characters': 'only the member is dropped',
    'traceparent-random-flag': 'the SDK speaks level 1',
  };

  test('keeps level 1, not strict; strictly and on level 2 its known failures are all that fails', async () => {
    const service = await officialNode();
    const timeout = TIMEOUT_MS;
    expect(await checkTraceContext(service, { timeout })).toHonorTraceContext();
    expect(await checkTraceContext(service, { timeout, concurrency: 4 })).toHonorTraceContext();
    const options = { timeout, formats: ['w3c', 'baggage'], strict: true, level: 2 } as const;
    const report = await checkTraceContext(service, options);
    expect(report).toHonorTraceContext({ known: KNOWN });
    expect(report).not.toHonorTraceContext();
    const { 'tracestate-key-at': _left, ...others } = KNOWN;
    const text = textOf(() => expect(report).toHonorTraceContext({ known: others }));
    expect(text).toContain('1 of 51 cases fails:');
    expect(text).toContain('\ntracestate-key-at  (4 of 4 requests)\n');
    expect(text).toContain('Known to fail:\n');
    expect(text).toContain('  traceparent-random-flag      the SDK speaks level 1');
    const fixed = textOf(() =>
      expect(report).toHonorTraceContext({ known: ['traceparent-missing', ...Object.keys(KNOWN)] }),
    );
    expect(fixed).toContain('Known to fail, but passing now:\n  traceparent-missing  remove it from the list');
    const strict = await checkTraceContext(service, { timeout, strict: true });
    const { 'traceparent-random-flag': _level2, ...ofLevel1 } = KNOWN;
    expect(strict).toHonorTraceContext({ known: ofLevel1 });
  });
});

describe('says', () => {
  test('what was sent, what came back and which rule that breaks', async () => {
    const url = await handMade('takes version ff', 'turns the tracestate round', 'takes 33 members');
    expect(await failureOf(url)).toMatchInlineSnapshot(`
      "expect(report).toHonorTraceContext()

      Expected the service to follow the rules for trace context headers:  http://127.0.0.1:PORT/test
      2 of 37 cases fail:

      traceparent-version-ff
        Version ff is invalid: a new trace begins.
        sent      traceparent: ff-7c1b0d9e-OWN-PART-81928374-5a3c9e7b1d2f4860-01
        received  traceparent: 00-7c1b0d9e-OWN-PART-81928374-SPAN_ID-01
        the service continued trace id 7c1b0d9e-OWN-PART-81928374; it must begin a new trace

      tracestate-several-headers
        Several headers are one list, in their order.
        sent      traceparent: 00-7c1b0d9e-OWN-PART-81928374-5a3c9e7b1d2f4860-00
                  tracestate: foo=1,bar=2
                  tracestate: rojo=1,congo=2
                  tracestate: baz=3
        received  traceparent: 00-7c1b0d9e-OWN-PART-81928374-SPAN_ID-00
                  tracestate: baz=3,congo=2,rojo=1,bar=2,foo=1
        the order of the tracestate became baz, congo, rojo, bar, foo

      Failing, but not counted:
        tracestate-member-count  counts with strict: true"
    `);
  });

  test('no more than 60 lines, however much fails', async () => {
    const url = await handMade(
      'hands the parent id on as it is',
      'takes version ff',
      'takes ids of zeros',
      'takes the first of two traceparents',
      'refuses versions of the future',
    );
    const text = await failureOf(url, { ...ALL, timeout: TIMEOUT_MS });
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
    expect(text).toMatch(/\.\.\. and [a-z-]+, [a-z-]+/);
  });

  test('how the endpoint has to be, when it makes no call', async () => {
    const url = await serverOf((_request, response) => response.end('hello'));
    expect(await failureOf(url)).toMatchInlineSnapshot(`
      "expect(report).toHonorTraceContext()

      Expected the service to follow the rules for trace context headers:  http://127.0.0.1:PORT/
      The service could not be checked: it made no call to the URL that it was given.

      It answered with status 200: "hello"

      The check sends the endpoint a POST with a JSON array of URLs. The endpoint must POST to each URL, with \`arguments\`
      as the body, before it answers:

        [{ "url": "http://127.0.0.1:PORT/...", "arguments": [] }]

      W3C's own test suite has the same contract. If the endpoint has another path, give it:
      checkTraceContext(service, { path: '/test' })."
    `);
  });

  test.each<[label: string, listener: RequestListener | undefined, text: string]>([
    [
      'answers 404',
      (_request, response) => void response.writeHead(404).end('no such route'),
      'It answered with status 404: "no such route"',
    ],
    [
      'answers 500',
      (_request, response) => void response.writeHead(500).end(`Error: no such route\n${'    at router\n'.repeat(50)}`),
      'It answered with status 500: "Error: no such route\\n    at router',
    ],
    ['is not there', undefined, 'The service could not be checked: nothing listens there (ECONNREFUSED).'],
    [
      'hangs up',
      request => request.socket.destroy(),
      'The service could not be checked: it closed the connection without an answer',
    ],
    ['never answers', () => {}, 'The service could not be checked: it did not answer within 300 ms.'],
  ])('what is the matter when it %s', async (_label, listener, text) => {
    const url = listener === undefined ? 'http://127.0.0.1:9' : await serverOf(listener);
    expect(await failureOf(url, { timeout: 300 })).toContain(text);
  });

  /** Serves the first requests, and then does what is given. */
  async function servesFirst(count: number, then: RequestListener): Promise<string> {
    const fast = await handMade();
    let requests = 0;
    return serverOf(async (request, response) => {
      requests += 1;
      if (requests > count) return void then(request, response);
      let body = '';
      for await (const chunk of request) body += String(chunk);
      await fetch(fast, { method: 'POST', body, headers: request.headers as never });
      response.end();
    });
  }

  test('that it had no time for all cases, whichever polarity was asserted', async () => {
    const url = await servesFirst(30, () => {});
    const report = await checkTraceContext(url, { timeout: 800 });
    const text = textOf(() => expect(report).toHonorTraceContext());
    expect(text).toMatch(/\d+ cases had no time: the whole check may take 800 ms\./);
    expect(text).toContain('checkTraceContext(service, { timeout: 3200 })');
    expect(textOf(() => expect(report).not.toHonorTraceContext())).toContain('cases had no time');
  });

  test('that a case known to fail had no time', async () => {
    const url = await servesFirst(1, () => {});
    const known = CASES.filter(({ format }) => format === 'w3c').map(({ id }) => id);
    const text = await failureOf(url, { timeout: 300 }, { known });
    expect(text).toContain('\n46 cases had no time: the whole check may take 300 ms.');
  });

  test('what it answers when it fails in the midst', async () => {
    const url = await servesFirst(1, (_request, response) => response.writeHead(500).end('Error: pool is empty'));
    const text = await failureOf(url, { timeout: TIMEOUT_MS });
    expect(text).toContain('37 of 37 cases fail:');
    expect(text.split('\n').slice(5, 15)).toMatchInlineSnapshot(`
      [
        "traceparent-missing",
        "  Without a traceparent a new trace begins, and is passed on.",
        "  sent      no header that carries a context",
        "  received  nothing",
        "  it made no call, and answered with status 500: Error: pool is empty",
        "",
        "traceparent-alone",
        "  A traceparent without a tracestate is continued, with a parent id of its own.",
        "  sent      traceparent: 00-7c1b0d9e-OWN-PART-81928374-5a3c9e7b1d2f4860-01",
        "  received  nothing",
      ]
    `);
    expect(text).not.toContain('had no time');
  });
});

test('the path is that of the endpoint', async () => {
  const url = await handMade();
  let asked = '';
  const front = await serverOf(async (request, response) => {
    asked = request.url ?? '';
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const raw = request.rawHeaders.flatMap((name, at) =>
      at % 2 === 0 ? [[name, request.rawHeaders[at + 1] ?? '']] : [],
    );
    const kept = raw.filter(([name]) => /^(traceparent|tracestate)$/i.test(name ?? ''));
    await fetch(url, { method: 'POST', body, headers: kept as never }).catch(() => {});
    response.end();
  });
  await checkTraceContext({ url: front }, { path: '/w3c/test' });
  expect(asked).toBe('/w3c/test');
});
