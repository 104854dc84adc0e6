import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../../src/collector/build-trace.ts';
import { sendTraces } from '../../src/collector/send-traces.ts';
import { startCollector } from '../../src/collector/start-collector.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startService } from '../../src/services/start-service.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/collector.md', import.meta.url);
const RELAY = ['node', fileURLToPath(new URL('services/relay.js', import.meta.url))];

let receiver: Receiver;
let names: Record<string, unknown>;
beforeAll(async () => {
  receiver = await startReceiver();
  const config = {
    receivers: { otlp: { protocols: { http: null } } },
    processors: { batch: null },
    exporters: { otlphttp: { endpoint: 'https://traces.example.com' } },
    service: { pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['otlphttp'] } } },
  };
  // No collector is on this machine: a program that sends on what it gets, without the attributes of users and, if it is
  // told so, without traces that have no error. The interop suite runs the same with a real one.
  const start = (env: Record<string, string>) => startCollector({ command: RELAY, config, receiver, env });
  names = {
    ...{ receiver, expect, canary, buildTrace, startService, config },
    // The program below speaks JSON alone.
    sendTraces: ((target, traces, options) =>
      sendTraces(target, traces, {
        protocol: 'http/json',
        ...options,
      })) satisfies typeof sendTraces as typeof sendTraces,
    binary: RELAY[1],
    startCollector: (options: { readonly config: unknown }) =>
      options.config === REFUSED ? startCollector({ command: REFUSING, config: REFUSED, receiver }) : start({}),
    refused: REFUSED,
    collector: await start({}),
    sampling: await start({ ERRORS_ONLY: 'yes' }),
    ordersCommand: [
      'node',
      '--eval',
      'require("http").createServer((_, r) => r.end()).listen(process.env.PORT, "127.0.0.1")',
    ],
  };
});
afterAll(() => receiver?.stop());

const REFUSED = `receivers:
  otlp:
    protocols:
      http:
processors:
  batch:
    timeoutt: 5s
exporters:
  otlphttp:
    endpoint: https://traces.example.com
service:
  pipelines:
    traces: { receivers: [otlp], processors: [batch], exporters: [otlphttp] }
`;
/** Ends as a collector does with that configuration. */
const REFUSING = [
  'node',
  '--eval',
  `console.error(\`Error: failed to get config: cannot unmarshal the configuration: decoding failed due to the following error(s):

'processors' error reading configuration for "batch": decoding failed due to the following error(s):

'batchprocessor.Config' has invalid keys: timeoutt\`); process.exitCode = 1`,
  '--',
];

test('every example of docs/collector.md runs, and every failure reads as it says', { timeout: 60_000 }, async () => {
  const page = readFileSync(PAGE, 'utf8');
  // `-u` writes the texts anew.
  await expect(await runPage(page, names, steady)).toMatchFileSnapshot(PAGE.pathname);
});

/** Without what differs from run to run. */
function steady(text: string): string {
  return text
    .replace(/^Command: .*/ms, 'Command:   otelcol --config /tmp/tracewright-collector-x/config.yaml')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:43118')
    .replace(/\btrace [0-9a-f]{32}/g, 'trace 4bf92f3577b34da6a3ce929d0e0e4736')
    .replace(/\b[0-9a-f]{8}\b/g, '4bf92f35');
}
