// Takes POST /call?transport=...&target=..., and calls the other service once before it answers.
require('./tracing.cjs');
const { createServer } = require('node:http');
const { call } = require('./transports.cjs');

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  try {
    await call(searchParams.get('transport'), searchParams.get('target'));
    response.end('called');
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
});
server.listen(Number(process.env.PORT), '127.0.0.1');
