// What the three services have in common: one POST route that takes and gives JSON.
const { createServer } = require('node:http');
const { trace } = require('@opentelemetry/api');

function serve(path, handle) {
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== path) return response.writeHead(404).end();
    // node:http knows no routes, so its span is called "POST"; a web framework's instrumentation names it like this.
    trace.getActiveSpan()?.updateName(`POST ${path}`).setAttribute('http.route', path);
    const { status, body } = await read(request)
      .then(handle)
      .catch(error => ({
        status: 500,
        body: { error: String(error) },
      }));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
  // OpenTelemetry's `register` exports the last spans on SIGTERM; ending is the service's own business.
  process.on('SIGTERM', () => server.close());
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function post(url, body) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

module.exports = { serve, post };
