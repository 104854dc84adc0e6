// Takes orders from outside and hands them on. It sets up no telemetry: `register` does, required before this file.
const { createServer } = require('node:http');

const server = createServer(async (request, response) => {
  if (request.url === '/ping') return response.end('pong');
  const answer = await fetch(`${process.env.ORDERS_URL}${request.url}`, { method: request.method });
  response.writeHead(answer.status).end(await answer.text());
});
server.listen(Number(process.env.PORT), '127.0.0.1');
// `register` exports the last spans on SIGTERM; ending is the service's own business.
process.on('SIGTERM', () => server.close());
