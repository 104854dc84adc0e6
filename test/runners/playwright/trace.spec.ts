import { expect as base, test } from '@playwright/test';
import { startReceiver, TracewrightError } from 'tracewright';
import { withTraces } from 'tracewright/playwright';
import { checkoutRequest, proveMatchers, proveNoSnapshots } from './suite.mjs';

const expect = withTraces(base);

proveMatchers({
  expect,
  test,
  beforeAll: test.beforeAll,
  afterAll: test.afterAll,
  startReceiver,
  TracewrightError,
  marksTests: false,
});
proveNoSnapshots({ expect, test, startReceiver });

test("a Locator keeps Playwright's own toHaveAttribute beside ours for spans", async ({ page }) => {
  const receiver = await startReceiver();
  await page.setContent('<a>to the checkout</a>');
  const link = page.getByText('to the checkout');
  await page.evaluate(() => setTimeout(() => document.querySelector('a')?.setAttribute('href', '/checkout'), 200));
  await expect(link).toHaveAttribute('href', '/checkout'); // waits, as Playwright's does
  await expect(link).not.toHaveAttribute('href', '/orders');
  const wrongly = async () => {
    await expect(link).toHaveAttribute('href', '/orders', { timeout: 100 });
  };
  await expect(wrongly()).rejects.toThrow(/checkout/);

  const trace = await receiver.capture(async context => {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body: checkoutRequest(context) });
  });
  await receiver.stop();
  expect(trace.get('charge card')).toHaveAttribute('app.amount', 1999);
  expect(() => expect(trace.get('charge card')).toHaveAttribute('app.amount', 1)).toThrow(/1999/);
});
