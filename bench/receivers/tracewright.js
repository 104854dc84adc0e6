import { startReceiver } from '../../dist/index.js';

export async function start() {
  const receiver = await startReceiver();
  return {
    urls: { http: receiver.httpUrl, grpc: receiver.grpcUrl },
    count: name => receiver.filter(name).length,
    clear: () => receiver.clear(),
  };
}
