// Sends on what it gets over OTLP/HTTP JSON, as a collector does: without the attributes of users and, if it is
// told so, only traces with an error.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parse } from 'yaml';

const { receivers, exporters } = parse(readFileSync(process.argv.at(-1), 'utf8'));
const [host, port] = receivers.otlp.protocols.http.endpoint.split(':');
const target = exporters.otlphttp.endpoint;

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = JSON.parse(Buffer.concat(chunks));
  const { resourceSpans } = body;
  for (const { scopeSpans } of resourceSpans) {
    for (const group of scopeSpans) {
      if (process.env.ERRORS_ONLY) group.spans = group.spans.filter(({ status }) => status?.code === 2);
      for (const span of group.spans) {
        span.attributes = span.attributes?.filter(({ key }) => !key.startsWith('user.')) ?? [];
      }
    }
  }
  const headers = { 'content-type': 'application/json' };
  await fetch(`${target}/v1/traces`, { method: 'POST', headers, body: JSON.stringify(body) });
  response.writeHead(200, headers).end('{}');
}).listen(Number(port), host, () => console.log('Everything is ready.'));
