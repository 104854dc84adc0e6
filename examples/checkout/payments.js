// Charges cards, in a span of its own: the one piece of tracing in this shop that is written by hand.
const { SpanStatusCode, trace } = require('@opentelemetry/api');
const { serve } = require('./json-server.js');

const tracer = trace.getTracer('payments');

class CardDeclined extends Error {
  name = 'CardDeclined';
}

serve('/charge', ({ orderId, card, amount }) =>
  tracer.startActiveSpan(
    'charge card',
    { attributes: { 'app.order.id': orderId, 'app.amount': amount } },
    async span => {
      try {
        await charge(card);
        return { status: 200, body: { orderId, paid: amount } };
      } catch (error) {
        // Both are needed: the event says what happened, the status that the operation failed.
        span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        return { status: 402, body: { error: error.message } };
      } finally {
        span.end();
      }
    },
  ),
);

/** Stands for the bank. */
async function charge(card) {
  if (card === 'empty') throw new CardDeclined('do not honour');
}
