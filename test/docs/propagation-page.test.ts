import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { checkTraceContext } from '../../src/conformance/check-trace-context.ts';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import { startProbe } from '../../src/probe/start-probe.ts';
import { serviceGraph } from '../../src/propagation/service-graph.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startService } from '../../src/services/start-service.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/propagation.md', import.meta.url);
const REGISTER = ['--require', '@opentelemetry/auto-instrumentations-node/register'];

let receiver: Receiver;
let names: Record<string, unknown>;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 15_000, quiet: 300 });
  const at = (folder: string): string => fileURLToPath(new URL(folder, import.meta.url));
  const common = { receiver, port: 'PORT', timeout: 20_000 };
  const payments = await startService(['node', 'callee.cjs'], {
    ...common,
    name: 'payments',
    cwd: at('../matrix/services'),
    env: { TRANSPORT: 'http' },
  });
  const orders = (name: string, fault: string) =>
    startService(['node', 'orders.cjs'], {
      ...common,
      name,
      cwd: at('services'),
      env: { TARGET: payments.url, ROLE: 'caller', FAULT: fault },
    });
  const conforming = startService(['node', ...REGISTER, 'otel-node.cjs'], {
    ...common,
    name: 'conforming',
    cwd: at('../conformance/services'),
  });
  names = {
    receiver,
    payments,
    orders: await orders('orders', ''),
    careless: await orders('careless', 'not injected'),
    conforming: await conforming,
    expect,
    startProbe,
    recordHeaders,
    serviceGraph,
    checkTraceContext,
  };
});
afterAll(() => receiver?.stop());

test('every example of docs/propagation.md runs, and every failure reads as it says', async () => {
  const page = readFileSync(PAGE, 'utf8');
  // `-u` writes the texts anew.
  await expect(await runPage(page, names, steady)).toMatchFileSnapshot(PAGE.pathname);
});

/** Without what differs from run to run; widths stay as they are. */
function steady(text: string): string {
  return text
    .replace(/\b\d\d:\d\d:\d\d\.\d{3}\b/g, '12:00:01.204')
    .replace(/, +[\d.,]+ m?s\b/g, ', 10 ms')
    .replace(/ {2,}[\d.,]+ m?s\b(?= {2}<-|$)/gm, '  10 ms')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:43119')
    .replace(/\b[\da-f]{32}\b/g, '4bf92f3577b34da6a3ce929d0e0e4736')
    .replace(/\bspan [\da-f]{16}\b/g, 'span 00f067aa0ba902b7')
    .replace(/^(trace) [\da-f]{8}(?=,)/gm, '$1 4bf92f35')
    .replace(/(, trace) [\da-f]{8}$/gm, '$1 9d01c2aa');
}
