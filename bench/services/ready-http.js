import { startReceiver } from '../../dist/index.js';

await startReceiver({ grpcPort: false });
console.log('ready');
