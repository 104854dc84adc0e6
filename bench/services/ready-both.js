import { startReceiver } from '../../dist/index.js';

await startReceiver();
console.log('ready');
