// Takes orders and answers at once; only then it packs each one and enters it into the ledger. It sets up no telemetry:
// `register` does, required before this file.
const { scrypt } = require('node:crypto');
const { createServer } = require('node:http');
const { promisify } = require('node:util');
const { trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('packing');

/** Real work of some 100 ms: the spans of the answer are exported before its own. */
const work = order => promisify(scrypt)(order, 'salt', 32, { cost: 2 ** 15, maxmem: 2 ** 26 });

async function pack(order) {
  await tracer.startActiveSpan('pack order', { attributes: { 'app.order.id': order } }, async span => {
    await work(order);
    await fetch(`${process.env.LEDGER_URL}/entries`, { method: 'POST' }).then(answer => answer.text());
    span.end();
  });
}

const server = createServer((request, response) => {
  const order = request.url.split('/').at(-1);
  if (request.method === 'GET') response.end(`${order} is in stock`);
  else response.writeHead(202).end(() => pack(order));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close());
