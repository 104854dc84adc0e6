// A service that is an ES module and loads nothing but its own code.
import { createServer } from 'node:http';

createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
