// Stands for somebody else's service, that signup asks with a token.
const { createServer } = require('node:http');

createServer((_request, response) => response.end('{"score":1}')).listen(process.env.PORT, '127.0.0.1');
