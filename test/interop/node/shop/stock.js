// Reserves items, over gRPC. It sets up no telemetry: `register` does, required before this file.
const { join } = require('node:path');
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');
const pino = require('pino');

const log = pino();
const { Stock } = grpc.loadPackageDefinition(loadSync(join(__dirname, 'stock.proto'))).shop;

function reserve({ request: { item } }, respond) {
  log.info({ item }, 'item is to be reserved');
  if (item !== 'sold-out') return respond(null, { reservation: `${item} is reserved` });
  respond({ code: grpc.status.FAILED_PRECONDITION, details: 'no piece is left' });
}

const server = new grpc.Server();
server.addService(Stock.service, { reserve });
server.bindAsync(`127.0.0.1:${process.env.PORT}`, grpc.ServerCredentials.createInsecure(), error => {
  if (error) throw error;
});
process.on('SIGTERM', () => server.tryShutdown(() => {}));
