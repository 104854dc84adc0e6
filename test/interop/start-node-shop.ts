import { fileURLToPath } from 'node:url';
import type { Receiver } from '../../src/receiver/receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';

export interface NodeShop {
  readonly catalog: Service;
  readonly stock: Service;
}

const NODE = ['node', '--require', '@opentelemetry/auto-instrumentations-node/register'];
/** PostgreSQL takes some seconds, and more on a machine that is busy. */
const TIMEOUT_MS = 40_000;

/** Starts catalog (Express, Knex with PostgreSQL, the AWS SDK), which calls stock (gRPC). */
export async function startNodeShop(receiver: Receiver, awsUrl: string): Promise<NodeShop> {
  const options = { receiver, port: 'PORT', cwd: fileURLToPath(new URL('.', import.meta.url)), timeout: TIMEOUT_MS };
  const [database, stock] = await Promise.all([
    startService(['node', 'node/shop/database.js'], { ...options, name: 'database', ready: { log: /^ready$/ } }),
    startService([...NODE, 'node/shop/stock.js'], { ...options, name: 'stock', protocol: 'grpc' }),
  ]);
  const env = { AWS_URL: awsUrl, DATABASE_PORT: new URL(database.url).port, STOCK_PORT: new URL(stock.url).port };
  const catalog = await startService([...NODE, 'node/shop/catalog.js'], { ...options, name: 'catalog', env });
  return { catalog, stock };
}
