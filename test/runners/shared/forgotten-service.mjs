// A service that ends on no signal that it can ignore.
import { createServer } from 'node:http';

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
createServer((_request, response) => response.end()).listen(Number(process.env.PORT), '127.0.0.1');
