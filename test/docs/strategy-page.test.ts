import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';
import { line, loggedTrace } from '../matchers/logs.ts';
import { buildReport } from '../sampling/build-report.ts';
import { links } from './links.ts';
import { runPage } from './run-page.ts';
import { clickedTrace, declinedTrace, orderTrace, sentTrace } from './strategy-traces.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGE = new URL('docs/strategy.md', ROOT);
const page = readFileSync(PAGE, 'utf8');
/** Each line of the checklist: its heading, and what is below. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map(text => ({ heading: text.slice(0, text.indexOf('\n')), text }));

describe('the examples of docs/strategy.md', () => {
  let receiver: Receiver;
  let stock: Service;
  beforeAll(async () => {
    receiver = await startReceiver({ grpcPort: false });
    // The official Node SDK with the official propagator of X-Ray.
    stock = await startService(['node', 'callee.cjs'], {
      name: 'orders',
      receiver,
      port: 'PORT',
      cwd: fileURLToPath(new URL('test/matrix/services', ROOT)),
      propagators: ['xray'],
      env: { ROLE: 'callee', TRANSPORT: 'http' },
      timeout: 15_000,
    });
  });
  afterAll(() => receiver.stop());

  test('run, and fail as the page says', async () => {
    const names = {
      expect,
      canary,
      receiver,
      stock,
      trace: orderTrace(),
      failed: declinedTrace(),
      sent: sentTrace(),
      clicked: clickedTrace(),
      logged: loggedTrace([line('order placed', 5), line('card declined', 25)]),
      report: buildReport({ sampled: 104 }),
      preproduction: buildReport({ sampled: 310 }),
    };
    // `-u` writes the texts anew.
    await expect(await runPage(page, names, steady)).toMatchFileSnapshot(PAGE.pathname);
  });
});

describe('docs/strategy.md', () => {
  test('has a checklist of its sections', () => {
    const listed = [...page.matchAll(/^- \[ \] \[([^\]]+)\]\(#([\w-]+)\)/gm)].map(([, title]) => title);
    expect(listed).toEqual(sections.map(({ heading }) => heading));
  });

  test.each(sections)('"$heading" has a test with a matcher, an example to copy, and surprises', ({ text }) => {
    const asserted = [...text.matchAll(/\.(to[A-Z]\w+)\(/g)].map(([, name]) => name);
    const isLoadBalancer = text.includes("formats: ['alb']");
    expect(asserted.filter(name => name !== undefined && name in matchers).length > 0 || isLoadBalancer).toBe(true);
    expect(isLoadBalancer || /\*\*Copy\*\*[\s\S]*\*\*Surprises\*\*\n\n- /.test(text)).toBe(true);
  });

  test('names only matchers that exist, and links to each where it explains it', () => {
    const named = [...page.matchAll(/`(to[A-Z]\w+)/g)].map(([, name = '']) => name);
    expect(new Set(named).size).toBeGreaterThan(15);
    expect(named.filter(name => !(name in matchers))).toEqual([]);
    expect(named.filter(name => !page.includes(`[\`${name}\`](matchers.md#`))).toEqual([]);
  });

  test('quotes titles of the tests that all examples pass', () => {
    const shared = readFileSync(new URL('examples/instrumentation/same-tests.mjs', ROOT), 'utf8');
    const quoted = ['the last spans are exported when it is stopped', 'it samples 5 % of the requests'];
    expect(quoted.filter(title => !page.includes(`"${title}"`) || !shared.includes(title))).toEqual([]);
  });
});

test.each([
  'docs/strategy.md',
  'docs/instrumenting.md',
  'examples/instrumentation/README.md',
  ...['node', 'python', 'java', 'quarkus'].map(name => `examples/instrumentation/${name}/README.md`),
])('every link of %s leads to a file, and to a heading that it has', file => {
  const found = links(new URL(file, ROOT));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ url }) => !existsSync(url)).map(({ text }) => text)).toEqual([]);
  expect(found.filter(({ hasHeading }) => !hasHeading).map(({ text }) => text)).toEqual([]);
});

/** Without what differs from run to run. */
function steady(text: string): string {
  return text.replace(/\b[\da-f]{8}\b/g, '4bf92f35').replace(/\b\d\d:\d\d:\d\d\.\d{3}\b/g, '12:00:01.204');
}
