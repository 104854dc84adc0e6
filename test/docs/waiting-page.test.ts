import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { send } from '../otlp-request.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/waiting.md', import.meta.url);
const LATE_MS = 850;

let receiver: Receiver;
let names: Record<string, unknown>;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
  const service = (name: string) => ({
    checkout: () => send(receiver, { service: name, name: 'POST /checkout' }),
  });
  // What ended before the receiver began says nothing of how late a service exports.
  await new Promise(resolve => setTimeout(resolve, LATE_MS + 50));
  for (let n = 0; n < 2; n++) await send(receiver, { service: 'slow', startMs: Date.now() - LATE_MS });
  names = { receiver, orders: service('orders'), slow: service('slow'), expect, startReceiver };
});
afterAll(() => receiver?.stop());

test('every example of docs/waiting.md runs, and every failure reads as it says', async () => {
  const page = readFileSync(PAGE, 'utf8');
  // `-u` writes the texts anew.
  await expect(await runPage(page, names, steady)).toMatchFileSnapshot(PAGE.pathname);
});

/** Without ids, which are new each time, and the milliseconds that a busy machine adds. */
function steady(text: string): string {
  return text
    .replace(/\btrace [0-9a-f]{32}/g, 'trace 4bf92f3577b34da6a3ce929d0e0e4736')
    .replace(/\b[0-9a-f]{8}\b/g, '4bf92f35')
    .replace(/up to [\d,]+ ms/, 'up to 853 ms');
}
