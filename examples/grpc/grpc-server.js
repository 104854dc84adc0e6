// What the two services have in common: a gRPC server on the port that they are given.
const { Server, ServerCredentials } = require('@grpc/grpc-js');

function serve(methods, handlers) {
  const server = new Server();
  server.addService(methods, handlers);
  server.bindAsync(`127.0.0.1:${process.env.PORT}`, ServerCredentials.createInsecure(), error => {
    if (error) throw error;
  });
  // OpenTelemetry's `register` exports the last spans on SIGTERM; ending is the service's own business.
  process.on('SIGTERM', () => server.tryShutdown(() => {}));
}

module.exports = { serve };
