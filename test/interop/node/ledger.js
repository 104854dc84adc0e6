// Takes entries. It sets up no telemetry: `register` does, required before this file.
const { createServer } = require('node:http');

let entries = 0;
const server = createServer((_request, response) => response.end(`entry ${++entries}`));
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close());
