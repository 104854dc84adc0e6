// Takes orders, and charges for them: each instance does both, so that one can call another. tracing.js traces it.
const { trace } = require('@opentelemetry/api');
const express = require('express');
const pino = require('pino');
const { inSpan, recordError } = require('./tracing.js');

const { PORT, PAYMENTS_URL } = process.env;
const log = pino();
const app = express();

class CardDeclined extends Error {
  name = 'CardDeclined';
}

app.post('/orders/:id', async (request, response) => {
  const { id } = request.params;
  // On the span of the request: what you will search for. Opaque ids, never names or addresses.
  trace.getActiveSpan()?.setAttributes({ 'app.tenant.id': 'acme', 'app.order.id': id });
  log.info({ order: id }, 'an order was placed');
  try {
    await inSpan('charge card', { 'app.order.id': id, 'app.payment.method': 'card' }, () => charge(id));
    response.status(201).end('ordered');
  } catch (error) {
    if (!(error instanceof CardDeclined)) throw error;
    // The service has an answer to this error, so it is a warning. The caller sees a 4xx.
    log.warn({ order: id }, 'the card was declined');
    response.status(402).end('declined');
  }
});

async function charge(id) {
  const answer = await fetch(`${PAYMENTS_URL}/charges/${id}`, { method: 'POST' });
  await answer.text();
  if (answer.status === 402) throw new CardDeclined('do not honour');
  if (!answer.ok) throw new Error(`payments answered ${answer.status}`);
}

app.post('/charges/:id', (request, response) => {
  const { id } = request.params;
  trace.getActiveSpan()?.setAttributes({ 'app.tenant.id': 'acme', 'app.order.id': id });
  if (id === 'ord-500') throw new Error('the card terminal is broken');
  response.status(id === 'ord-402' ? 402 : 201).end();
});

// What no handler expected. No instrumentation records it: the span of the request would only know that it was a 500.
app.use((error, _request, response, _next) => {
  recordError(error);
  log.error(error, 'the request failed');
  response.status(500).end('failed');
});

const server = app.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close());
