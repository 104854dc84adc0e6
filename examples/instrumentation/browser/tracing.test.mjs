import { chromium } from '@playwright/test';
import { startReceiver, startService } from 'tracewright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import 'tracewright/vitest';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

let receiver;
let shop;
let browser;
let page;
beforeAll(async () => {
  receiver = await startReceiver();
  shop = await startService(['node', '--require', '@opentelemetry/auto-instrumentations-node/register', 'server.cjs'], {
    name: 'shop',
    receiver,
    port: 'PORT',
    cwd: import.meta.dirname,
    env: { COLLECTOR: receiver.httpUrl, STOCK: '2' },
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
});
afterAll(async () => {
  await browser?.close();
  await receiver?.stop();
});
beforeEach(async () => {
  page = await browser.newPage();
  return () => page.close();
});

// A browser takes no headers from a test. So each capture adopts the trace that its action began, by the root of it.
const load = () =>
  receiver.capture(() => page.goto(shop.url, { waitUntil: 'load' }), {
    root: { service: 'shop-page', name: 'documentLoad' },
  });
const order = () =>
  receiver.capture(() => page.getByRole('button', { name: 'Order' }).click(), {
    root: { service: 'shop-page', name: 'click' },
    services: ['shop'],
  });

test('the browser measures how long the page took to load', async () => {
  const trace = await load();

  const document = trace.get('documentLoad');
  expect(document).toBeRoot();
  expect(document).toHaveResourceAttribute('telemetry.sdk.language', 'webjs');
  expect(document).toTakeLessThan(10_000);
  for (const timing of ['fetchStart', 'responseEnd', 'domInteractive', 'domComplete', 'loadEventEnd']) {
    expect(trace).toHaveSpan({ events: [{ name: timing }] });
  }
  expect(trace.get('documentFetch')).toBeChildOf(document);
  expect(trace.get('documentFetch')).toHaveAttribute('url.full', `${shop.url}/`);
  expect(trace.get({ name: 'resourceFetch', attributes: { 'url.full': `${shop.url}/page.js` } })).toBeChildOf(document);
});

test('an order is one trace, from the click in the browser to the server', async () => {
  await load();
  const trace = await order();

  expect(trace).toPropagateAcross('shop-page', 'shop');
  expect(trace).toHaveSpanTree({
    name: 'click',
    attributes: { event_type: 'click', target_element: 'BUTTON' },
    children: [
      {
        name: 'place order',
        attributes: { 'app.order.items': 3 },
        children: [
          {
            kind: 'CLIENT',
            attributes: { 'http.request.method': 'POST', 'http.response.status_code': 201 },
            children: [{ service: 'shop', kind: 'SERVER', attributes: { 'url.path': '/orders' } }],
          },
        ],
      },
    ],
  });
  expect(trace).toHaveNoErrors();
  expect(trace).toBeComplete();
  expect(trace).toBeFreeOfPii();
});

test('a failed order is an error on the span of the page', async () => {
  await load();
  await order();
  const trace = await order();

  expect(trace.get('place order')).toHaveStatus('ERROR', 'the shop answered 503');
  expect(trace.get('place order')).toHaveException({ message: 'the shop answered 503' });
  expect(trace.get({ service: 'shop', kind: 'SERVER' })).toHaveStatus('ERROR');
});

test('nothing is lost when the user leaves the page at once', async () => {
  await load();
  const trace = await receiver.capture(
    async () => {
      await page.getByRole('button', { name: 'Order' }).click();
      await page.getByText(/ordered|failed/).waitFor();
      await page.goto('about:blank');
    },
    { root: { service: 'shop-page', name: 'click' }, services: ['shop'] },
  );
  expect(trace).toHaveSpan('place order');
});
