// The endpoint of W3C's test suite, traced by the official instrumentations alone (`register` is required before it).
const { createServer } = require('node:http');

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  await Promise.all(
    JSON.parse(body).map(call => fetch(call.url, { method: 'POST', body: JSON.stringify(call.arguments) })),
  );
  response.end();
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
