import { stripVTControlCharacters } from 'node:util';
import { startReceiver, startService } from 'tracewright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import 'tracewright/vitest';

let receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop()); // stops the services too

describe('a checkout', () => {
  let gateway;
  beforeAll(async () => {
    gateway = await startShop();
  }, 30_000);

  test('passes through all three services in one trace', async () => {
    const trace = await checkOut(gateway, { card: 'good', amount: 1999 }, { services: ['payments'] });
    show('A checkout', trace);

    expect(trace.result.status).toBe(201);
    expect(trace).toPropagateAcross('gateway', 'orders', 'payments');
    const charge = trace.get('charge card');
    expect(charge).toBeChildOf({ service: 'payments', name: 'POST /charge', kind: 'SERVER' });
    expect(charge).toHaveAttribute('app.order.id', expect.stringMatching(/^ord-/));
    expect(charge).toHaveAttribute('app.amount', 1999);
    expect(trace).not.toHaveSpan({ status: 'ERROR' });
  });

  test('with a declined card is an error where it happened, and for those who asked', async () => {
    const trace = await checkOut(gateway, { card: 'empty', amount: 1999 }, { services: ['payments'] });
    show('A declined card', trace);

    expect(trace.result.status).toBe(402);
    expect(trace.get('charge card')).toHaveStatus('ERROR', 'do not honour');
    expect(trace).toHaveSpan({
      name: 'charge card',
      events: [{ name: 'exception', attributes: { 'exception.type': 'CardDeclined' } }],
    });
    // HTTP's conventions: a 4xx is an error of the client that got it, not of the server that gave it.
    expect(trace.filter({ kind: 'CLIENT' })).toHaveStatus('ERROR');
    expect(trace.filter({ kind: 'SERVER' })).toHaveStatus('UNSET');
    expect(trace).toRecordErrors(); // these rules, and all others about errors
  });
});

describe('a payments service that was deployed with another propagator', () => {
  let gateway;
  beforeAll(async () => {
    // It listens for b3 headers; orders sends traceparent.
    gateway = await startShop({ propagators: ['b3'] });
  }, 30_000);

  test('is caught: the trace ends before it', async () => {
    const trace = await checkOut(gateway, { card: 'good', amount: 1999 }, { quiet: 300 });
    show('A lost context', trace, ...trace.strays);

    expect(trace.result.status).toBe(201); // the customer notices nothing
    const failure = failureOf(() => expect(trace).toPropagateAcross('gateway', 'orders', 'payments'));
    show('What the failing assertion says', failure);
    expect(stripVTControlCharacters(failure)).toMatch(/It stops at: +orders -> payments/);
    expect(stripVTControlCharacters(failure)).toMatch(/payments began +SERVER "POST \/charge" as a NEW trace/);
  });
});

/** Starts the three services, each in a process of its own, traced by OpenTelemetry's own packages alone. */
async function startShop(payments = {}) {
  const start = (name, { env, ...options }) =>
    startService(['node', '--require', '@opentelemetry/auto-instrumentations-node/register', `${name}.js`], {
      name,
      receiver,
      port: 'PORT',
      cwd: import.meta.dirname,
      timeout: 20_000,
      // Not needed, but faster: no instrumentations but these, and no asking around for a cloud that this runs in.
      env: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici', OTEL_NODE_RESOURCE_DETECTORS: 'env', ...env },
      ...options,
    });
  const { url: PAYMENTS_URL } = await start('payments', payments);
  const { url: ORDERS_URL } = await start('orders', { env: { PAYMENTS_URL } });
  return start('gateway', { env: { ORDERS_URL } });
}

/**
 * Resolves to the trace of this checkout and no other, once it is complete; `trace.result` is the response.
 * `services` are waited for, should they export late.
 */
function checkOut(gateway, body, options) {
  return receiver.capture(
    ({ headers }) => fetch(`${gateway.url}/checkout`, { method: 'POST', headers, body: JSON.stringify(body) }),
    options,
  );
}

function failureOf(assertion) {
  try {
    assertion();
  } catch (error) {
    return error.message;
  }
  throw new Error('the assertion held');
}

/** Prints past the runner, which would put a heading of its own above each text. */
function show(heading, ...texts) {
  process.stdout.write(`\n── ${heading} ${'─'.repeat(Math.max(0, 96 - heading.length))}\n\n${texts.join('\n\n')}\n`);
}
