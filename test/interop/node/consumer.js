// Mails for each order, message by message or batch by batch. It sets up no telemetry: `register` does, required before.
const { Kafka, logLevel } = require('kafkajs');

const { BROKERS, TOPIC, GROUP, MODE } = process.env;
const kafka = new Kafka({ clientId: 'mailer', brokers: BROKERS.split(','), logLevel: logLevel.ERROR });
// A disconnect waits for the look that is under way: by default, up to five seconds.
const consumer = kafka.consumer({ groupId: GROUP, maxWaitTimeInMs: 100 });

const mail = ({ key }) => console.log(`mailed for ${key}`);
const handlers = {
  message: { eachMessage: async ({ message }) => mail(message) },
  batch: { eachBatch: async ({ batch }) => batch.messages.forEach(mail) },
};

consumer.on(consumer.events.GROUP_JOIN, () => console.log('consuming'));
consumer
  .connect()
  // From the beginning: what is sent after "consuming", and before its first look, is not passed over.
  .then(() => consumer.subscribe({ topic: TOPIC, fromBeginning: true }))
  .then(() => consumer.run(handlers[MODE]));
process.on('SIGTERM', () => consumer.disconnect());
