import { SpanStatusCode, trace } from '@opentelemetry/api';
import { startTracing } from './tracing.js';

// The page's server writes the collector's URL into the page.
startTracing({ endpoint: document.body.dataset.collector, service: 'shop-page', version: '1.4.0' });

const tracer = trace.getTracer('shop');
const status = document.querySelector('#status');

document.querySelector('#order').addEventListener('click', () => {
  // A span of your own: what the user wanted, whatever requests it takes.
  tracer.startActiveSpan('place order', async span => {
    span.setAttribute('app.order.items', 3);
    try {
      const response = await fetch('/orders', { method: 'POST' });
      if (!response.ok) throw new Error(`the shop answered ${response.status}`);
      status.textContent = 'ordered';
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      status.textContent = 'failed';
    } finally {
      span.end();
    }
  });
});
