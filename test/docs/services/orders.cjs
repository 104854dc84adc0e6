// Calls payments once for each request: at TARGET, unless the request names another.
require('../../matrix/services/tracing.cjs');
const { createServer } = require('node:http');

const server = createServer(async (request, response) => {
  const target = new URL(request.url, 'http://localhost').searchParams.get('target') ?? process.env.TARGET;
  await fetch(`${target}/charge`, { method: 'POST' });
  response.end('ordered');
});
server.listen(Number(process.env.PORT), '127.0.0.1');
