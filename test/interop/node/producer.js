// Takes orders and sends a message for each. It sets up no telemetry: `register` does, required before this file.
const { createServer } = require('node:http');
const { Kafka, logLevel } = require('kafkajs');

const { BROKERS, TOPIC, PORT } = process.env;
const producer = new Kafka({ clientId: 'orders', brokers: BROKERS.split(','), logLevel: logLevel.ERROR }).producer();

const message = order => ({ key: order, value: JSON.stringify({ order }) });
const send = {
  '/orders': () => producer.send({ topic: TOPIC, messages: [message('ord-7')] }),
  '/batch': () =>
    producer.sendBatch({ topicMessages: [{ topic: TOPIC, messages: ['ord-7', 'ord-8', 'ord-9'].map(message) }] }),
};

const server = createServer(async (request, response) => {
  await send[request.url]();
  response.writeHead(201).end();
});
producer.connect().then(() => server.listen(Number(PORT), '127.0.0.1'));
process.on('SIGTERM', () => {
  server.close();
  producer.disconnect();
});
