// Charges cards, in a span of its own.
const { SpanStatusCode, trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('bank');

class CardDeclined extends Error {
  name = 'CardDeclined';
}

exports.charge = card =>
  inSpan(() => {
    throw new CardDeclined(`card ${card} was declined`);
  });

exports.chargeDiscreetly = _card =>
  inSpan(() => {
    throw new CardDeclined('the card was declined');
  });

function inSpan(work) {
  return tracer.startActiveSpan('charge card', async span => {
    try {
      return await work();
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
