// Shows items and takes orders for them: Express, Knex with PostgreSQL, a gRPC client, the AWS SDK. It sets up no telemetry:
// `register` does, required before this file.
const { join } = require('node:path');
const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const { SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');
const { trace } = require('@opentelemetry/api');
const express = require('express');
const knex = require('knex');
const pino = require('pino');

const { AWS_URL, DATABASE_PORT, PORT, STOCK_PORT } = process.env;
const log = pino();
const aws = {
  endpoint: AWS_URL,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
};
const s3 = new S3Client({ ...aws, forcePathStyle: true });
const sqs = new SQSClient(aws);
const { Stock } = grpc.loadPackageDefinition(loadSync(join(__dirname, 'stock.proto'))).shop;
const stock = new Stock(`127.0.0.1:${STOCK_PORT}`, grpc.credentials.createInsecure());
const db = knex({
  client: 'pg',
  connection: { host: '127.0.0.1', port: Number(DATABASE_PORT), user: 'postgres', database: 'postgres', ssl: false },
  pool: { min: 0, max: 1 },
});

const reserve = item =>
  new Promise((resolve, reject) => {
    stock.reserve({ item }, (error, { reservation } = {}) => (error ? reject(error) : resolve(reservation)));
  });

const app = express();

app.get('/items/:id', async (request, response) => {
  const item = await db('items').where({ id: request.params.id }).first();
  if (item === undefined) return response.sendStatus(404);
  response.json(item);
});

app.post('/items/:id/orders', async (request, response) => {
  const { id } = request.params;
  log.info({ item: id }, 'item is ordered');
  const reservation = await reserve(id);
  const [order] = await db('orders').insert({ item: id }).returning('id');
  await s3.send(new PutObjectCommand({ Bucket: 'receipts', Key: `${order.id}.txt`, Body: reservation }));
  await sqs.send(new SendMessageCommand({ QueueUrl: `${AWS_URL}/000000000000/orders`, MessageBody: reservation }));
  response.status(201).json({ order: order.id, reservation });
});

app.get('/prices', async (_request, response) => response.json(await db('prices').select('*')));

/** It writes on its span what must not be there: what the guard must find. */
app.post('/newsletter', express.json(), (request, response) => {
  trace.getActiveSpan().setAttribute('app.subscriber', request.body.email);
  response.sendStatus(204);
});

app.use((error, _request, response, next) => {
  if (error.code !== grpc.status.FAILED_PRECONDITION) return next(error);
  response.status(409).json({ error: error.details });
});

const server = app.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  server.close();
  stock.close();
  db.destroy();
});
