import { request } from 'node:http';

/** Posts JSON with Node's own client: a jsdom environment has no `fetch`, or one with a browser's rules. */
export function post(url, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }, response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
