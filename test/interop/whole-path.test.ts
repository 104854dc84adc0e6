import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';
import { type Broker, startKafka } from './start-kafka.ts';

const TOPIC = 'parcels';
const TIMEOUT_MS = 40_000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let receiver: Receiver;
let broker: Broker;
let shop: Service;
let browser: Browser;
beforeAll(async () => {
  [receiver, broker] = await Promise.all([startReceiver(), startKafka()]);
  await createTopic();
  const options = { receiver, cwd: at('.'), timeout: TIMEOUT_MS };
  const queue = { BROKERS: broker.brokers, TOPIC };
  const [orders] = await Promise.all([
    startService(
      [at('.cache/python/bin/opentelemetry-instrument'), at('.cache/python/bin/python'), 'python/dispatch.py'],
      {
        ...options,
        name: 'orders',
        port: 'PORT',
        protocol: 'grpc',
        env: queue,
      },
    ),
    startService(
      [
        'java',
        '-javaagent:.cache/agent/opentelemetry-javaagent.jar',
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
        '-cp',
        '.cache/parcels:.cache/kafka/*',
        'Parcels',
      ],
      { ...options, name: 'parcels', ready: { log: /^consuming$/ }, env: queue },
    ),
  ]);
  shop = await startService(
    ['node', '--require', '@opentelemetry/auto-instrumentations-node/register', 'node/storefront.js'],
    {
      ...options,
      name: 'shop',
      port: 'PORT',
      env: { COLLECTOR: receiver.httpUrl, PAGE: at('.cache/page'), ORDERS_URL: orders.url },
    },
  );
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await receiver?.stop();
  await broker?.stop();
}, 20_000);

test('browser, node, python, kafka, java: what a visitor clicks is one trace until a parcel is sent', async () => {
  const page = await browser.newPage();
  await page.goto(shop.url);

  const trace = await receiver.capture(() => page.getByRole('button', { name: 'Order' }).click(), {
    root: { service: 'shop-page', name: 'click' },
    services: ['shop', 'orders', 'parcels'],
    timeout: 15_000,
  });
  expect(trace).toBeComplete();
  expect(trace).toHaveNoErrors();
  expect(trace).toRecordErrors();
  expect(trace).toHaveNoStrays();
  expect(trace).toBeFreeOfPii();
  expect(trace).toPropagateAcross('shop-page', 'shop', 'orders', 'parcels', {
    via: 'parent',
    direct: true,
    every: true,
  });
  expect(trace).toHaveSpanTree({
    service: 'shop-page',
    name: 'click',
    children: [
      {
        name: 'place order',
        children: [
          {
            kind: 'CLIENT',
            children: [
              {
                service: 'shop',
                kind: 'SERVER',
                children: [
                  {
                    kind: 'CLIENT',
                    children: [
                      {
                        service: 'orders',
                        kind: 'SERVER',
                        attributes: { 'http.route': '/orders/{order_id}' },
                        children: [
                          {
                            kind: 'PRODUCER',
                            name: `${TOPIC} send`,
                            children: [{ service: 'parcels', kind: 'CONSUMER', name: `${TOPIC} process` }],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
  const languages = { 'shop-page': 'webjs', shop: 'nodejs', orders: 'python', parcels: 'java' };
  for (const [service, language] of Object.entries(languages)) {
    expect(trace).toHaveSpan({ service, resource: { 'telemetry.sdk.language': language } });
  }
});

test('browser: the load of a page is measured, and comes as OTLP/HTTP JSON from another origin', async () => {
  const page = await browser.newPage();
  const exported = page.waitForRequest(`${receiver.httpUrl}/v1/traces`);
  const trace = await receiver.capture(() => page.goto(shop.url), {
    root: { service: 'shop-page', name: 'documentLoad' },
    timeout: 15_000,
  });

  const headers = await (await exported).allHeaders();
  expect(headers['content-type']).toBe('application/json');
  expect(headers.origin).toBe(shop.url);
  expect(receiver.httpUrl).not.toBe(shop.url);
  expect(trace).toBeComplete();
  const load = trace.get('documentLoad');
  for (const timing of ['fetchStart', 'domInteractive', 'domComplete', 'loadEventEnd']) {
    expect(load).toHaveEvent(timing);
  }
  expect(trace.get('documentFetch')).toHaveEvent('responseEnd');
  expect(trace).toHaveSpanTree({
    name: 'documentLoad',
    children: [
      { name: 'documentFetch', attributes: { 'url.full': `${shop.url}/` } },
      { name: 'resourceFetch', attributes: { 'url.full': `${shop.url}/page.js` } },
    ],
  });
});

async function createTopic(): Promise<void> {
  const admin = new Kafka({ clientId: 'test', brokers: [broker.brokers], logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC }] });
  await admin.disconnect();
}
