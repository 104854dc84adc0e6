// Serves a page, and hands the orders of its visitors on. It sets up no telemetry: `register` does, required before this file.
const { readFile } = require('node:fs/promises');
const { createServer } = require('node:http');
const { join } = require('node:path');

const { PORT, PAGE, COLLECTOR, ORDERS_URL } = process.env;
const file = name => readFile(join(PAGE, name), 'utf8');
const answers = {
  'GET /': async () => [200, 'text/html', (await file('index.html')).replace('%COLLECTOR%', COLLECTOR)],
  'GET /page.js': async () => [200, 'text/javascript', await file('dist/page.js')],
  'POST /orders': async () => {
    const answer = await fetch(`${ORDERS_URL}/orders/ord-7`, { method: 'POST' });
    return [answer.status, 'application/json', await answer.text()];
  },
};

const server = createServer(async (request, response) => {
  const answer = answers[`${request.method} ${request.url}`];
  const [code, type, body] = answer === undefined ? [404, 'text/plain', 'not found'] : await answer();
  response.writeHead(code, { 'content-type': type }).end(body);
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close());
