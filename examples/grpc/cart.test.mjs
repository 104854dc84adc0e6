import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { credentials, Metadata, makeGenericClientConstructor, status } from '@grpc/grpc-js';
import { startReceiver, startService } from 'tracewright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import 'tracewright/vitest';

const { Cart } = createRequire(import.meta.url)('./shop.js');
const CartClient = makeGenericClientConstructor(Cart, 'shop.Cart');

let receiver;
let client;
beforeAll(async () => {
  receiver = await startReceiver();
  const pricing = await start('pricing');
  const cart = await start('cart', { PRICING_ADDRESS: addressOf(pricing) });
  client = new CartClient(addressOf(cart), credentials.createInsecure());
}, 60_000);
afterAll(async () => {
  client?.close();
  await receiver?.stop(); // stops the services too
});

test('a total asks pricing once for each item, in the trace of the caller', async () => {
  const trace = await totalOf(['tea', 'teapot']);
  show('A total', trace);

  expect(trace.result).toEqual({ total: 2449 });
  expect(trace).toContinue();
  expect(trace).toPropagateAcross('cart', 'pricing', { direct: true, every: true });
  expect(trace.get({ service: 'cart', kind: 'SERVER' })).toHaveAttributes({
    'rpc.system': 'grpc',
    'rpc.service': 'shop.Cart',
    'rpc.method': 'Total',
    'rpc.grpc.status_code': status.OK,
  });
  const call = {
    name: 'grpc.shop.Pricing/Price',
    attributes: { 'rpc.system': 'grpc', 'rpc.service': 'shop.Pricing', 'rpc.method': 'Price' },
  };
  expect(trace).toHaveSpan({ ...call, service: 'cart', kind: 'CLIENT' }, { times: 2 });
  expect(trace).toHaveSpan({ ...call, service: 'pricing', kind: 'SERVER' }, { times: 2 });
  expect(trace).toHaveNoErrors();
});

test('an item without a price is an error of the call that asked for it, and of the total', async () => {
  const trace = await totalOf(['tea', 'unicorn']);
  show('A total of what has no price', trace);

  expect(trace.result).toMatchObject({ code: status.NOT_FOUND, details: 'no price for "unicorn"' });
  expect(trace).toPropagateAcross('cart', 'pricing', { direct: true, every: true });
  // A unary call's CLIENT span has the reason in an attribute, and no message beside its status.
  const [tea, unicorn] = trace.filter({ service: 'cart', kind: 'CLIENT' });
  expect(tea).toHaveStatus('UNSET');
  expect(unicorn).toHaveStatus('ERROR');
  expect(unicorn).toHaveAttributes({
    'rpc.grpc.status_code': status.NOT_FOUND,
    'grpc.error_message': '5 NOT_FOUND: no price for "unicorn"',
  });
  expect(unicorn).toBeChildOf({ name: 'grpc.shop.Cart/Total', kind: 'SERVER', status: 'ERROR' });
  expect(trace).toRecordErrors();
});

test('a stream is one call, however many messages it has', async () => {
  const trace = await linesOf(['tea', 'teapot', 'tea']);
  show('A stream', trace);

  expect(trace.result).toEqual([
    { item: 'tea', price: 450 },
    { item: 'teapot', price: 1999 },
    { item: 'tea', price: 450 },
  ]);
  expect(trace).toContinue();
  expect(trace).toHaveSpanTree(
    {
      service: 'cart',
      kind: 'SERVER',
      name: 'grpc.shop.Cart/Lines',
      children: [
        {
          service: 'cart',
          kind: 'CLIENT',
          name: 'grpc.shop.Pricing/Prices',
          children: [{ service: 'pricing', kind: 'SERVER', name: 'grpc.shop.Pricing/Prices' }],
        },
      ],
    },
    { exact: true },
  );
  expect(trace).toHaveNoErrors();
});

test('a stream that breaks off is an error all the way', async () => {
  const trace = await linesOf(['tea', 'unicorn']);
  show('A stream that breaks off', trace);

  expect(trace.result).toMatchObject({ code: status.NOT_FOUND });
  expect(trace).toPropagateAcross('cart', 'pricing', { direct: true });
  expect(trace.get({ service: 'cart', kind: 'CLIENT' })).toHaveStatus('ERROR', '5 NOT_FOUND: no price for "unicorn"');
  expect(trace.spans).toHaveAttribute('rpc.grpc.status_code', status.NOT_FOUND);
});

/** Starts the service in a process of its own, traced by OpenTelemetry's own packages alone. */
function start(name, env) {
  return startService(['node', '--require', '@opentelemetry/auto-instrumentations-node/register', `${name}.js`], {
    name,
    receiver,
    port: 'PORT',
    cwd: import.meta.dirname,
    timeout: 20_000,
    // Not needed, but faster: no instrumentations but this, and no asking around for a cloud that this runs in.
    env: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'grpc', OTEL_NODE_RESOURCE_DETECTORS: 'env', ...env },
  });
}

/** Resolves to the trace of this call and no other; `trace.result` is the answer, or the error that came for it. */
function totalOf(items) {
  const ask = promisify(client.Total).bind(client);
  return receiver.capture(({ headers }) => ask({ items }, metadataOf(headers)).catch(error => error), {
    until: pricingAnswered(items.length),
  });
}

/** The same of a stream, with all of its messages as the answer. */
function linesOf(items) {
  return receiver.capture(
    ({ headers }) =>
      client
        .Lines({ items }, metadataOf(headers))
        .toArray()
        .catch(error => error),
    { until: pricingAnswered(1) },
  );
}

/** The trace context goes where gRPC has its headers: into the metadata of the call. */
function metadataOf(headers) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return metadata;
}

/** Pricing may export after cart: a trace is not whole before so many of its calls are there. */
function pricingAnswered(calls) {
  return trace => trace.filter({ service: 'pricing', kind: 'SERVER' }).length >= calls;
}

/** gRPC has addresses, not URLs. */
function addressOf(service) {
  return new URL(service.url).host;
}

/** Prints past the runner, which would put a heading of its own above each text. */
function show(heading, ...texts) {
  process.stdout.write(`\n── ${heading} ${'─'.repeat(Math.max(0, 96 - heading.length))}\n\n${texts.join('\n\n')}\n`);
}
