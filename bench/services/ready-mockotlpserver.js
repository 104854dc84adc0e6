import { createRequire } from 'node:module';

const { MockOtlpServer } = createRequire(import.meta.url)('@elastic/mockotlpserver');
const server = new MockOtlpServer({ logLevel: 'fatal', services: ['http', 'grpc'], httpPort: 0, grpcPort: 0 });
await server.start();
console.log('ready');
