// How the two services speak, each way in plain code of its library: what is traced, the instrumentations decide.
const PATH = '/shop.Payments/Charge';
const asItIs = bytes => bytes;

exports.call = async (transport, target) => {
  if (transport === 'http') {
    const response = await fetch(`${target}/charge`, { method: 'POST', body: '{}' });
    if (!response.ok) throw new Error(`${target} answered ${response.status}`);
  } else if (transport === 'grpc') {
    const grpc = require('@grpc/grpc-js');
    const Client = grpc.makeGenericClientConstructor(definition(), 'Payments');
    const client = new Client(target, grpc.credentials.createInsecure());
    await new Promise((resolve, reject) =>
      client.Charge(Buffer.from('{}'), error => (error === null ? resolve() : reject(error))),
    ).finally(() => client.close());
  } else {
    const [brokers, topic] = target.split('/');
    const producer = await connectedProducer(brokers);
    await producer.send({ topic, messages: [{ value: '{}' }] });
  }
};

exports.serve = (transport, { port, source, handle }) => {
  if (transport === 'http') {
    const { createServer } = require('node:http');
    const server = createServer(async (request, response) => {
      request.resume();
      await handle();
      response.end('charged');
    });
    server.listen(port, '127.0.0.1');
  } else if (transport === 'grpc') {
    const grpc = require('@grpc/grpc-js');
    const server = new grpc.Server();
    server.addService(definition(), {
      Charge: (call, done) => void handle().then(() => done(null, call.request)),
    });
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), () => {});
  } else {
    void consume(source, handle);
  }
};

function definition() {
  const bytes = {
    requestSerialize: asItIs,
    requestDeserialize: asItIs,
    responseSerialize: asItIs,
    responseDeserialize: asItIs,
  };
  return { Charge: { path: PATH, requestStream: false, responseStream: false, ...bytes } };
}

let producing;
function connectedProducer(brokers) {
  producing ??= (async () => {
    const { Kafka, logLevel } = require('kafkajs');
    const producer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR }).producer();
    await producer.connect();
    return producer;
  })();
  return producing;
}

async function consume(source, handle) {
  const { Kafka, logLevel } = require('kafkajs');
  const [brokers, ...topics] = source.split('/');
  const consumer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR }).consumer({
    groupId: topics.join('-'),
  });
  consumer.on(consumer.events.GROUP_JOIN, () => console.log('consuming'));
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({ eachMessage: handle });
}
