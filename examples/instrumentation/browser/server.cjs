// Serves the page, and takes its orders. It sets up no telemetry: `register` does, required before this file.
const { readFile } = require('node:fs/promises');
const { createServer } = require('node:http');
const { join } = require('node:path');

const { PORT, COLLECTOR, STOCK = '3' } = process.env;
let stock = Number(STOCK);

const file = name => readFile(join(__dirname, name), 'utf8');
const answers = {
  'GET /': async () => [200, 'text/html', (await file('index.html')).replace('%COLLECTOR%', COLLECTOR)],
  'GET /page.js': async () => [200, 'text/javascript', await file('dist/page.js')],
  'POST /orders': async () => (stock-- > 0 ? [201, 'text/plain', 'ordered'] : [503, 'text/plain', 'sold out']),
};

const server = createServer(async (request, response) => {
  const answer = answers[`${request.method} ${request.url}`];
  const [code, type, body] = answer === undefined ? [404, 'text/plain', 'not found'] : await answer();
  response.writeHead(code, { 'content-type': type }).end(body);
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close());
