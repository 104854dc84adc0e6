import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import * as xray from '../../src/xray/index.ts';
import { buildTrace } from '../build-trace.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/xray.md', import.meta.url);
const GOLDEN = new URL('../xray/golden/', import.meta.url);

/** The trace that the page shows. */
function checkout(): Trace {
  const attributes = { 'app.order.id': 'ord-17', 'app.amount': 1999, 'app.tags': ['gift'] };
  return buildTrace(
    [
      {
        kind: 'SERVER',
        name: 'POST /checkout',
        ms: 90,
        children: [
          {
            kind: 'CLIENT',
            name: 'POST',
            ms: 80,
            children: [
              {
                service: 'orders',
                kind: 'SERVER',
                name: 'POST /orders',
                ms: 70,
                attributes: { 'http.request.method': 'POST', 'http.response.status_code': 502 },
                status: { code: 'ERROR' },
                children: [
                  { kind: 'CLIENT', name: 'SELECT items', attributes: { 'db.system.name': 'postgresql' } },
                  { name: 'charge card', ms: 20, attributes },
                  { kind: 'PRODUCER', name: 'send receipt', ms: 5, attributes: { 'app.order.id': ['ord-17'] } },
                ],
              },
            ],
          },
        ],
      },
    ],
    {
      xray: {
        indexedAttributes: ['app.order.id'],
        logGroups: [],
        source: 'startReceiver({ xray: { indexedAttributes } })',
      },
    },
  );
}

test('every example of docs/xray.md runs, and every failure reads as it says', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const names = { expect, startReceiver, trace: checkout(), ...xray };
  // `-u` writes the texts anew.
  await expect(await runPage(page, names)).toMatchFileSnapshot(PAGE.pathname);
});

test('the page shows the trace of its examples', () => {
  expect(readFileSync(PAGE, 'utf8')).toContain(`\`\`\`\n${checkout()}\n\`\`\``);
});

test('the rules of docs/xray.md are numbered from 1 to 32, and the golden documents name no others', () => {
  const rules = [...readFileSync(PAGE, 'utf8').matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
  const all = Array.from({ length: 32 }, (_, index) => index + 1);
  expect([...new Set(rules)]).toEqual(all);
  const sources = readdirSync(GOLDEN).map(name => readFileSync(new URL(name, GOLDEN), 'utf8'));
  const named = sources.flatMap(source =>
    [...source.matchAll(/\/\/ (\d+(?:, \d+)*)/g)].flatMap(([, numbers = '']) => numbers.split(', ').map(Number)),
  );
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter(number => !all.includes(number))).toEqual([]);
});
