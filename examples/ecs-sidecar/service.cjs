// Stands for the team's container in the test. It sets up no telemetry: `register` does, required before this file.
const { createServer } = require('node:http');

const server = createServer((request, response) => response.end(request.url === '/health' ? 'ok' : 'ordered'));
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close());
